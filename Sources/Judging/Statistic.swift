import Wording

/// A number that a finding is judged by.
package struct Statistic: Hashable, Sendable {
  /// The condition that a statistic's value must fulfil to pass.
  package enum Criterion: Hashable, Sendable {
    case atMost(Double)
    case atLeast(Double)
    case below(Double)
    case above(Double)
    case within(ClosedRange<Double>)

    /// Whether `value` fulfils the criterion; NaN fulfils none.
    package func accepts(_ value: Double) -> Bool {
      switch self {
      case .atMost(let limit): value <= limit
      case .atLeast(let limit): value >= limit
      case .below(let limit): value < limit
      case .above(let limit): value > limit
      case .within(let range): range.contains(value)
      }
    }
  }

  /// What the number is, in words, such as `largest exponent at g = 3 against theory`.
  package let name: String
  /// The number; NaN where a trial that it is computed from is missing or not complete, since the other trials alone
  /// would be another sweep.
  package let value: Double
  /// The condition for passing.
  package let criterion: Criterion
  /// The figure that the paper or a pilot reported, in words; nil where there is none.
  package let reported: String?
  /// Why the value is NaN; nil where it is a number.
  package let reason: String?

  /// A statistic computed from the trials of `arms`.
  ///
  /// - Parameters:
  ///   - value: The number computed; it is replaced by NaN where an arm cannot be judged.
  ///   - arms: All trials that the value is computed from. A finding names them independently of the table, so that an
  ///     absent arm is noticed.
  package init(
    _ name: String, _ value: Double, _ criterion: Criterion, reported: String? = nil,
    of arms: [Ensemble]
  ) {
    let lacks = arms.compactMap(\.lack)
    (self.name, self.criterion, self.reported) = (name, criterion, reported)
    self.value = lacks.isEmpty ? value : .nan
    reason = self.value.isNaN ? Self.reason(lacks) : nil
  }

  /// Whether the value fulfils the criterion.
  package var passes: Bool { criterion.accepts(value) }

  /// The remark beside the value in a report: why there is none, or else what was reported.
  package var remark: String { reason ?? reported ?? "" }

  /// The first two reasons why arms cannot be judged; further ones usually have the same cause.
  private static func reason(_ lacks: [String]) -> String {
    guard let first = lacks.first else {
      return "all trials are complete, but a number that this is made of is NaN or was not taken"
    }
    let others = lacks.count > 2 ? ["and so on, \(lacks.count) arms in all"] : []
    return (lacks.count > 1 ? [first, lacks[1]] + others : [first]).joined(separator: "; ")
  }
}

extension Statistic.Criterion: CustomStringConvertible {
  package var description: String {
    func text(_ number: Double) -> String { NumberFormat.table(number) }
    switch self {
    case .atMost(let limit): return "≤ \(text(limit))"
    case .atLeast(let limit): return "≥ \(text(limit))"
    case .below(let limit): return "< \(text(limit))"
    case .above(let limit): return "> \(text(limit))"
    case .within(let range): return "\(text(range.lowerBound)) to \(text(range.upperBound))"
    }
  }
}
