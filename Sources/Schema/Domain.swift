/// The value of one setting, as a sweep file can write it.
package enum SettingValue: Hashable, Sendable {
  case boolean(Bool)
  case integer(Int)
  case real(Double)
  case text(String)
  case list([SettingValue])
}

/// An interval of real numbers, each end open or closed.
package struct Interval: Hashable, Sendable {
  /// The lower end; −∞ where there is none.
  package let lower: Double
  /// The upper end; ∞ where there is none.
  package let upper: Double
  /// Whether `lower` itself belongs to the interval.
  package let includesLower: Bool
  /// Whether `upper` itself belongs to the interval.
  package let includesUpper: Bool

  package init(
    _ lower: Double, _ upper: Double, includesLower: Bool = true, includesUpper: Bool = true
  ) {
    self.lower = lower
    self.upper = upper
    self.includesLower = includesLower
    self.includesUpper = includesUpper
  }

  /// Every finite number.
  package static let finite = Interval(
    -.infinity, .infinity, includesLower: false, includesUpper: false)
  /// x > 0.
  package static let positive = Interval(0, .infinity, includesLower: false, includesUpper: false)
  /// x ≥ 0.
  package static let nonnegative = Interval(0, .infinity, includesUpper: false)
  /// 0 ≤ x ≤ 1.
  package static let unit = Interval(0, 1)

  /// Whether `x` lies in the interval; false for NaN.
  package func contains(_ x: Double) -> Bool {
    (includesLower ? x >= lower : x > lower) && (includesUpper ? x <= upper : x < upper)
  }
}

/// The values that one scalar setting may take: a union of words, numbers and free text.
package struct Domain: Hashable, Sendable {
  /// The words that are accepted as they stand.
  package var words: [String] = []
  /// The whole numbers that are accepted; nil for none.
  package var integers: ClosedRange<Int>?
  /// The real numbers that are accepted; nil for none.
  package var reals: Interval?
  /// Whether `true` and `false` are accepted.
  package var acceptsBoolean = false
  /// Whether any text is accepted.
  package var acceptsText = false

  package init(
    words: [String] = [], integers: ClosedRange<Int>? = nil, reals: Interval? = nil,
    acceptsBoolean: Bool = false, acceptsText: Bool = false
  ) {
    self.words = words
    self.integers = integers
    self.reals = reals
    self.acceptsBoolean = acceptsBoolean
    self.acceptsText = acceptsText
  }

  /// `true` or `false`.
  package static let boolean = Domain(acceptsBoolean: true)
  /// Any text.
  package static let text = Domain(acceptsText: true)

  /// A whole number, within bounds.
  package static func integer(_ range: ClosedRange<Int> = 0...Int.max) -> Domain {
    Domain(integers: range)
  }

  /// A real number, within bounds.
  package static func real(_ interval: Interval = .finite) -> Domain { Domain(reals: interval) }

  /// One of a few words.
  package static func word(_ words: String...) -> Domain { Domain(words: words) }

  /// One of a few words, or what `other` accepts.
  package static func word(_ words: String..., or other: Domain) -> Domain {
    var union = other
    union.words += words
    return union
  }
}
