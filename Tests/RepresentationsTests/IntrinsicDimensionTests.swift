import Foundation
import LinearAlgebra
import RandomStreams
import TestSupport
import Testing

@testable import Representations
@testable import Records

/// Clouds of points whose dimension is known.
private enum Cloud {
  static func cube(_ dimensions: Int, points: Int, seed: UInt64) -> Matrix<Double> {
    var stream = RandomStream(seed: seed, purpose: "cube")
    return Matrix(
      rows: points, columns: dimensions,
      elements: (0..<points * dimensions).map { _ in stream.uniform() })
  }

  static func sphere(_ dimensions: Int, points: Int, seed: UInt64) -> Matrix<Double> {
    var stream = RandomStream(seed: seed, purpose: "sphere")
    let elements = (0..<points).flatMap { _ -> [Double] in
      let point = (0...dimensions).map { _ in stream.normal() }
      let length = point.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return point.map { $0 / length }
    }
    return Matrix(rows: points, columns: dimensions + 1, elements: elements)
  }

  /// As scikit-learn's `make_swiss_roll`.
  static func swissRoll(points: Int, seed: UInt64) -> Matrix<Double> {
    var stream = RandomStream(seed: seed, purpose: "roll")
    let elements = (0..<points).flatMap { _ -> [Double] in
      let angle = 1.5 * .pi * (1 + 2 * stream.uniform())
      return [angle * cos(angle), 21 * stream.uniform(), angle * sin(angle)]
    }
    return Matrix(rows: points, columns: 3, elements: elements)
  }

  /// Of five draws, the means of TwoNN, of maximum likelihood, and of the participation ratio.
  static func estimates(_ draw: (UInt64) -> Matrix<Double>) -> [Double] {
    let found = (1...5).map { (seed: UInt64) -> [Double] in
      let points = draw(seed)
      let neighbors = NearestNeighbors(of: points, count: 20)
      return [
        Dimension.twoNearestNeighbors(neighbors),
        Dimension.maximumLikelihood(neighbors, k: 20), Dimension.participationRatio(of: points),
      ]
    }
    return (0..<3).map { estimate in found.reduce(0) { $0 + $1[estimate] } / 5 }
  }
}

