import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import Representations

/// The clouds of Fixtures/geometry.py, whose numbers the tests compare with.
private func cloud(_ count: Int, offset: Int) -> LabeledStates {
  let labels = (0..<count).map { ($0 * 7 + $0 / 5) % 4 }
  var states = Matrix<Double>(rows: count, columns: 7)
  for (i, label) in labels.enumerated() {
    for j in 0..<7 {
      let place = Double(1 + offset + i * 7 + j)
      let center = cos(1.7 * Double(label * 7) + Double(j))
      states[i, j] = center + 1.3 * sin(place * place / 11)
    }
  }
  return LabeledStates(states, labels: labels, classes: 4)
}

@Suite struct LabeledStatesTests {
  private let reference = cloud(200, offset: 0)
  private let tests = cloud(80, offset: 5000)
  /// Sines of arguments up to 3e6 differ between libraries by some 1e-10.
  private let tolerance = 1e-8

  @Test func `separation and participation ratios are NumPy's`() {
    #expect(abs(reference.separation - 0.32132391167772223) < tolerance)
    let ratio = reference.participationRatio
    #expect(abs(ratio - 5.166301205140876) < tolerance)
    #expect(
      abs(correctedParticipationRatio(ratio, samples: 200) - 5.303293256861573) < tolerance)
    #expect(abs(reference.meansParticipationRatio - 1.1959258323007058) < tolerance)
    #expect(abs(reference.withinParticipationRatio - 5.228889682609976) < tolerance)
  }

  @Test func `neighbours vote as NumPy's do`() {
    #expect(reference.neighborAccuracy(on: tests, neighbors: 10) == 0.35)
  }

  @Test func `the ridge fit is NumPy's`() {
    let fit = LinearReadout(ridge: reference, penalty: 1e-2)
    #expect(fit.accuracy(on: tests) == 0.5875)
    #expect(
      areClose(
        Array(fit.weights[row: 0].prefix(3)),
        [0.08058197, -0.03956594, -0.11722046], within: 1e-8))
    #expect(abs(fit.biases[0] - 0.4382742571344332) < tolerance)
  }

  @Test func `the alignment with a read-out is NumPy's`() {
    var weights = Matrix<Double>(rows: 4, columns: 7)
    for k in 0..<4 {
      for j in 0..<7 { weights[k, j] = sin(2.3 * Double(k * 7) + Double(j * j + k * j)) }
    }
    let readout = LinearReadout(weights: weights, biases: [0, 0, 0, 0])
    #expect(abs(readout.alignment(with: reference) - 0.2576945756911071) < tolerance)
  }

  @Test func `a read-out of the class means sees all of their variance`() {
    let readout = LinearReadout(weights: reference.classMeans.means, biases: [0, 0, 0, 0])
    #expect(abs(readout.alignment(with: reference) - 1) < 1e-12)
  }

  @Test func `points are their own nearest neighbours`() {
    #expect(reference.neighborAccuracy(on: reference, neighbors: 1) == 1)
  }

  @Test func `of equally many votes the smallest class wins`() {
    let line = Matrix(rows: 4, columns: 1, elements: [0.0, 1, 3, 4])
    let four = LabeledStates(line, labels: [2, 1, 1, 2], classes: 3)
    let middle = LabeledStates(
      Matrix(rows: 1, columns: 1, elements: [2.0]), labels: [1], classes: 3)
    #expect(four.neighborAccuracy(on: middle, neighbors: 4) == 1)
    #expect(four.neighborAccuracy(on: middle, neighbors: 2) == 1)
  }

  @Test func `the smallest numbers come in order, the earlier of equal ones first`() {
    let numbers = [3.0, 1, 2, 1, 0, 5]
    #expect(LabeledStates.smallest(4, of: numbers.span) == [4, 1, 3, 2])
    #expect(LabeledStates.smallest(9, of: numbers.span) == [4, 1, 3, 2, 0, 5])
  }

  @Test
  func `of states that are all the same nothing is separated, and of unknown ones nothing right`() {
    let same = LabeledStates(
      Matrix(rows: 4, columns: 2, elements: [0.1, 0.7, 0.1, 0.7, 0.1, 0.7, 0.1, 0.7]),
      labels: [0, 0, 1, 1], classes: 2)
    #expect(same.separation.isNaN)
    let unknown = LabeledStates(
      Matrix(rows: 2, columns: 2, elements: [.nan, 1, 0, 1]), labels: [0, 1], classes: 2)
    let readout = LinearReadout(weights: .identity(2), biases: [0, 0])
    #expect(readout.accuracy(on: unknown).isNaN && readout.accuracy(on: same) == 0.5)
  }

  @Test func `classes that are points are separated without bound`() {
    let points = LabeledStates(
      Matrix(rows: 4, columns: 2, elements: [1, 0, 1, 0, 0, 1, 0, 1.0]), labels: [0, 0, 1, 1],
      classes: 2)
    #expect(points.separation == .infinity)
    // Two points lie on a line.
    #expect(abs(points.participationRatio - 1) < 1e-14)
  }
}
