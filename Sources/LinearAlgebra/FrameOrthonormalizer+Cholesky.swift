extension FrameOrthonormalizer {
  /// How much longer a tangent may be than its part orthogonal to those before it.
  ///
  /// In double precision the Gram matrix's rounding then reaches a tenth of that part; in single, the triangular
  /// solution's does. Later passes repair both.
  private static var largestRatio: Double { Element.self == Double.self ? 3e7 : 1e5 }

  /// What ‖Q·Qᵀ − 1‖ may be for the first-order correction to leave rounding errors only.
  private static var smallDefect: Element { Element.ulpOfOne.squareRoot() / 2 }

  /// - Returns: Whether it could; if not, what is left to do is Householder's: the rows span what they did, and what has
  ///   been divided out of them is in `stretches`.
  mutating func orthonormalizeByCholesky(
    _ frame: UnsafeMutablePointer<Element>, row: Int
  ) -> Bool {
    takeGram(of: frame)
    guard factorGram(row: row) else { return false }
    solve(frame)
    var defect = takeDefect(of: frame)
    while defect > Self.smallDefect {
      guard defect < 0.5, factorDefect(row: row) else { return false }
      solve(frame)
      // The next defect is rounding, unless this one was so large that the Gram matrix's own rounding grows.
      if defect < 0.1 { return true }
      defect = takeDefect(of: frame)
    }
    correct(frame, row: row)
    return defect.isFinite
  }

  /// Z·Zᵀ in double precision.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  private mutating func takeGram(of frame: UnsafeMutablePointer<Element>) {
    let (k, n) = (tangents, dimension)
    if let frame = frame as? UnsafeMutablePointer<Double> {
      takeWideGram(of: frame)
      return
    }
    wide.withUnsafeMutableBufferPointer { wide in
      for i in 0..<(k * n) { wide[i] = Double(frame[i]) }
    }
    wide.withUnsafeBufferPointer { wide in
      guard let wide = wide.baseAddress else { return }
      Double.syrk(
        .lower, transpose: false, n: k, k: n, alpha: 1, a: wide, lda: n, beta: 0, c: &wideGram,
        ldc: k)
    }
  }

  private mutating func takeWideGram(of frame: UnsafePointer<Double>) {
    Double.syrk(
      .lower, transpose: false, n: tangents, k: dimension, alpha: 1, a: frame, lda: dimension,
      beta: 0, c: &wideGram, ldc: tangents)
  }

  /// Turns the Gram matrix into its Cholesky factor L = Rᵀ, there and in this precision.
  ///
  /// - Returns: Whether every tangent is long enough, and independent enough of those before it.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  private mutating func factorGram(row: Int) -> Bool {
    let k = tangents
    for i in 0..<k { squares[i] = wideGram[i * k + i] }
    // Below the least square, products would be subnormal.
    guard squares.allSatisfy({ $0 > 1e-60 && $0 < .infinity }),
      Double.potrf(.lower, n: k, a: &wideGram, lda: k)
    else { return false }
    for i in 0..<k {
      let stretch = wideGram[i * k + i]
      guard stretch * Self.largestRatio > squares[i].squareRoot() else { return false }
    }
    for i in 0..<k { stretches[row + i] = wideGram[i * k + i] }
    narrow()
    return true
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  private mutating func narrow() {
    let count = wideGram.count
    wideGram.withUnsafeBufferPointer { wide in
      gram.withUnsafeMutableBufferPointer { gram in
        for i in 0..<count { gram[i] = Element(wide[i]) }
      }
    }
  }

  /// Z ← L⁻¹·Z.
  private func solve(_ frame: UnsafeMutablePointer<Element>) {
    Element.trsm(
      .left, .lower, transpose: false, m: tangents, n: dimension, t: gram, ldt: tangents, b: frame,
      ldb: dimension)
  }

  /// Q·Qᵀ − 1, and its Frobenius norm (the lower triangle's).
  private mutating func takeDefect(of frame: UnsafeMutablePointer<Element>) -> Element {
    let k = tangents
    Element.syrk(
      .lower, transpose: false, n: k, k: dimension, alpha: 1, a: frame, lda: dimension, beta: 0,
      c: &gram, ldc: k)
    for i in 0..<k { gram[i * k + i] -= 1 }
    return Element.dot(k * k, gram, gram).squareRoot()
  }

  private mutating func factorDefect(row: Int) -> Bool {
    let k = tangents
    for i in 0..<k { gram[i * k + i] += 1 }
    guard Element.potrf(.lower, n: k, a: &gram, lda: k) else { return false }
    for i in 0..<k { stretches[row + i] *= Double(gram[i * k + i]) }
    return true
  }

  /// Q ← (1 − E̲ − diag(E)/2)·Q, where E = Q·Qᵀ − 1 and E̲ is its strictly lower part: L⁻¹ to first order.
  private mutating func correct(_ frame: UnsafeMutablePointer<Element>, row: Int) {
    let k = tangents
    Element.scal(k * k, alpha: -1, x: &gram)
    for i in 0..<k {
      let half = gram[i * k + i] / 2
      gram[i * k + i] = 1 + half
      stretches[row + i] *= 1 - Double(half)
    }
    Element.trmm(
      .left, .lower, transpose: false, m: k, n: dimension, t: gram, ldt: k, b: frame,
      ldb: dimension)
  }
}
