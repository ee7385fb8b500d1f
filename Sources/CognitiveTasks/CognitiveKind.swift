import Foundation

/// The nine tasks: what each shows in its three input columns, and what it asks for in its three target columns. The raw
/// values are their names in sweep files.
///
/// Columns are fixation, cosine and sine. Steps are counted from the beginning of fixation, in a trial of 22 units of
/// which the first two, before that, are empty: fixation lasts 15 units, the response 5.
package enum CognitiveKind: String, CaseIterable, Sendable {
  case delayPro = "delay-pro"
  case delayAnti = "delay-anti"
  case memoryPro = "mem-pro"
  case memoryAnti = "mem-anti"
  case decision1 = "mem-dm-1"
  case decision2 = "mem-dm-2"
  case contextDecision1 = "context-mem-dm-1"
  case contextDecision2 = "context-mem-dm-2"
  case multipleDecision = "multi-mem-dm"

  /// The directions that one trial shows, in radians; tasks without a choice have the first alone.
  struct Angles: Hashable {
    let first: Double
    let second: Double
  }

  /// Whether two directions are shown, of which the larger component counts.
  private var isDecision: Bool {
    switch self {
    case .delayPro, .delayAnti, .memoryPro, .memoryAnti: false
    default: true
    }
  }

  /// The input columns that the task has; the others stay empty.
  var inputColumns: [Int] {
    switch self {
    case .decision1: [0, 1]
    case .decision2: [0, 2]
    default: [0, 1, 2]
    }
  }

  /// The target columns that the task has; the others are always zero.
  var targetColumns: [Int] {
    switch self {
    case .decision1, .contextDecision1, .multipleDecision: [0, 1]
    case .decision2, .contextDecision2: [0, 2]
    default: [0, 1, 2]
    }
  }

  /// A number of an input column, without noise.
  ///
  /// - Parameter unit: The steps in a unit of time.
  func input(_ column: Int, at step: Int, of angles: Angles, unit: Int) -> Double {
    guard column > 0 else { return Self.fixation(at: step, unit: unit) }
    func shown(_ angle: Double) -> Double { Self.component(column, angle) }
    guard isDecision else {
      let end = self == .delayPro || self == .delayAnti ? 20 : 15
      return (5 * unit..<end * unit).contains(step) ? shown(angles.first) : 0
    }
    if (5 * unit..<7 * unit).contains(step) { return shown(angles.first) }
    return (11 * unit..<13 * unit).contains(step) ? shown(angles.second) : 0
  }

  /// A number of a target column.
  func target(_ column: Int, at step: Int, of angles: Angles, unit: Int) -> Double {
    guard column > 0 else { return Self.fixation(at: step, unit: unit) }
    return (15 * unit..<20 * unit).contains(step) ? answer(column, angles) : 0
  }

  private func answer(_ column: Int, _ angles: Angles) -> Double {
    func component(_ angle: Double) -> Double { Self.component(column, angle) }
    switch self {
    case .delayPro, .memoryPro: return component(angles.first)
    case .delayAnti, .memoryAnti: return -component(angles.first)
    case .multipleDecision:
      func sum(_ angle: Double) -> Double { Self.component(1, angle) + Self.component(2, angle) }
      return max(sum(angles.first), sum(angles.second))
    default: return max(component(angles.first), component(angles.second))
    }
  }

  /// The largest magnitude that a target can have.
  var targetBound: Double { self == .multipleDecision ? 2.0.squareRoot() : 1 }

  private static func component(_ column: Int, _ angle: Double) -> Double {
    column == 1 ? cos(angle) : sin(angle)
  }

  private static func fixation(at step: Int, unit: Int) -> Double {
    (0..<15 * unit).contains(step) ? 1 : 0
  }
}
