/// What a model is written with.
extension Value {
  package static func + (a: Value, b: Value) -> Value { a.binary(.add, b) }
  package static func - (a: Value, b: Value) -> Value { a.binary(.subtract, b) }
  package static func * (a: Value, b: Value) -> Value { a.binary(.multiply, b) }
  package static func / (a: Value, b: Value) -> Value { a.binary(.divide, b) }

  package static func + (a: Value, b: Double) -> Value { a.affine(1, b) }
  package static func + (a: Double, b: Value) -> Value { b.affine(1, a) }
  package static func - (a: Value, b: Double) -> Value { a.affine(1, -b) }
  package static func - (a: Double, b: Value) -> Value { b.affine(-1, a) }
  package static func * (a: Value, b: Double) -> Value { a.affine(b, 0) }
  package static func * (a: Double, b: Value) -> Value { b.affine(a, 0) }
  package static func / (a: Value, b: Double) -> Value { a.affine(1 / b, 0) }
  package static func / (a: Double, b: Value) -> Value { b.unary(.reciprocal).affine(a, 0) }
  package static prefix func - (a: Value) -> Value { a.affine(-1, 0) }

  package func exp() -> Value { unary(.exp) }
  /// e^x − 1, exact near 0.
  package func expMinusOne() -> Value { unary(.expMinusOne) }
  package func log() -> Value { unary(.log) }
  package func tanh() -> Value { unary(.tanh) }
  /// 1/cosh², which does not lose its digits where tanh saturates.
  package func sechSquared() -> Value { unary(.sechSquared) }
  /// 1/(1 + e^−x).
  package func sigmoid() -> Value { unary(.sigmoid) }
  /// ln(1 + e^x).
  package func softplus() -> Value { unary(.softplus) }
  package func sine() -> Value { unary(.sine) }
  package func cosine() -> Value { unary(.cosine) }
  /// 1 − erf(x), which keeps its digits where erf has come to 1.
  package func complementaryErf() -> Value { unary(.complementaryErf) }
  package func squareRoot() -> Value { unary(.squareRoot) }
  package func square() -> Value { unary(.square) }
  package func absolute() -> Value { unary(.absolute) }
  /// max(x, 0).
  package func positivePart() -> Value { unary(.positivePart) }
  /// 1 where x > 0, else 0.
  package func step() -> Value { unary(.step) }

  /// X Wᵀ, for rows X: R×p and a weight W: q×p → R×q.
  ///
  /// - Parameter blocks: With m > 1, W is block-diagonal and given as its m blocks one above the other,
  ///   (m·q)×p for rows of m·p.
  package func timesTranspose(_ weight: Value, blocks: Int = 1) -> Value {
    product(.timesTranspose, weight, blocks: blocks)
  }

  /// X W: R×q, q×p → R×p.
  package func times(_ weight: Value, blocks: Int = 1) -> Value {
    product(.times, weight, blocks: blocks)
  }

  /// Xᵀ Y: R×q, R×p → q×p.
  package func transposeTimes(_ other: Value, blocks: Int = 1) -> Value {
    product(.transposeTimes, other, blocks: blocks)
  }

  /// The sum of all elements, 1×1.
  package func sum() -> Value { sum(to: .scalar) }
  /// The mean of all elements, 1×1.
  package func mean() -> Value { sum() / Double(shape.count) }
  /// The sum of each row, R×1.
  package func rowSums() -> Value { sum(to: Shape(rows, 1)) }
  /// ln Σ exp over each row, R×1.
  package func logSumExp() -> Value { program.append(.logSumExp, [self], Shape(rows, 1)) }

  package func rows(_ range: Range<Int>) -> Value {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(shape)")
    if range == 0..<rows { return self }
    if case .sliceRows(let from) = node.operation {
      let whole = Value(program, node.operands[0])
      return whole.rows(from + range.lowerBound..<from + range.upperBound)
    }
    if let final = finalState(range) { return final }
    return program.append(
      .sliceRows(from: range.lowerBound), [self], Shape(range.count, columns))
  }

  /// These rows with rows of zeros before and after, `total` in all.
  package func paddedRows(before: Int, total: Int) -> Value {
    precondition(before >= 0 && before + rows <= total, "\(shape) at row \(before) of \(total)")
    if total == rows { return self }
    return program.append(.padRows(before: before), [self], Shape(total, columns))
  }

  /// The same elements in the same order as `rows`×`columns`.
  package func reshaped(_ rows: Int, _ columns: Int) -> Value {
    precondition(rows * columns == shape.count, "\(shape) as \(rows)×\(columns)")
    if rows == self.rows { return self }
    return program.append(.reshape, [self], Shape(rows, columns))
  }
}
