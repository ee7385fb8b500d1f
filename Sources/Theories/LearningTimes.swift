import Foundation

/// The flow times at which each component of the target was learnt: when its residual's magnitude fell below half of
/// the component's own.
///
/// Between two steps the passage is interpolated in the logarithm of time.
struct LearningTimes: Hashable, Sendable {
  private let target: [Double]
  /// The time of each component's first passage; NaN where there was none.
  private(set) var first: [Double]
  /// The time since which each residual has stayed below half; NaN where it is above now.
  private(set) var settled: [Double]

  init(target: [Double]) {
    self.target = target
    first = target.map { _ in .nan }
    settled = first
  }

  /// Notes the passages of one step.
  ///
  /// - Parameters:
  ///   - before: The residuals e_k at time `start`.
  ///   - after: The residuals e_k at time `end`.
  mutating func note(from start: Double, _ before: [Double], to end: Double, _ after: [Double]) {
    for k in target.indices where target[k] != 0 {
      let old = abs(before[k] / target[k])
      let new = abs(after[k] / target[k])
      guard new < 0.5 else {
        settled[k] = .nan
        continue
      }
      guard old >= 0.5 else { continue }
      let share = (old - 0.5) / (old - new)
      let time =
        start > 0
        ? exp(log(start) + share * log(end / start)) : start + share * (end - start)
      settled[k] = time
      if first[k].isNaN { first[k] = time }
    }
  }

  /// Both kinds of times, 2(K + 1) numbers.
  var state: [Double] { first + settled }

  mutating func restore(from state: ArraySlice<Double>) {
    first = Array(state.prefix(target.count))
    settled = Array(state.suffix(target.count))
  }
}
