/// A word, number, text or sign of an expression.
struct ExpressionToken: Hashable {
  enum Content: Hashable {
    case number(Double)
    case text(String)
    /// A name, or one of `ExpressionToken.words`.
    case word(String)
    case sign(String)
    case end
  }

  let content: Content
  /// As it is written.
  let source: String
  /// The place of its first character in the expression, from 0, in Unicode scalars.
  let offset: Int

  /// The words that are no names.
  static let words: Set<String> = ["and", "or", "not", "true", "false"]
  /// The signs, longer ones before their beginnings.
  private static let signs = [
    "<=", ">=", "==", "!=", "<", ">", "+", "-", "*", "/", "%", "^", "(", ")",
  ]
  /// Signs of other languages, with what stands for them here.
  private static let foreignSigns = [
    "&&": "and", "||": "or", "**": "^", "&": "and", "|": "or", "=": "==", "!": "not", "≤": "<=",
    "≥": ">=", "≠": "!=",
  ]

  /// All tokens of `text`, the last one its end.
  ///
  /// - Throws: `ExpressionError` at a character that has no meaning, or where there are too many tokens.
  static func all(in text: String) throws(ExpressionError) -> [ExpressionToken] {
    let scalars = Array(text.unicodeScalars)
    var tokens: [ExpressionToken] = []
    var place = 0
    while true {
      while place < scalars.count, scalars[place].properties.isWhitespace { place += 1 }
      guard place < scalars.count else { break }
      guard tokens.count < WrittenCondition.longest else {
        throw ExpressionError(
          text, place, "more than \(WrittenCondition.longest) words and signs",
          expected: "a shorter condition")
      }
      let token = try token(at: place, of: scalars, text)
      tokens.append(token)
      place += token.source.unicodeScalars.count
    }
    return tokens + [ExpressionToken(content: .end, source: "", offset: scalars.count)]
  }

  private static func token(
    at place: Int, of scalars: [Unicode.Scalar], _ text: String
  ) throws(ExpressionError) -> ExpressionToken {
    let first = scalars[place]
    let rest = scalars[place...]
    func made(_ content: Content, _ source: String) -> ExpressionToken {
      ExpressionToken(content: content, source: source, offset: place)
    }
    if first.isLetter {
      let word = String(rest.prefix { $0.isLetter || $0.isDigit || $0 == "." })
      return made(.word(word), word)
    }
    if first.isDigit || first == "." && rest.dropFirst().first?.isDigit == true {
      let digits = numeral(rest)
      guard let number = Double(digits) else {
        throw ExpressionError(text, place, "\(digits.quoted) is no number", expected: "digits")
      }
      return made(.number(number), digits)
    }
    if first == "\"" || first == "'" {
      let body = rest.dropFirst().prefix { $0 != first }
      guard body.count + 1 < rest.count else {
        throw ExpressionError(text, place, "a text without an end", expected: "a second \(first)")
      }
      return made(.text(String(body)), "\(first)\(String(body))\(first)")
    }
    let ahead = String(rest.prefix(2))
    // Longer signs first: "**" is one, and "!=" is not "!".
    if let meant = foreignSigns[ahead] { throw .foreignSign(text, place, ahead, meant) }
    if let sign = signs.first(where: { ahead.hasPrefix($0) }) { return made(.sign(sign), sign) }
    throw .foreignSign(text, place, String(first), foreignSigns[String(first)])
  }

  /// The longest beginning that has the form of a number: digits, a point, digits, an exponent.
  private static func numeral(_ rest: ArraySlice<Unicode.Scalar>) -> String {
    var found = Array(rest.prefix { $0.isDigit })
    if rest.dropFirst(found.count).first == "." {
      found.append(".")
      found += rest.dropFirst(found.count).prefix { $0.isDigit }
    }
    let tail = Array(rest.dropFirst(found.count).prefix(2))
    guard let mark = tail.first, mark == "e" || mark == "E" else { return String(found) }
    let sign = tail.dropFirst().filter { $0 == "+" || $0 == "-" }
    let digits = rest.dropFirst(found.count + 1 + sign.count).prefix { $0.isDigit }
    return String(digits.isEmpty ? found : found + [mark] + sign + digits)
  }
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
  fileprivate var isLetter: Bool { self == "_" || properties.isAlphabetic }
}

extension String {
  fileprivate init(_ scalars: some Sequence<Unicode.Scalar>) {
    var view = UnicodeScalarView()
    view.append(contentsOf: scalars)
    self.init(view)
  }
}
