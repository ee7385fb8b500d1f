/// A part of an expression that has been read.
struct ExpressionTerm {
  let node: ExpressionNode
  let kind: ExpressionKind
  /// As it is written.
  let source: String
  /// The place of its first character in the expression.
  let offset: Int
}

/// Reads the tokens of a condition by recursive descent: one function for each level of precedence.
struct ExpressionParser {
  private let text: String
  private let tokens: [ExpressionToken]
  private let kinds: [String: ExpressionKind]
  private var position = 0
  private var depth = 0
  /// The names that were met, each once.
  private(set) var names: [String] = []

  /// - Parameter tokens: Those of `text`, the last one its end.
  init(_ text: String, _ tokens: [ExpressionToken], _ kinds: [String: ExpressionKind]) {
    (self.text, self.tokens, self.kinds) = (text, tokens, kinds)
  }

  /// The whole expression, which must be true or false.
  mutating func condition() throws(ExpressionError) -> ExpressionNode {
    let term = try disjunction()
    guard next.content == .end else {
      throw .misplaced(text, next, expected: "an operator such as and, < or *")
    }
    guard term.kind == .truth else { throw .noCondition(text, term) }
    return term.node
  }

  private var next: ExpressionToken { tokens[position] }

  /// Whether the next token is this word or sign, which is then passed over.
  private mutating func take(_ content: ExpressionToken.Content) -> Bool {
    guard next.content == content else { return false }
    position += 1
    return true
  }

  /// The next token, if it is a sign of one of these.
  private mutating func take<Sign: RawRepresentable<String>>(_ signs: [Sign]) -> Sign? {
    guard case .sign(let sign) = next.content,
      let found = signs.first(where: { $0.rawValue == sign })
    else { return nil }
    position += 1
    return found
  }

  private mutating func disjunction() throws(ExpressionError) -> ExpressionTerm {
    var term = try conjunction()
    while take(.word("or")) {
      // Read before the terms are joined: the joined term ends where the right one does.
      let right = try conjunction()
      term = try joined(term, right, "or") { .or($0, $1) }
    }
    return term
  }

  private mutating func conjunction() throws(ExpressionError) -> ExpressionTerm {
    var term = try negation()
    while take(.word("and")) {
      let right = try negation()
      term = try joined(term, right, "and") { .and($0, $1) }
    }
    return term
  }

  private mutating func negation() throws(ExpressionError) -> ExpressionTerm {
    let sign = next
    guard take(.word("not")) else { return try comparison() }
    try descend(at: sign)
    let operand = try required(try negation(), .truth, beside: "not")
    depth -= 1
    return term(.not(operand.node), .truth, from: sign.offset)
  }

  /// A chain such as `1 < width <= 64` holds where each of its comparisons does.
  private mutating func comparison() throws(ExpressionError) -> ExpressionTerm {
    typealias Comparison = ExpressionNode.Comparison
    let all: [Comparison] = [.below, .atMost, .above, .atLeast, .equal, .unequal]
    let first = try sum()
    var left = first
    var chain: ExpressionNode?
    while let sign = take(all) {
      let right = try sum()
      if sign.orders {
        _ = try required(left, .number, beside: sign.rawValue)
        _ = try required(right, .number, beside: sign.rawValue)
      }
      guard left.kind == right.kind else { throw .unlike(text, left, right) }
      let link = ExpressionNode.comparison(sign, left.node, right.node)
      chain = chain.map { .and($0, link) } ?? link
      left = right
    }
    return chain.map { term($0, .truth, from: first.offset) } ?? first
  }

  private mutating func sum() throws(ExpressionError) -> ExpressionTerm {
    var term = try product()
    while let sign = take([ExpressionNode.Arithmetic.plus, .minus]) {
      let right = try product()
      term = try arithmetic(sign, term, right)
    }
    return term
  }

