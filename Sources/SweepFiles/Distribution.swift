import Schema

/// What a random axis draws from, or an axis of a design ranges over.
enum Distribution {
  /// The lower end is included, the upper end excluded; whole-number settings include both.
  case uniform(Double, Double)
  case logUniform(Double, Double)
  /// Both ends are included.
  case integer(Int, Int)
  case choice([Tree])

  static let names = ["uniform", "log_uniform", "integer", "choice"]
  static let forms =
    "{uniform: [lo, hi]}, {log_uniform: [lo, hi]}, {integer: [lo, hi]} or {choice: […]}"

  /// The whole numbers that are exact as reals.
  private static let exact = -(1 << 53)...(1 << 53)

  /// The range of an axis of a design, in whose words `linear` is what `uniform` is to draws.
  init(rangeOf pair: Tree.Pair, _ parser: AxisParser) throws(Diagnostic) {
    try self.init(["linear": "uniform", "log": "log_uniform"][pair.key] ?? pair.key, pair, parser)
  }

  init(_ pair: Tree.Pair, _ parser: AxisParser) throws(Diagnostic) {
    try self.init(pair.key, pair, parser)
  }

  /// - Parameter name: What `pair` writes, perhaps in another word.
  private init(_ name: String, _ pair: Tree.Pair, _ parser: AxisParser) throws(Diagnostic) {
    let body = pair.value
    switch name {
    case "choice":
      guard let elements = body.elements, !elements.isEmpty else {
        throw .wrongAxis(parser.path, "choice", body, expected: "a list of at least one value")
      }
      self = .choice(elements)
    case "integer":
      let (low, high) = try Distribution.ends(pair, parser)
      let first = try parser.whole(low, "the lower end of integer", in: Distribution.exact)
      let last = try parser.whole(high, "the upper end of integer", in: Distribution.exact)
      guard first <= last else { throw .reversed(parser.path, pair.key, low, high) }
      self = .integer(first, last)
    case "uniform", "log_uniform":
      let interval = name == "uniform" ? Interval.finite : .positive
      let (low, high) = try Distribution.ends(pair, parser)
      let first = try parser.number(low, "the lower end of \(pair.key)", in: interval)
      let last = try parser.number(high, "the upper end of \(pair.key)", in: interval)
      guard first < last else { throw .reversed(parser.path, pair.key, low, high) }
      self = name == "uniform" ? .uniform(first, last) : .logUniform(first, last)
    default: throw .strangerInAxis(parser.path, pair, Distribution.names)
    }
  }

  private static func ends(_ pair: Tree.Pair, _ parser: AxisParser) throws(Diagnostic) -> (
    Tree, Tree
  ) {
    guard let ends = pair.value.elements, ends.count == 2 else {
      throw .wrongAxis(parser.path, pair.key, pair.value, expected: "[lo, hi]")
    }
    return (ends[0], ends[1])
  }

  /// Number `index` of the draws.
  func point(_ draws: AxisDraws, _ index: Int) -> Tree.Content {
    guard case .integer(let low, let high) = self else { return point(at: draws.uniform(index)) }
    let number = Double(low + Int(draws.integer(index, below: UInt64(high - low) + 1)))
    return .point(number, whole: number)
  }

  /// What lies at `fraction` of the way, from 0 to below 1; choices lie side by side.
  func value(at fraction: Double, writtenAt location: Location) -> Tree {
    guard case .choice(let choices) = self else {
      return Tree(point(at: fraction), at: location)
    }
    return choices[min(Int(fraction * Double(choices.count)), choices.count - 1)]
  }

  /// On a whole-number setting all whole numbers from lo to hi have bins of equal measure, of `log_uniform` in the
  /// logarithm: from k to k + 1.
  private func point(at fraction: Double) -> Tree.Content {
    switch self {
    case .uniform(let low, let high):
      func between(_ low: Double, _ high: Double) -> Double {
        min(max(low * (1 - fraction) + high * fraction, low), high.nextDown)
      }
      let number = between(low, high)
      return .point(number, whole: whole(number, low, high, between))
    case .logUniform(let low, let high):
      func between(_ low: Double, _ high: Double) -> Double {
        logarithmic(from: low, to: high, at: fraction)
      }
      let number = between(low, high)
      return .point(number, whole: whole(number, low, high, between))
    case .integer(let low, let high):
      let number = Double(low + min(Int(fraction * Double(high - low + 1)), high - low))
      return .point(number, whole: number)
    case .choice: return .nothing
    }
  }

  /// The floor of a draw between the first whole number and the one after the last. Where the ends enclose no whole
  /// number it is `number`, which no whole-number setting accepts.
  private func whole(
    _ number: Double, _ low: Double, _ high: Double, _ between: (Double, Double) -> Double
  ) -> Double {
    let (first, last) = (low.rounded(.up), high.rounded(.down))
    return first <= last ? min(between(first, last + 1).rounded(.down), last) : number
  }
}
