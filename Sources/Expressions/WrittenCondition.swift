/// A condition on named values as people write it: `width * layers <= 512 and not cell == "lstm"`.
///
/// From the loosest to the tightest: `or`; `and`; `not`; the comparisons `<`, `<=`, `>`, `>=`, `==` and `!=`, which may
/// form chains (`1 < width <= 64`); `+` and `-`; `*`, `/` and `%`; the sign `-`; `^`, which groups from the right.
/// Beside names there are numbers, texts in single or double quotes, `true`, `false` and parentheses. Every mistake,
/// also of kinds, is found before anything is evaluated.
package struct WrittenCondition: Hashable, Sendable {
  /// How many signs and words a condition may have.
  static let longest = 1_000
  /// How many parentheses, `not`, signs and powers may stand in one another.
  static let deepest = 64

  /// The condition as it was written.
  package let text: String
  /// The names that it uses, each once, in the order of their first use.
  package let names: [String]
  private let root: ExpressionNode

  /// Reads a condition.
  ///
  /// - Parameter kinds: The names that it may use, and what each stands for.
  /// - Throws: `ExpressionError` at the first mistake.
  package init(_ text: String, kinds: [String: ExpressionKind]) throws(ExpressionError) {
    let tokens = try ExpressionToken.all(in: text)
    var parser = ExpressionParser(text, tokens, kinds)
    root = try parser.condition()
    names = parser.names
    self.text = text
  }

  /// Whether the condition holds.
  ///
  /// - Parameter value: The value of the name with this number in `names`; called only for what decides.
  /// - Throws: What `value` throws.
  package func holds<Failure: Error>(
    _ value: (Int) throws(Failure) -> ExpressionValue
  ) throws(Failure) -> Bool {
    try root.value(value).isTrue
  }
}

/// What a name or a part of an expression stands for.
package enum ExpressionKind: String, Hashable, Sendable {
  case number = "a number"
  case text = "a text"
  case truth = "true or false"
}

/// The value of a name or of a part of an expression.
package enum ExpressionValue: Hashable, Sendable {
  /// A missing number is NaN; it fulfils no comparison.
  case number(Double)
  case text(String)
  case truth(Bool)

  /// The number; NaN, as if it were missing, of other values.
  var number: Double { if case .number(let value) = self { value } else { .nan } }

  var isTrue: Bool { self == .truth(true) }

  /// Whether both are the same; numbers as `Double.isSame` tells.
  func isSame(as other: ExpressionValue) -> Bool {
    switch (self, other) {
    case (.number(let one), .number(let two)): one.isSame(as: two)
    default: self == other
    }
  }
}

extension Double {
  /// Whether both are the same number: whole numbers exactly, others to twelve digits, so that the rounding of a
  /// product decides nothing.
  func isSame(as other: Double) -> Bool {
    if self == other { return true }
    guard isFinite, other.isFinite, self != rounded() || other != other.rounded() else {
      return false
    }
    return abs(self - other) <= 1e-12 * max(magnitude, other.magnitude)
  }
}