  private mutating func product() throws(ExpressionError) -> ExpressionTerm {
    var term = try signed()
    while let sign = take([ExpressionNode.Arithmetic.times, .over, .modulo]) {
      let right = try signed()
      term = try arithmetic(sign, term, right)
    }
    return term
  }

  private mutating func signed() throws(ExpressionError) -> ExpressionTerm {
    let sign = next
    guard take(.sign("-")) else { return try power() }
    try descend(at: sign)
    let operand = try required(try signed(), .number, beside: "-")
    depth -= 1
    return term(.negative(operand.node), .number, from: sign.offset)
  }

  private mutating func power() throws(ExpressionError) -> ExpressionTerm {
    let base = try primary()
    let sign = next
    guard take(.sign("^")) else { return base }
    try descend(at: sign)
    let exponent = try signed()
    depth -= 1
    return try arithmetic(.power, base, exponent)
  }

  private mutating func primary() throws(ExpressionError) -> ExpressionTerm {
    let token = next
    position += 1
    func made(_ node: ExpressionNode, _ kind: ExpressionKind) -> ExpressionTerm {
      ExpressionTerm(node: node, kind: kind, source: token.source, offset: token.offset)
    }
    switch token.content {
    case .number(let number): return made(.value(.number(number)), .number)
    case .text(let text): return made(.value(.text(text)), .text)
    case .word("true"): return made(.value(.truth(true)), .truth)
    case .word("false"): return made(.value(.truth(false)), .truth)
    case .word(let name) where !ExpressionToken.words.contains(name):
      guard let kind = kinds[name] else {
        throw .unknownName(text, token, names: Array(kinds.keys))
      }
      return made(.name(number(of: name)), kind)
    case .sign("("):
      try descend(at: token)
      let inner = try disjunction()
      depth -= 1
      guard take(.sign(")")) else { throw .misplaced(text, next, expected: "\")\"") }
      return term(inner.node, inner.kind, from: token.offset)
    default:
      throw .misplaced(text, token, expected: "a name, a number, a text in quotes or \"(\"")
    }
  }

  private mutating func number(of name: String) -> Int {
    if let number = names.firstIndex(of: name) { return number }
    names.append(name)
    return names.count - 1
  }

  private mutating func descend(at token: ExpressionToken) throws(ExpressionError) {
    depth += 1
    guard depth <= WrittenCondition.deepest else { throw .tooDeep(text, token) }
  }

  // MARK: - Checked terms

  private func required(
    _ term: ExpressionTerm, _ kind: ExpressionKind, beside sign: String
  ) throws(ExpressionError) -> ExpressionTerm {
    guard term.kind == kind else { throw .wrongKind(text, term, expected: kind, beside: sign) }
    return term
  }

  private func joined(
    _ one: ExpressionTerm, _ two: ExpressionTerm, _ word: String,
    _ node: (ExpressionNode, ExpressionNode) -> ExpressionNode
  ) throws(ExpressionError) -> ExpressionTerm {
    let one = try required(one, .truth, beside: word)
    let two = try required(two, .truth, beside: word)
    return term(node(one.node, two.node), .truth, from: one.offset)
  }

  private func arithmetic(
    _ sign: ExpressionNode.Arithmetic, _ one: ExpressionTerm, _ two: ExpressionTerm
  ) throws(ExpressionError) -> ExpressionTerm {
    let one = try required(one, .number, beside: sign.rawValue)
    let two = try required(two, .number, beside: sign.rawValue)
    return term(.arithmetic(sign, one.node, two.node), .number, from: one.offset)
  }

  /// The term that ends before the next token.
  private func term(
    _ node: ExpressionNode, _ kind: ExpressionKind, from offset: Int
  ) -> ExpressionTerm {
    let last = tokens[position - 1]
    let end = last.offset + last.source.unicodeScalars.count
    let source = text.unicodeScalars.dropFirst(offset).prefix(end - offset)
    return ExpressionTerm(
      node: node, kind: kind, source: String(source), offset: offset)
  }
}
