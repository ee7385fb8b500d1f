import ComplexModule
import Foundation
import LinearAlgebra
import RandomStreams
import Similarities
import Testing

/// What Fixtures/make_similarities.py found of two nets, by trying all permutations and a grid of rotations.
private struct Fixture: Decodable {
  struct Pair: Decodable {
    let rank: Int
    let delays: Int
    let magnitudes: [[Double]]
    let spectral: Double
    let angular: Double?
  }

  let sequences: Int
  let steps: Int
  let units: Int
  let ridge: Double
  let weights: [[Double]]
  let states: [[Double]]
  let maps: [Pair]
  let weightDistance: Double
  let alignment: Double

  static func load() throws -> Fixture {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/similarities.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Fixture.self, from: Data(contentsOf: file))
  }

  func courses(_ net: Int) -> StateCourses {
    StateCourses(sequences: sequences, steps: steps, units: units, numbers: states[net])
  }

  func net(_ number: Int, _ settings: SimilaritySettings) -> ComparedNet {
    ComparedNet(
      recurrent: Matrix(rows: units, columns: units, elements: weights[number]),
      courses: courses(number), settings)
  }
}

private func random(_ rows: Int, _ columns: Int, _ index: Int) -> Matrix<Double> {
  var stream = RandomStream(seed: 4, purpose: "similarities", index: index)
  var matrix = Matrix<Double>(rows: rows, columns: columns)
  stream.fillNormal(&matrix.elements)
  return matrix
}

private func permutations(_ count: Int) -> [[Int]] {
  guard count > 0 else { return [[]] }
  return permutations(count - 1).flatMap { shorter in
    (0..<count).map { place in
      Array(shorter[..<place]) + [count - 1] + Array(shorter[place...])
    }
  }
}

@Suite struct SimilaritiesTests {
  @Test(arguments: 1...6)
  func `an assignment costs as little as the best of all permutations`(_ count: Int) {
    for index in 0..<20 {
      let costs = random(count, count, 100 * count + index)
      func cost(_ order: [Int]) -> Double {
        order.enumerated().reduce(0) { $0 + costs[$1.offset, $1.element] }
      }
      let found = leastCostAssignment(costs)
      #expect(found.sorted() == Array(0..<count))
      let least = permutations(count).map(cost).min() ?? 0
      #expect(abs(cost(found) - least) < 1e-12)
    }
  }

  @Test func `an assignment of many keeps rows that have a column to themselves`() {
    var stream = RandomStream(seed: 1, purpose: "assignment")
    let order = stream.permutation(90)
    var costs = Matrix<Double>(rows: 90, columns: 90, repeating: 1)
    for (row, column) in order.enumerated() { costs[row, column] = 0.5 }
    #expect(leastCostAssignment(costs) == order)
    #expect(leastCostAssignment(Matrix(rows: 0, columns: 0)) == [])
  }

  @Test(arguments: [8, 16, 32])
  func `a permuted copy is at no distance`(_ units: Int) {
    for index in 0..<6 {
      let a = random(units, units, index)
      var stream = RandomStream(seed: 2, purpose: "order", index: index)
      let b = a.permuted(stream.permutation(units))
      let found = PermutationDistance(a, b)
      #expect(found.distance == 0 && b.permuted(found.order) == a)
    }
  }

  @Test func `small matrices are as near as the best permutation brings them, or nearly so`() {
    for index in 0..<20 {
      let (a, b) = (random(5, 5, index), random(5, 5, 50 + index))
      let least = permutations(5).map { (a - b.permuted($0)).frobeniusNorm }.min() ?? 0
      let found = PermutationDistance(a, b)
      #expect(found.distance >= least - 1e-12 && found.distance < 1.4 * least)
      #expect(abs((a - b.permuted(found.order)).frobeniusNorm - found.distance) < 1e-12)
    }
  }

  @Test func `maps, and distances between them, are those of NumPy`() throws {
    let fixture = try Fixture.load()
    for pair in fixture.maps {
      let maps = (0..<2).map { net in
        TransitionOperators(
          fixture.courses(net), delays: pair.delays, most: pair.rank, ridge: fixture.ridge
        ).map(rank: pair.rank)
      }
      for (map, magnitudes) in zip(maps, pair.magnitudes) {
        // Signs of coordinates are free. Rounding, over the ridge's conditioning.
        for (found, expected) in zip(map.elements, magnitudes) {
          #expect(abs(abs(found) - expected) < 1e-8)
        }
      }
      #expect(abs(spectralDistance(maps[0], maps[1]) - pair.spectral) < 1e-8)
      guard let angle = pair.angular else { continue }
      #expect(abs(angularDistance(maps[0], maps[1]) - angle) < 1e-6)
    }
  }

