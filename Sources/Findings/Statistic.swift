import Foundation

/// A number that a finding is judged by.
public struct Statistic: Hashable, Sendable {
  public enum Mark: Hashable, Sendable {
    case atMost(Double)
    case atLeast(Double)
    case below(Double)
    case above(Double)
    case within(ClosedRange<Double>)

    /// NaN fulfils none.
    public func accepts(_ value: Double) -> Bool {
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
  public let name: String
  public let value: Double
  public let mark: Mark
  /// The paper's or the pilot's figure, in words; nil where there is none.
  public let reported: String?

  public init(_ name: String, _ value: Double, _ mark: Mark, reported: String? = nil) {
    (self.name, self.value, self.mark, self.reported) = (name, value, mark, reported)
  }

  public var passes: Bool { mark.accepts(value) }
}

extension Statistic.Mark: CustomStringConvertible {
  public var description: String {
    func text(_ number: Double) -> String { String(format: "%.4g", number) }
    switch self {
    case .atMost(let limit): return "≤ \(text(limit))"
    case .atLeast(let limit): return "≥ \(text(limit))"
    case .below(let limit): return "< \(text(limit))"
    case .above(let limit): return "> \(text(limit))"
    case .within(let range): return "\(text(range.lowerBound)) to \(text(range.upperBound))"
    }
  }
}
