import Schema

/// A mistake in an expression: where, what was found, what would be right, and what was probably meant.
package struct ExpressionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The expression.
  package let text: String
  /// The place of the mistake in it, from 0, in Unicode scalars.
  package let offset: Int
  package let found: String
  package let expected: String?
  package let suggestion: String?

  init(
    _ text: String, _ offset: Int, _ found: String, expected: String? = nil,
    suggestion: String? = nil
  ) {
    (self.text, self.offset, self.found) = (text, offset, found)
    (self.expected, self.suggestion) = (expected, suggestion)
  }

  /// What is wrong and where in the expression.
  package var place: String {
    "\(text.quoted), character \(offset + 1): \(found)"
  }

  package var description: String {
    [place, expected.map { "expected \($0)" }, suggestion.map { "did you mean \"\($0)\"?" }]
      .compactMap(\.self).joined(separator: "; ")
  }
}

// The wording of every mistake, in one place.
extension ExpressionError {
  static func foreignSign(
    _ text: String, _ offset: Int, _ sign: String, _ meant: String?
  ) -> ExpressionError {
    ExpressionError(
      text, offset, "\(sign.quoted) means nothing here",
      expected: meant == nil ? "names, numbers, texts in quotes, and signs such as + and <=" : nil,
      suggestion: meant)
  }

  static func misplaced(
    _ text: String, _ token: ExpressionToken, expected: String
  ) -> ExpressionError {
    let found = token.content == .end ? "the end stands here" : "\(token.source.quoted) stands here"
    return ExpressionError(text, token.offset, found, expected: expected)
  }

  /// A word that is no name, but perhaps the end of one.
  static func unknownName(
    _ text: String, _ token: ExpressionToken, names: [String]
  ) -> ExpressionError {
    let name = token.source
    let end = names.sorted().first { $0.hasSuffix(".\(name)") }
    return ExpressionError(
      text, token.offset, "unknown name \(name.quoted)",
      expected: names.isEmpty
        ? "names, of which there are none" : "\(oneOf(names.sorted())), or a text in quotes",
      suggestion: end ?? nearestName(to: name, among: names.sorted()))
  }

  static func wrongKind(
    _ text: String, _ part: ExpressionTerm, expected: ExpressionKind, beside sign: String
  ) -> ExpressionError {
    ExpressionError(
      text, part.offset, "\(part.source.quoted) is \(part.kind.rawValue)",
      expected: "\(expected.rawValue) beside \(sign)")
  }

  static func unlike(
    _ text: String, _ one: ExpressionTerm, _ two: ExpressionTerm
  ) -> ExpressionError {
    ExpressionError(
      text, two.offset,
      "\(two.source.quoted) is \(two.kind.rawValue), and \(one.source.quoted) is "
        + one.kind.rawValue, expected: "two of one kind")
  }

  static func noCondition(_ text: String, _ part: ExpressionTerm) -> ExpressionError {
    ExpressionError(
      text, part.offset, "\(part.source.quoted) is \(part.kind.rawValue)",
      expected: "a condition, which is true or false: width <= 64")
  }

  static func tooDeep(_ text: String, _ token: ExpressionToken) -> ExpressionError {
    ExpressionError(
      text, token.offset, "nested too deeply",
      expected: "at most \(WrittenCondition.deepest) levels")
  }
}

extension String {
  /// The text in quotes, cut for a message.
  var quoted: String { "\"\(clipped)\"" }
}
