import Testing

@testable import Programs

/// Every primitive operation, first and second order, against finite differences.
@Suite struct DerivativeTests {
  static let functions: [(String, ClosedRange<Double>, @Sendable (Value) -> Value)] = [
    ("exp", -1.5...1.5, { $0.exp() }),
    ("exp minus one", -1.5...1.5, { $0.expMinusOne() }),
    ("log", 0.3...2, { $0.log() }),
    ("tanh", -1.5...1.5, { $0.tanh() }),
    ("sech squared", -1.5...1.5, { $0.sechSquared() }),
    ("sigmoid", -1.5...1.5, { $0.sigmoid() }),
    ("softplus", -1.5...1.5, { $0.softplus() }),
    ("sine", -1.5...1.5, { $0.sine() }),
    ("cosine", -1.5...1.5, { $0.cosine() }),
    ("erf", -1.5...1.5, { $0.complementaryErf() }),
    ("square root", 0.3...2, { $0.squareRoot() }),
    ("reciprocal", 0.5...2, { 1 / $0 }),
    ("square", -1.5...1.5, { $0.square() }),
    // Away from their corners.
    ("absolute", 0.1...2, { $0.absolute() }),
    ("absolute, below", -2 ... -0.1, { $0.absolute() }),
    ("positive part", 0.1...2, { $0.positivePart() * $0 }),
    ("positive part, below", -2 ... -0.1, { $0.positivePart() + $0.square() }),
    ("step", 0.1...2, { $0.step() * $0.square() }),
    ("affine", -1.5...1.5, { (3 - 2 * $0).square() }),
    ("log-sum-exp", -1.5...1.5, { $0.logSumExp() }),
    ("slice of rows", -1.5...1.5, { $0.rows(1..<3).square() }),
    ("padded rows", -1.5...1.5, { $0.paddedRows(before: 1, total: 6).sine() }),
    ("slice of columns", -1.5...1.5, { $0.columns(1..<2).square() }),
    ("padded columns", -1.5...1.5, { $0.paddedColumns(before: 2, total: 6).sine() }),
    ("reshaped", -1.5...1.5, { $0.square().reshaped(6, 2).rows(2..<5) }),
    ("sum of runs", -1.5...1.5, { $0.square().sum(to: Shape(2, 3)) }),
    ("sum of rows", -1.5...1.5, { $0.square().rowSums().square() }),
    ("sum of all", -1.5...1.5, { $0.square().sum().square() }),
    ("mean", -1.5...1.5, { $0.sine().mean().square() }),
    ("broadcast", -1.5...1.5, { $0.broadcast(to: Shape(12, 3)).sine() }),
    ("tanh's slope", -1.5...1.5, { $0.sine() * (1 - $0.tanh().square()) }),
    ("logistic slope", -1.5...1.5, { $0.sine() * ($0.sigmoid() * (1 - $0.sigmoid())) }),
  ]

  @Test(arguments: functions.indices)
  func `a function of one operand`(_ index: Int) {
    let (_, range, function) = Self.functions[index]
    DerivativeCheck([Shape(4, 3)], in: range) { _, x in function(x[0]) }.run()
  }

  static let pairs: [@Sendable (Value, Value) -> Value] = [
    { $0 + $1 }, { $0 - $1 }, { $0 * $1 }, { $0 / $1 }, { $0 * $1 + $0 }, { $0 + $1 + $0.sine() },
  ]

  @Test(
    arguments: pairs.indices, [Shape(4, 3), Shape(1, 3), Shape(4, 1), Shape(1, 1), Shape(2, 3)])
  func `a function of two operands, broadcast`(_ index: Int, _ shape: Shape) {
    DerivativeCheck([Shape(4, 3), shape], in: 0.5...2) { _, x in Self.pairs[index](x[0], x[1]) }
      .run()
    DerivativeCheck([shape, Shape(4, 3)], in: 0.5...2) { _, x in Self.pairs[index](x[0], x[1]) }
      .run()
  }

  @Test(arguments: [1, 2])
  func `the products`(_ blocks: Int) {
    let m = blocks
    DerivativeCheck([Shape(3, 2 * m), Shape(4 * m, 2)]) { _, x in
      x[0].timesTranspose(x[1], blocks: m)
    }.run()
    DerivativeCheck([Shape(3, 2 * m), Shape(2 * m, 4)]) { _, x in
      x[0].times(x[1], blocks: m)
    }.run()
    DerivativeCheck([Shape(3, 2 * m), Shape(3, 4 * m)]) { _, x in
      x[0].transposeTimes(x[1], blocks: m)
    }.run()
  }

  @Test func `cross-entropy through a hidden layer`() {
    DerivativeCheck([Shape(5, 3), Shape(4, 3), Shape(1, 4), Shape(2, 4)]) { program, x in
      let logits = (x[0].timesTranspose(x[1]) + x[2]).tanh().timesTranspose(x[3])
      return (logits.logSumExp() - logits.columns(0..<1)).mean()
    }.run()
  }
}