  @Test func `measures of a group are those of its pairs`() throws {
    let fixture = try Fixture.load()
    let settings = SimilaritySettings(ranks: [2, 3], ridge: fixture.ridge)
    let (one, other) = (fixture.net(0, settings), fixture.net(1, settings))
    let group = GroupSimilarity([one, other, nil, one], settings)
    #expect(
      group.columns.map(\.name).prefix(3) == [
        "alignment", "weight_distance", "relative_weight_distance",
      ])
    #expect(group.columns.count == 7 && group["none"].isEmpty)
    // Pairs: 01, 02, 03, 12, 13, 23.
    let distances = group["weight_distance"]
    let exact = fixture.weightDistance
    #expect(distances[0] > exact - 1e-10 && distances[0] < 1.3 * exact)
    #expect(distances[1].isNaN && distances[2] == 0 && distances[3].isNaN && distances[5].isNaN)
    #expect(abs(group.mean("weight_distance") - (distances[0] + distances[4]) / 3) < 1e-12)
    #expect(abs(group["alignment"][0] - fixture.alignment) < 1e-10)
    #expect(abs(group["alignment"][2] - 1) < 1e-12 && group["spectral_distance_3"][2] < 1e-20)
    #expect(group["angular_distance_3"][2] < 1e-6)
    let square = group.square("weight_distance")
    #expect(square.count == 16 && square[0].isNaN && square[1] == square[4])
  }

  @Test func `states that are not finite are not compared`() throws {
    let settings = SimilaritySettings(ranks: [2], comparesWeights: false)
    let numbers = random(1, 2 * 6 * 3, 1).elements
    let nets = [numbers, [.nan] + numbers.dropFirst(), numbers.dropLast() + [.infinity]].map {
      ComparedNet(
        recurrent: nil, courses: StateCourses(sequences: 2, steps: 6, units: 3, numbers: $0),
        settings)
    }
    let group = GroupSimilarity([nets[0]] + nets, settings)
    for name in ["alignment", "spectral_distance_2", "angular_distance_2"] {
      #expect(
        group[name].enumerated().allSatisfy { $0.element.isNaN == ($0.offset > 0) }, "\(name)")
    }
  }

  @Test(arguments: [3, 5, 8])
  func `conjugate maps are at no distance`(_ size: Int) {
    for index in 0..<5 {
      let a = random(size, size, 7 * index)
      var stream = RandomStream(seed: 3, purpose: "rotation", index: index)
      let turn = Matrix<Double>.randomOrthogonal(rows: size, columns: size, from: &stream)
      let b = (turn * a).times(turn, transposingOther: true)
      #expect(angularDistance(a, b) < 1e-6)
      #expect(spectralDistance(a, b) < 1e-10)
      #expect(abs(angularDistance(a, 3 * b)) < 1e-6)
    }
  }

  @Test func `angles of known maps`() {
    let (plus, minus) = (Matrix(diagonal: [1.0, 1, 1]), Matrix(diagonal: [-1.0, -1, -1]))
    #expect(abs(angularDistance(plus, minus) - .pi) < 1e-6)
    // Sorted: ⟨(3, 2, 1), (1, 1, 0)⟩ / √(14 · 2).
    let (a, b) = (Matrix(diagonal: [1.0, 3, 2]), Matrix(diagonal: [0.0, 1, 1]))
    #expect(abs(angularDistance(a, b) - acos(5 / 28.0.squareRoot())) < 1e-6)
    #expect(angularDistance(a, Matrix(rows: 3, columns: 3)).isNaN)
    // A smaller map is one with zeros.
    #expect(
      abs(angularDistance(a, Matrix(diagonal: [1.0, 1])) - acos(5 / 28.0.squareRoot())) < 1e-6)
  }

  @Test func `eigenvalues are assigned, and missing ones are zero`() {
    let (a, b) = (Matrix(diagonal: [0.9, 0.5, -0.2]), Matrix(diagonal: [-0.1, 0.9, 0.3]))
    #expect(abs(spectralDistance(a, b) - (0.04 + 0.01) / 3) < 1e-12)
    #expect(abs(spectralDistance(a, Matrix(diagonal: [0.9])) - (0.25 + 0.04) / 3) < 1e-12)
    let turn = Matrix(rows: 2, columns: 2, elements: [0, -1, 1, 0])
    // ±i against ±1: |i − 1|² = 2.
    #expect(abs(spectralDistance(turn, Matrix(diagonal: [1, -1])) - 2) < 1e-12)
    #expect(spectralDistance(a, Matrix(rows: 3, columns: 3, repeating: .nan)).isNaN)
  }

  @Test(arguments: [1, 2])
  func `the map of linear dynamics has their eigenvalues`(_ delays: Int) {
    let rates = [0.9, 0.6, -0.5]
    var stream = RandomStream(seed: 9, purpose: "modes")
    let modes = Matrix<Double>.randomOrthogonal(rows: 3, columns: 6, from: &stream)
    // Pairs of opposite sign have the mean zero, which leaves the dynamics linear.
    let numbers = (0..<8).flatMap { sequence -> [Double] in
      let sign: Double = sequence % 2 == 0 ? 1 : -1
      let start = (0..<3).map { 1 + Double(sequence / 2 * ($0 + 1) % 5) }
      return (0..<15).flatMap { step in
        (0..<6).map { unit in
          (0..<3).reduce(0) {
            $0 + sign * start[$1] * pow(rates[$1], Double(step)) * modes[$1, unit]
          }
        }
      }
    }
    let courses = StateCourses(sequences: 8, steps: 15, units: 6, numbers: numbers)
    let map = TransitionOperators(courses, delays: delays, most: 8, ridge: 0).map(rank: 8)
    // No more coordinates than there are directions.
    #expect(map.rows == 3)
    let found = map.eigenvalues.map(\.real).sorted()
    #expect(zip(found, rates.sorted()).allSatisfy { abs($0 - $1) < 1e-8 })
  }

  @Test(arguments: [2, 5, 9])
  func `Schur vectors make a matrix upper triangular but for blocks of two`(_ size: Int) {
    let a = random(size, size, size)
    let vectors = a.schurVectors
    let identity = vectors.times(vectors, transposingOther: true)
    #expect((identity - Matrix.identity(size)).largestMagnitude < 1e-12)
    let form = (vectors * a).times(vectors, transposingOther: true)
    for row in 0..<size {
      for column in 0..<max(0, row - 1) { #expect(abs(form[row, column]) < 1e-12 * 10) }
    }
    #expect(
      Matrix<Double>(rows: 2, columns: 2, repeating: .nan).schurVectors.elements.allSatisfy {
        $0.isNaN
      }
    )
  }
}
