extension FrameOrthonormalizer {
  /// Block after block of tangents: projected off those before it and orthonormalised within itself, both twice
  /// (Barlow and Smoktunowicz 2013), which makes nearly all of it matrix products.
  ///
  /// - Parameter wide: Whether to take first Gram matrices in double precision at once; becomes true where a block
  ///   needed it, for others are likely to.
  /// - Returns: Whether it could; if not, what is left to do is Householder's: the rows span what they did, and what
  ///   has been divided out of them is in `stretches`.
  mutating func orthonormalizeByCholesky(
    _ frame: UnsafeMutablePointer<Element>, row: Int, wide: inout Bool
  ) -> Bool {
    let size = Self.blockSize(tangents: tangents)
    for start in stride(from: 0, to: tangents, by: size) {
      let block = FrameBlock(
        rows: frame + start * dimension, before: frame, start: start,
        count: min(size, tangents - start), firstStretch: row + start)
      guard orthonormalize(block, wide: &wide) else { return false }
    }
    return true
  }

  /// Tangents at most in a block: where it ran fastest, for k = 32 to 512 on a Zen 5.
  static func blockSize(tangents: Int) -> Int { tangents > 256 ? 96 : 48 }

  private mutating func orthonormalize(_ block: FrameBlock<Element>, wide: inout Bool) -> Bool {
    project(block)
    if wide || !factorNarrow(block) {
      guard Element.self != Double.self, factorWide(block) else { return false }
      wide = true
    }
    apply(to: block)
    project(block)
    var defect = takeDefect(of: block)
    while defect > Self.smallDefect {
      guard defect < 0.5, factorDefect(block) else { return false }
      apply(to: block)
      // The next defect is rounding, unless this one was so large that rounding grew.
      if defect < 0.1 { return true }
      project(block)
      defect = takeDefect(of: block)
    }
    correct(block)
    return defect.isFinite
  }

  /// Takes the block's part along the tangents before it away: Z ← Z − (Z·Qᵀ)·Q.
  private mutating func project(_ block: FrameBlock<Element>) {
    guard block.start > 0 else { return }
    let n = dimension
    Element.gemm(
      transposeA: false, transposeB: true, m: block.count, n: block.start, k: n, alpha: 1,
      a: block.rows, lda: n, b: block.before, ldb: n, beta: 0, c: &overlaps, ldc: block.start)
    Element.gemm(
      transposeA: false, transposeB: false, m: block.count, n: n, k: block.start, alpha: -1,
      a: overlaps, lda: block.start, b: block.before, ldb: n, beta: 1, c: block.rows, ldc: n)
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
  private mutating func factorNarrow(_ block: FrameBlock<Element>) -> Bool {
    let k = block.count
    takeGram(of: block)
    for i in 0..<k { squares[i] = Double(gram[i * k + i]) }
    guard squares.prefix(k).allSatisfy(Self.squares.contains),
      invertCholesky(n: k, g: &gram, x: &inverse, ld: k, diagonal: &diagonal)
    else { return false }
    return accept(diagonal, ratio: Self.largestRatio, for: block)
  }

  /// L⁻¹ of the Gram matrix in double precision, for a frame in single.
  private mutating func factorWide(_ block: FrameBlock<Element>) -> Bool {
    let (k, n) = (block.count, dimension)
    convert(block.rows, to: &wideFrame, count: k * n)
    Double.syrk(
      .lower, transpose: false, n: k, k: n, alpha: 1, a: wideFrame, lda: n, beta: 0, c: &wideGram,
      ldc: k)
    for i in 0..<k { squares[i] = wideGram[i * k + i] }
    // The rows of L⁻¹ must fit single precision.
    guard squares.prefix(k).allSatisfy((1e-60...1e60).contains),
      invertCholesky(n: k, g: &wideGram, x: &wideInverse, ld: k, diagonal: &wideDiagonal),
      accept(wideDiagonal, ratio: Self.largestWideRatio, for: block)
    else { return false }
    convert(wideInverse, to: &inverse, count: k * k)
    return true
  }

  /// Takes L's diagonal for the frame's stretches, unless a tangent depends too much on those before it.
  private mutating func accept<Wide: Scalar>(
    _ diagonal: [Wide], ratio: Double, for block: FrameBlock<Element>
  ) -> Bool {
    for i in 0..<block.count {
      let stretch = Double(diagonal[i])
      guard stretch * ratio > squares[i].squareRoot() else { return false }
    }
    for i in 0..<block.count { stretches[block.firstStretch + i] = Double(diagonal[i]) }
    return true
  }

  /// Z·Zᵀ, its lower triangle.
  private mutating func takeGram(of block: FrameBlock<Element>) {
    Element.syrk(
      .lower, transpose: false, n: block.count, k: dimension, alpha: 1, a: block.rows,
      lda: dimension, beta: 0, c: &gram, ldc: block.count)
  }

  /// Z ← L⁻¹·Z.
  private mutating func apply(to block: FrameBlock<Element>) {
    Element.trmm(
      .left, .lower, transpose: false, m: block.count, n: dimension, alpha: 1, t: inverse,
      ldt: block.count, b: block.rows, ldb: dimension)
  }

  /// Q·Qᵀ − 1, and its Frobenius norm (the lower triangle's).
  private mutating func takeDefect(of block: FrameBlock<Element>) -> Element {
    let k = block.count
    takeGram(of: block)
    for i in 0..<k { gram[i * k + i] -= 1 }
    let square = (0..<k).reduce(Element.zero) { sum, i in
      sum
        + gram.withUnsafeBufferPointer { gram in
          gram.baseAddress.map { Element.dot(i + 1, $0 + i * k, $0 + i * k) } ?? 0
        }
    }
    return square.squareRoot()
  }

  private mutating func factorDefect(_ block: FrameBlock<Element>) -> Bool {
    let k = block.count
    for i in 0..<k { gram[i * k + i] += 1 }
    guard invertCholesky(n: k, g: &gram, x: &inverse, ld: k, diagonal: &diagonal) else {
      return false
    }
    for i in 0..<k { stretches[block.firstStretch + i] *= Double(diagonal[i]) }
    return true
  }

  /// Q ← (1 − E̲ − diag(E)/2)·Q, where E = Q·Qᵀ − 1 and E̲ is its strictly lower part: L⁻¹ to first order.
  private mutating func correct(_ block: FrameBlock<Element>) {
    let (k, n) = (block.count, dimension)
    for i in 0..<k {
      let half = gram[i * k + i] / 2
      gram[i * k + i] = half - 1
      stretches[block.firstStretch + i] *= 1 + Double(half)
    }
    Element.trmm(
      .left, .lower, transpose: false, m: k, n: n, alpha: -1, t: gram, ldt: k, b: block.rows, ldb: n
    )
  }
}

/// Consecutive tangents of one trajectory.
private struct FrameBlock<Element: Scalar> {
  let rows: UnsafeMutablePointer<Element>
  /// The trajectory's first tangent, and how many come before this block.
  let before: UnsafeMutablePointer<Element>
  let start: Int
  let count: Int
  /// Where this block's stretches are.
  let firstStretch: Int
}

private func convert<From: Scalar, To: Scalar>(
  _ source: UnsafePointer<From>, to destination: UnsafeMutablePointer<To>, count: Int
) {
  for i in 0..<count { destination[i] = To(source[i]) }
}
