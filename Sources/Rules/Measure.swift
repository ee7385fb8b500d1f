/// The number by which a rule compares trials: a recorded quantity, reduced over the checkpoints so far.
package struct Measure: Hashable, Sendable {
  /// Which numbers are better; the raw values are the words of sweep files.
  package enum Goal: String, CaseIterable, Hashable, Sendable {
    case least, most
  }

  /// How the numbers of the checkpoints so far become one.
  package enum Reduction: Hashable, Sendable {
    /// The number of the checkpoint itself.
    case last
    /// The best of all numbers so far that are finite.
    case best
    /// The mean of the last numbers, at most so many.
    case mean(over: Int)
  }

  /// The name of a recorded quantity of one number a checkpoint.
  package let quantity: String
  package let goal: Goal
  package let reduction: Reduction

  package init(_ quantity: String, goal: Goal = .least, reduction: Reduction = .last) {
    (self.quantity, self.goal, self.reduction) = (quantity, goal, reduction)
  }

  /// What the numbers of a trial's checkpoints up to one of them come to.
  ///
  /// A number that is not finite makes no trial better: infinities become NaN, and so does a mean of any NaN.
  ///
  /// - Parameter course: The numbers of all checkpoints up to that one, in order; not empty.
  package func value(of course: ArraySlice<Double>) -> Double {
    let value =
      switch reduction {
      case .last: course.last ?? .nan
      case .best: course.filter(\.isFinite).reduce(.nan) { isBetter($1, than: $0) ? $1 : $0 }
      case .mean(let count): mean(of: course.suffix(count))
      }
    return value.isFinite ? value : .nan
  }

  private func mean(of numbers: ArraySlice<Double>) -> Double {
    numbers.reduce(0, +) / Double(numbers.count)
  }

  /// Whether a value is strictly better than another; every number is better than NaN.
  package func isBetter(_ a: Double, than b: Double) -> Bool {
    if b.isNaN { return !a.isNaN }
    return goal == .least ? a < b : a > b
  }
}
