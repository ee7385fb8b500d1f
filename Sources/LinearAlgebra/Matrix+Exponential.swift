import RealModule

extension Matrix {
  /// e^A by scaling and squaring of a [13/13] Padé approximant (Higham 2005), computed in double precision; NaN where
  /// an element is not finite.
  package var exponential: Matrix {
    precondition(isSquare, "exponential of \(shape)")
    guard isFinite else { return Matrix(rows: rows, columns: columns, repeating: .nan) }
    let wide = Matrix<Double>(self)
    let norm = (0..<rows).map { i in wide[row: i].reduce(0) { $0 + abs($1) } }.max() ?? 0
    // This is Higham's bound for degree 13 in double precision.
    let squarings = norm > 5.37 ? Int(Double.log2(norm / 5.37).rounded(.up)) : 0
    var result = (Double.pow(2, -squarings) * wide).padeExponential
    for _ in 0..<squarings { result = result * result }
    return Matrix(result)
  }
}

extension Matrix<Double> {
  /// The Padé approximant (V − U)⁻¹·(V + U), with U odd and V even in A.
  fileprivate var padeExponential: Matrix {
    let b: [Double] = [
      64_764_752_532_480_000, 32_382_376_266_240_000, 7_771_770_303_897_600,
      1_187_353_796_428_800, 129_060_195_264_000, 10_559_470_521_600, 670_442_572_800,
      33_522_128_640, 1_323_241_920, 40_840_800, 960_960, 16_380, 182, 1,
    ]
    let second = self * self
    let fourth = second * second
    let sixth = fourth * second
    let one = Matrix.identity(rows)
    let odd =
      sixth * (b[13] * sixth + b[11] * fourth + b[9] * second)
      + b[7] * sixth + b[5] * fourth + b[3] * second + b[1] * one
    let even =
      sixth * (b[12] * sixth + b[10] * fourth + b[8] * second)
      + b[6] * sixth + b[4] * fourth + b[2] * second + b[0] * one
    let u = self * odd
    return (even - u).solving(even + u)
  }

  /// self⁻¹·other, by QR.
  private func solving(_ other: Matrix) -> Matrix {
    let (q, r) = qr
    var solution = q.times(other, transposingSelf: true)
    Double.trsm(
      .left, .upper, transpose: false, m: rows, n: other.columns, t: r.elements, ldt: columns,
      b: &solution.elements, ldb: other.columns)
    return solution
  }
}
