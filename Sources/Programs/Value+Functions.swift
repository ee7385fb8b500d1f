/// The operators and functions with which a model is written.
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

  /// e^x, element by element.
  package func exp() -> Value { unary(.exp) }
  /// e^x − 1, exact near 0.
  package func expMinusOne() -> Value { unary(.expMinusOne) }
  /// ln x, element by element.
  package func log() -> Value { unary(.log) }
  /// The hyperbolic tangent, element by element.
  package func tanh() -> Value { unary(.tanh) }
  /// 1/cosh² x, which keeps its digits where tanh saturates.
  package func sechSquared() -> Value { unary(.sechSquared) }
  /// 1/(1 + e^−x).
  package func sigmoid() -> Value { unary(.sigmoid) }
  /// ln(1 + e^x).
  package func softplus() -> Value { unary(.softplus) }
  /// sin x, with x in radians.
  package func sine() -> Value { unary(.sine) }
  /// cos x, with x in radians.
  package func cosine() -> Value { unary(.cosine) }
  /// 1 − erf(x), which keeps its digits where erf has reached 1.
  package func complementaryErf() -> Value { unary(.complementaryErf) }
  /// √x, element by element.
  package func squareRoot() -> Value { unary(.squareRoot) }
  /// x², element by element.
  package func square() -> Value { unary(.square) }
  /// |x|, whose derivative at 0 is taken as 0.
  package func absolute() -> Value { unary(.absolute) }
  /// max(x, 0), whose derivative at 0 is taken as 0.
  package func positivePart() -> Value { unary(.positivePart) }
  /// 1 where x > 0, else 0. Its derivative is zero everywhere.
  package func step() -> Value { unary(.step) }

  /// x, from which gradients learn nothing: no cotangents flow back to it. Tangents pass. In a program that withholds
  /// nothing it is x.
  package func withheld() -> Value {
    constant == nil && program.withholds ? unary(.withheld) : self
  }

  /// X Wᵀ, for rows X: R×p and a weight W: q×p → R×q.
  ///
  /// - Parameter blocks: With m > 1, W is block-diagonal and given as its m blocks one above the other,
  ///   (m·q)×p for rows of m·p.
  package func timesTranspose(_ weight: Value, blocks: Int = 1) -> Value {
    product(.timesTranspose, weight, blocks: blocks)
  }

  /// X W: R×q, q×p → R×p; `blocks` as in `timesTranspose`.
  package func times(_ weight: Value, blocks: Int = 1) -> Value {
    product(.times, weight, blocks: blocks)
  }

  /// Xᵀ Y: R×q, R×p → q×p; `blocks` as in `timesTranspose`.
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

  /// These rows as a matrix of as many columns.
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

  /// This matrix with rows of zeros before and after, `total` rows in all.
  package func paddedRows(before: Int, total: Int) -> Value {
    precondition(before >= 0 && before + rows <= total, "\(shape) at row \(before) of \(total)")
    if total == rows { return self }
    return program.append(.padRows(before: before), [self], Shape(total, columns))
  }

  /// The same elements in the same order, as a matrix of `rows`×`columns`.
  package func reshaped(_ rows: Int, _ columns: Int) -> Value {
    precondition(rows * columns == shape.count, "\(shape) as \(rows)×\(columns)")
    if rows == self.rows { return self }
    return program.append(.reshape, [self], Shape(rows, columns))
  }
}
