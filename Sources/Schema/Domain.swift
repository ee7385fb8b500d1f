/// One value as a sweep file can write it.
public enum SettingValue: Hashable, Sendable {
  case boolean(Bool)
  case integer(Int)
  case real(Double)
  case text(String)
  case list([SettingValue])
}

/// An interval of real numbers, each end open or closed.
public struct Interval: Hashable, Sendable {
  public let lower: Double
  public let upper: Double
  public let includesLower: Bool
  public let includesUpper: Bool

  public init(
    _ lower: Double, _ upper: Double, includesLower: Bool = true, includesUpper: Bool = true
  ) {
    self.lower = lower
    self.upper = upper
    self.includesLower = includesLower
    self.includesUpper = includesUpper
  }

  /// Every finite number.
  public static let finite = Interval(
    -.infinity, .infinity, includesLower: false, includesUpper: false)
  /// x > 0.
  public static let positive = Interval(0, .infinity, includesLower: false, includesUpper: false)
  /// x ≥ 0.
  public static let nonnegative = Interval(0, .infinity, includesUpper: false)
  /// 0 ≤ x ≤ 1.
  public static let unit = Interval(0, 1)

  public func contains(_ x: Double) -> Bool {
    (includesLower ? x >= lower : x > lower) && (includesUpper ? x <= upper : x < upper)
  }
}

/// The values that one scalar setting may take: a union of words, numbers and free text.
public struct Domain: Hashable, Sendable {
  public var words: [String] = []
  public var integers: ClosedRange<Int>?
  public var reals: Interval?
  public var acceptsBoolean = false
  public var acceptsText = false

  public init(
    words: [String] = [], integers: ClosedRange<Int>? = nil, reals: Interval? = nil,
    acceptsBoolean: Bool = false, acceptsText: Bool = false
  ) {
    self.words = words
    self.integers = integers
    self.reals = reals
    self.acceptsBoolean = acceptsBoolean
    self.acceptsText = acceptsText
  }

  public static let boolean = Domain(acceptsBoolean: true)
  public static let text = Domain(acceptsText: true)

  /// A whole number, within bounds.
  public static func integer(_ range: ClosedRange<Int> = 0...Int.max) -> Domain {
    Domain(integers: range)
  }

  /// A real number, within bounds.
  public static func real(_ interval: Interval = .finite) -> Domain { Domain(reals: interval) }

  /// One of a few words.
  public static func word(_ words: String...) -> Domain { Domain(words: words) }

  /// One of a few words, or what `other` accepts.
  public static func word(_ words: String..., or other: Domain) -> Domain {
    var union = other
    union.words += words
    return union
  }
}