@Suite struct IntrinsicDimensionTests {
  /// Fixtures/intrinsic_dimension.py.
  @Test func `all estimates are those of NumPy by brute force`() {
    let elements = (0..<120 * 7).map { place -> Double in
      let (i, j) = (Double(place / 7), Double(place % 7))
      return sin((i + 1) * pow(j + 2, 1.5)) * (1 + j / 3)
    }
    let points = Matrix(rows: 120, columns: 7, elements: elements)
    let neighbors = NearestNeighbors(of: points, count: 20)
    let local = Dimension.local(of: points, neighbors, count: 25, size: 15)
    let labels = (0..<120).map { $0 % 4 }
    let found = [
      Dimension.participationRatio(of: points),
      Dimension.classParticipationRatio(of: points, labels: labels),
      Dimension.componentCount(of: points, share: 0.9),
      Dimension.twoNearestNeighbors(neighbors),
      Dimension.maximumLikelihood(neighbors, k: 20), local.participationRatio, local.components,
    ]
    let expected = [
      5.120807538315505, 4.9173939646771805, 5, 3.4934828407270766, 4.359133245394878,
      4.282790317748226, 5.72,
    ]
    #expect(areClose(found, expected, within: 1e-11))  // rounding
    #expect(Array(neighbors.indices(of: 7).prefix(5)) == [25, 40, 98, 102, 57])
    #expect(
      areClose(
        Array(neighbors.distances(of: 7).prefix(2)), [1.426184215484704, 2.989348910788718],
        within: 1e-12))  // the formula's own rounding
  }

  /// A calibration by another program: means of five draws of 1000 points. Tolerances are three
  /// standard errors of such a mean, from the spread that the table gives (0.3 of a draw at d = 5 and up), both sides'.
  @Test(arguments: [
    (1, 0.99, 0.94, 0.08), (2, 1.96, 1.84, 0.12), (5, 4.69, 4.14, 0.5), (10, 8.37, 7.52, 0.6),
    (20, 15.3, 13.1, 0.9),
  ])
  func `a cube's dimension is that of the calibration`(
    dimensions: Int, twoNN: Double, likelihood: Double, tolerance: Double
  ) {
    let found = Cloud.estimates { Cloud.cube(dimensions, points: 1000, seed: $0) }
    #expect(abs(found[0] - twoNN) < tolerance, "TwoNN \(found[0])")
    #expect(abs(found[1] - likelihood) < tolerance / 2, "MLE \(found[1])")
    // Finite samples: 1/(1/D + 1/P).
    let participation = 1 / (1 / Double(dimensions) + 1e-3)
    #expect(abs(found[2] - participation) < 0.03 * participation, "PR \(found[2])")
  }

  @Test func `a sphere's dimension is that of the calibration`() {
    let found = Cloud.estimates { Cloud.sphere(5, points: 1000, seed: $0) }
    // As above.
    #expect(areClose(found, [5.20, 4.59, 5.98], within: 0.4), "\(found)")
  }

  @Test func `a roll is locally a plane and globally a space`() {
    let found = Cloud.estimates { Cloud.swissRoll(points: 1000, seed: $0) }
    #expect(areClose(found, [2.07, 1.82, 2.95], within: 0.12), "\(found)")
  }

  @Test func `the participation ratio of an isotropic cloud has its finite-sample bias`() {
    var stream = RandomStream(seed: 3, purpose: "cloud")
    let points = Matrix(
      rows: 100, columns: 50, elements: (0..<5000).map { _ in stream.normal() })
    // 33.3 in expectation, 33.0 in the specification's check.
    #expect(abs(Dimension.participationRatio(of: points) - 33.3) < 1)
  }

  @Test func `distances on a line as fine as rounding of a Gram matrix are not lost`() {
    // 2000 points 1e-9 apart, 1 from the origin: the Gram formula would give zeros.
    let points = Matrix(
      rows: 2000, columns: 2, elements: (0..<2000).flatMap { [1 + 1e-9 * Double($0), 0] })
    let neighbors = NearestNeighbors(of: points, count: 2)
    #expect(neighbors.distances.allSatisfy { $0 > 0.9e-9 && $0 < 2.1e-9 })
  }

  @Test func `neighbours are those of all distances, ties by number`() {
    for columns in [1, 3, 40] {
      let points = Cloud.cube(columns, points: 300, seed: 5)
      let neighbors = NearestNeighbors(of: points, count: 6)
      for point in stride(from: 0, to: 300, by: 37) {
        let all = (0..<300).filter { $0 != point }.map { other -> (Double, Int) in
          let squares = zip(points[row: point], points[row: other]).map { ($0 - $1) * ($0 - $1) }
          return (squares.reduce(0, +), other)
        }.sorted { $0 < $1 }
        #expect(Array(neighbors.indices(of: point)) == all.prefix(6).map(\.1))
      }
    }
  }

  @Test func `points that coincide are left out, and dead units are harmless`() {
    let cube = Cloud.cube(2, points: 500, seed: 9)
    var doubled = Matrix<Double>(rows: 501, columns: 4)
    for row in 0..<501 {
      for column in 0..<2 { doubled[row, column] = cube[min(row, 499), column] }
    }
    let plain = NearestNeighbors(of: cube, count: 20)
    let padded = NearestNeighbors(of: doubled, count: 20)
    // One point in 500 more or less.
    #expect(
      abs(Dimension.twoNearestNeighbors(plain) - Dimension.twoNearestNeighbors(padded)) < 0.05)
    #expect(
      abs(
        Dimension.maximumLikelihood(plain, k: 20) - Dimension.maximumLikelihood(padded, k: 20))
        < 0.05)
    let single = Matrix<Double>(rows: 30, columns: 3, repeating: 1)
    let none = NearestNeighbors(of: single, count: 3)
    #expect(Dimension.twoNearestNeighbors(none).isNaN)
    #expect(Dimension.maximumLikelihood(none, k: 3).isNaN)
    #expect(Dimension.participationRatio(of: single) == 0)
  }

  @Test func `points that differ by rounding coincide, in the precision they were computed with`() {
    // Two places, fifteen times each.
    var pairs = Matrix<Double>(rows: 30, columns: 3)
    var random = RandomStream(seed: 2, purpose: "rounding")
    for row in 0..<30 {
      for column in 0..<3 {
        pairs[row, column] = (1 + Double(row % 2)) * (1 + 3e-7 * random.normal())
      }
    }
    let single = NearestNeighbors(of: pairs, count: 4, roundingUnit: Double(Float.ulpOfOne) / 2)
    #expect(single.distances.allSatisfy { $0 == 0 })
    #expect(Dimension.maximumLikelihood(single, k: 4).isNaN)
    #expect(NearestNeighbors(of: pairs, count: 4).distances.allSatisfy { $0 > 0 })
  }
}
