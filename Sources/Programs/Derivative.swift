extension Unary {
  /// The derivative as a function of the operand or of the result, whichever is cheaper; nil where it is zero
  /// everywhere.
  package func derivative(at operand: () -> Value, result: () -> Value) -> Value? {
    switch self {
    case .exp: result()
    case .expMinusOne: result() + 1
    case .log: 1 / operand()
    case .tanh: 1 - result().square()
    case .sechSquared: -2 * (result() * operand().tanh())
    case .sigmoid: result() * (1 - result())
    case .softplus: operand().sigmoid()
    case .sine: operand().cosine()
    case .cosine: -operand().sine()
    case .complementaryErf: (-2 / Double.pi.squareRoot()) * (-operand().square()).exp()
    case .squareRoot: 0.5 / result()
    case .reciprocal: -result().square()
    case .square: 2 * operand()
    case .absolute: operand().unary(.sign)
    case .positivePart: operand().step()
    case .sign, .step, .withheld: nil
    }
  }

  /// The derivative as tangents need it: exact to the last digits where the function saturates at either end.
  func accurateDerivative(at operand: Value, result: Value) -> Value? {
    switch self {
    case .tanh: operand.sechSquared()
    // σ′(x) = sech²(x/2)/4, because p·(1 − p) is 0 from x = 37 on.
    case .sigmoid: 0.25 * (0.5 * operand).sechSquared()
    case .expMinusOne: operand.exp()
    case .withheld: operand.program.constant(1, operand.rows, operand.columns)
    default: derivative(at: { operand }, result: { result })
    }
  }
}
