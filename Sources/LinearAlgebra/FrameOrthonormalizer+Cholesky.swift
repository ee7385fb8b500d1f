extension FrameOrthonormalizer {
  /// Q from the Cholesky factor of the Gram matrix, then a second time from Q·Qᵀ, which is nearly one.
  ///
  /// - Parameter wide: Whether to take the first Gram matrix in double precision at once; becomes true where this
  ///   frame needed it, for the other frames of the batch are likely to.
  /// - Returns: Whether it could; if not, what is left to do is Householder's: the rows span what they did, and what
  ///   has been divided out of them is in `stretches`.
  mutating func orthonormalizeByCholesky(
    _ frame: UnsafeMutablePointer<Element>, row: Int, wide: inout Bool
  ) -> Bool {
    if wide || !factorNarrow(frame, row: row) {
      guard Element.self != Double.self, factorWide(frame, row: row) else { return false }
      wide = true
    }
    apply(to: frame)
    var defect = takeDefect(of: frame)
    while defect > Self.smallDefect {
      guard defect < 0.5, factorDefect(row: row) else { return false }
      apply(to: frame)
      // The next defect is rounding, unless this one was so large that rounding grew.
      if defect < 0.1 { return true }
      defect = takeDefect(of: frame)
    }
    correct(frame, row: row)
    return defect.isFinite
  }

  /// How much longer a tangent may be than its part orthogonal to those before it: the rounding of the Gram matrix
  /// then reaches a tenth of that part (second passes repair it).
  private static var largestRatio: Double { Element.self == Double.self ? 3e7 : 1.5e3 }

  /// The same for a Gram matrix in double precision of a frame in single: the rounding of Q's rows decides.
  private static var largestWideRatio: Double { 1e5 }

  /// What ‖Q·Qᵀ − 1‖ may be for the first-order correction to leave rounding errors only.
  private static var smallDefect: Element { Element.ulpOfOne.squareRoot() / 2 }

  /// Squares of tangents between which no product of L⁻¹ and Z can overflow or become subnormal.
  private static var squares: ClosedRange<Double> {
    Element.self == Double.self ? 1e-120...1e120 : 1e-24...1e24
  }

  /// L⁻¹ of the Gram matrix in the frame's own precision.
  private mutating func factorNarrow(_ frame: UnsafeMutablePointer<Element>, row: Int) -> Bool {
    let k = tangents
    takeGram(of: frame)
    for i in 0..<k { squares[i] = Double(gram[i * k + i]) }
    guard squares.allSatisfy(Self.squares.contains),
      invertCholesky(n: k, g: &gram, x: &inverse, ld: k, diagonal: &diagonal)
    else { return false }
    return accept(diagonal, ratio: Self.largestRatio, row: row)
  }

  /// L⁻¹ of the Gram matrix in double precision, for a frame in single.
  private mutating func factorWide(_ frame: UnsafeMutablePointer<Element>, row: Int) -> Bool {
    let (k, n) = (tangents, dimension)
    convert(frame, to: &wideFrame, count: k * n)
    Double.syrk(
      .lower, transpose: false, n: k, k: n, alpha: 1, a: wideFrame, lda: n, beta: 0, c: &wideGram,
      ldc: k)
    for i in 0..<k { squares[i] = wideGram[i * k + i] }
    // The rows of L⁻¹ must fit single precision.
    guard squares.allSatisfy((1e-60...1e60).contains),
      invertCholesky(n: k, g: &wideGram, x: &wideInverse, ld: k, diagonal: &wideDiagonal),
      accept(wideDiagonal, ratio: Self.largestWideRatio, row: row)
    else { return false }
    convert(wideInverse, to: &inverse, count: k * k)
    return true
  }

  /// Takes L's diagonal for the frame's stretches, unless a tangent depends too much on those before it.
  private mutating func accept<Wide: Scalar>(_ diagonal: [Wide], ratio: Double, row: Int) -> Bool {
    for i in 0..<tangents {
      let stretch = Double(diagonal[i])
      guard stretch * ratio > squares[i].squareRoot() else { return false }
    }
    for i in 0..<tangents { stretches[row + i] = Double(diagonal[i]) }
    return true
  }

  /// Z·Zᵀ, its lower triangle.
  private mutating func takeGram(of frame: UnsafeMutablePointer<Element>) {
    Element.syrk(
      .lower, transpose: false, n: tangents, k: dimension, alpha: 1, a: frame, lda: dimension,
      beta: 0, c: &gram, ldc: tangents)
  }

  /// Z ← L⁻¹·Z.
  private mutating func apply(to frame: UnsafeMutablePointer<Element>) {
    Element.trmm(
      .left, .lower, transpose: false, m: tangents, n: dimension, alpha: 1, t: inverse,
      ldt: tangents, b: frame, ldb: dimension)
  }

  /// Q·Qᵀ − 1, and its Frobenius norm (the lower triangle's).
  private mutating func takeDefect(of frame: UnsafeMutablePointer<Element>) -> Element {
    let k = tangents
    takeGram(of: frame)
    for i in 0..<k { gram[i * k + i] -= 1 }
    let square = (0..<k).reduce(Element.zero) { sum, i in
      sum
        + gram.withUnsafeBufferPointer { gram in
          gram.baseAddress.map { Element.dot(i + 1, $0 + i * k, $0 + i * k) } ?? 0
        }
    }
    return square.squareRoot()
  }

  private mutating func factorDefect(row: Int) -> Bool {
    let k = tangents
    for i in 0..<k { gram[i * k + i] += 1 }
    guard invertCholesky(n: k, g: &gram, x: &inverse, ld: k, diagonal: &diagonal) else {
      return false
    }
    for i in 0..<k { stretches[row + i] *= Double(diagonal[i]) }
    return true
  }

  /// Q ← (1 − E̲ − diag(E)/2)·Q, where E = Q·Qᵀ − 1 and E̲ is its strictly lower part: L⁻¹ to first order.
  private mutating func correct(_ frame: UnsafeMutablePointer<Element>, row: Int) {
    let (k, n) = (tangents, dimension)
    for i in 0..<k {
      let half = gram[i * k + i] / 2
      gram[i * k + i] = half - 1
      stretches[row + i] *= 1 + Double(half)
    }
    Element.trmm(
      .left, .lower, transpose: false, m: k, n: n, alpha: -1, t: gram, ldt: k, b: frame, ldb: n)
  }
}

private func convert<From: Scalar, To: Scalar>(
  _ source: UnsafePointer<From>, to destination: UnsafeMutablePointer<To>, count: Int
) {
  for i in 0..<count { destination[i] = To(source[i]) }
}
