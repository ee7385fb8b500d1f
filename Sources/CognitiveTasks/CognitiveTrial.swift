import Foundation
import LinearAlgebra
import RandomStreams

/// What is drawn for one trial: two directions, and noise on the three signals of each step.
///
/// All nine tasks can be made of one trial. They then share its directions and its noise, which is what their canonical
/// variates are about.
struct CognitiveTrial {
  let angles: CognitiveKind.Angles
  let unit: Int
  /// The noise of each column at each step after the empty ones, 3 a step.
  private let noise: [Double]

  /// The steps of a whole trial for each unit of time, and how many of them come before fixation.
  static let (units, emptyUnits) = (22, 2)

  /// - Parameter steps: The steps for which noise is drawn; a probe may end within a trial.
  init(unit: Int, steps: Int, deviation: Double, from stream: inout RandomStream) {
    self.unit = unit
    func angle() -> Double { Double(stream.integer(below: 36)) * .pi / 18 }
    angles = CognitiveKind.Angles(first: angle(), second: angle())
    let noisy = max(0, steps - Self.emptyUnits * unit)
    noise = (0..<3 * noisy).map { _ in deviation * stream.normal() }
  }

  /// A number of an input column of one of the tasks, with noise; `step` counts from the first empty one.
  func input(_ column: Int, at step: Int, of kind: CognitiveKind) -> Double {
    let step = step - Self.emptyUnits * unit
    guard step >= 0 else { return 0 }
    return kind.input(column, at: step, of: angles, unit: unit) + noise[3 * step + column]
  }

  /// A number of a target column of one of the tasks.
  func target(_ column: Int, at step: Int, of kind: CognitiveKind) -> Double {
    kind.target(column, at: step - Self.emptyUnits * unit, of: angles, unit: unit)
  }

  /// The inputs of several tasks side by side, those columns alone that each task has.
  func inputs(at step: Int, of kinds: [CognitiveKind]) -> [Double] {
    kinds.flatMap { kind in kind.inputColumns.map { input($0, at: step, of: kind) } }
  }

  /// The targets of several tasks side by side, those columns alone that each task has.
  func targets(at step: Int, of kinds: [CognitiveKind]) -> [Double] {
    kinds.flatMap { kind in kind.targetColumns.map { target($0, at: step, of: kind) } }
  }
}
