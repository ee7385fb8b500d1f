import Wording

/// A number that a finding is judged by.
package struct Statistic: Hashable, Sendable {
  package enum Criterion: Hashable, Sendable {
    case atMost(Double)
    case atLeast(Double)
    case below(Double)
    case above(Double)
    case within(ClosedRange<Double>)

    /// NaN fulfils none.
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

  /// What it is, in words: `largest exponent at g = 3 against theory`.
  package let name: String
  /// NaN where a trial that it is made of is missing or did not come to its end: the survivors alone would be another
  /// sweep.
  package let value: Double
  package let criterion: Criterion
  /// The paper's or the pilot's figure, in words; nil where there is none.
  package let reported: String?
  /// Why the value is NaN; nil where it is a number.
  package let reason: String?

  /// - Parameter arms: All trials that the value is made of. A finding names them itself, whatever the table holds, so
  ///   that an arm that is absent is missed.
  package init(
    _ name: String, _ value: Double, _ criterion: Criterion, reported: String? = nil,
    of arms: [Ensemble]
  ) {
    let lacks = arms.compactMap(\.lack)
    (self.name, self.criterion, self.reported) = (name, criterion, reported)
    self.value = lacks.isEmpty ? value : .nan
    reason = self.value.isNaN ? Self.reason(lacks) : nil
  }

  package var passes: Bool { criterion.accepts(value) }

  /// What to read beside the value: why there is none, or what was reported.
  package var remark: String { reason ?? reported ?? "" }

  /// The first two things that are missing; many more have the same cause.
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
