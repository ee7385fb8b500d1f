import Foundation

/// A part of an expression whose kinds have been checked.
indirect enum ExpressionNode: Hashable, Sendable {
  enum Arithmetic: String, Hashable, Sendable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
    case modulo = "%"
    case power = "^"
  }

  enum Comparison: String, Hashable, Sendable {
    case below = "<"
    case atMost = "<="
    case above = ">"
    case atLeast = ">="
    case equal = "=="
    case unequal = "!="

    /// Whether it orders its sides, as only numbers can be.
    var orders: Bool { self != .equal && self != .unequal }
  }

  case value(ExpressionValue)
  /// The name with this number.
  case name(Int)
  case negative(ExpressionNode)
  case arithmetic(Arithmetic, ExpressionNode, ExpressionNode)
  case comparison(Comparison, ExpressionNode, ExpressionNode)
  case not(ExpressionNode)
  case and(ExpressionNode, ExpressionNode)
  case or(ExpressionNode, ExpressionNode)

  /// The value, where `look` gives those of names. The second side of `and` and `or` is evaluated only if it decides.
  func value<Failure: Error>(
    _ look: (Int) throws(Failure) -> ExpressionValue
  ) throws(Failure) -> ExpressionValue {
    switch self {
    case .value(let value): return value
    case .name(let number): return try look(number)
    case .negative(let node): return .number(-(try node.value(look).number))
    case .arithmetic(let sign, let one, let two):
      let (one, two) = (try one.value(look).number, try two.value(look).number)
      return .number(sign.result(one, two))
    case .comparison(let sign, let one, let two):
      let (one, two) = (try one.value(look), try two.value(look))
      return .truth(sign.holds(one, two))
    case .not(let node): return .truth(!(try node.value(look).isTrue))
    case .and(let one, let two):
      guard try one.value(look).isTrue else { return .truth(false) }
      return try two.value(look)
    case .or(let one, let two):
      guard try !one.value(look).isTrue else { return .truth(true) }
      return try two.value(look)
    }
  }
}

extension ExpressionNode.Arithmetic {
  /// The result in double precision; the remainder has the divisor's sign.
  fileprivate func result(_ one: Double, _ two: Double) -> Double {
    switch self {
    case .plus: return one + two
    case .minus: return one - two
    case .times: return one * two
    case .over: return one / two
    case .power: return pow(one, two)
    case .modulo:
      let rest = one.truncatingRemainder(dividingBy: two)
      return rest != 0 && (rest < 0) != (two < 0) ? rest + two : rest
    }
  }
}

extension ExpressionNode.Comparison {
  /// Whether it holds between two values of one kind; never where a number is missing.
  fileprivate func holds(_ one: ExpressionValue, _ two: ExpressionValue) -> Bool {
    if case .number(let number) = one, number.isNaN { return false }
    if case .number(let number) = two, number.isNaN { return false }
    switch self {
    case .equal: return one.isSame(as: two)
    case .unequal: return !one.isSame(as: two)
    case .below: return one.number < two.number && !one.isSame(as: two)
    case .above: return one.number > two.number && !one.isSame(as: two)
    case .atMost: return one.number < two.number || one.isSame(as: two)
    case .atLeast: return one.number > two.number || one.isSame(as: two)
    }
  }
}
