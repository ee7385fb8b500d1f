extension FrameOrthonormalizer {
  /// Block after block of tangents: orthonormalised within itself, then projected out of all those after it, which makes
  /// nearly all of it matrix products. To be orthonormal, each block is projected off those before it and orthonormalised once
  /// more (Barlow and Smoktunowicz 2013).
  ///
  /// A block ends before the first tangent that depends too much on those before it: after their projection, which
  /// loses no more of it than the rounding of its numbers did, it starts the next.
  ///
  /// - Returns: Whether it could; if not, what is left to do is Householder's: the rows span what they did, and what
  ///   has been divided out of them is in `growthFactors`.
  mutating func orthonormalizeByCholesky(
    _ frame: UnsafeMutablePointer<Element>, row: Int, count: Int, accuracy: Accuracy
  ) -> Bool {
    let size = Self.blockSize(tangents: tangents)
    var start = 0
    while start < count {
      var block = FrameBlock(
        rows: frame + start * dimension, before: frame, start: start,
        count: min(size, count - start), tangents: count, row: row)
      let order = block.count
      block.count = factor(block)
      if block.count == 0, rescale(block, count: order) {
        block.count = order
        block.count = factor(block)
      }
      let ratio = largestRatio(in: block)
      guard block.count > 0 else { return false }
      apply(to: block, leading: order)
      let isThorough = accuracy == .orthonormal || losses(of: block) > Self.largestLoss
      if isThorough || (block.after > 0 && ratio > Self.harmlessRatio) {
        guard refine(block, projecting: isThorough) else { return false }
      }
      removeFromTangentsAfter(block)
      start += block.count
    }
    return true
  }

  /// Tangents at most in a block: where it ran fastest, for k = 32 to 512 on a Zen 5.
  static func blockSize(tangents: Int) -> Int {
    tangents <= 64 || tangents > 256 ? 64 : 48
  }

  /// How many times longer a tangent may be than its part orthogonal to those before it in its block: the rounding of
  /// the Gram matrix then reaches a tenth of that part (second passes repair it).
  private static var largestRatio: Double { Element.self == Double.self ? 1e7 : 400 }

  /// Such a ratio that the defect of Q, which is that of the Gram matrix times its square, need not be mended for the
  /// sake of the blocks after: what it leaves of them lies along Q, which does no harm while it is little beside what is
  /// left, in frames that are orthonormalised in time.
  private static var harmlessRatio: Double { Element.self == Double.self ? 2e3 : 10 }

  /// How much of a tangent's length may be lost to projections until what is left is orthogonal to a hundredth only.
  private static var largestLoss: Double { 0.01 / Double(Element.ulpOfOne) }

  /// What ‖Q·Qᵀ − 1‖ may be for the first-order correction to leave rounding errors only.
  private static var smallDefect: Element { Element.ulpOfOne.squareRoot() / 2 }

  /// Squares of tangents between which no product of L⁻¹ and Z can overflow or become subnormal.
  private static var squares: ClosedRange<Element> {
    Element.self == Double.self ? 1e-120...1e120 : 1e-24...1e24
  }

  /// L⁻¹ of the block's Gram matrix.
  ///
  /// - Returns: Of how many tangents, from the first on.
  private mutating func factor(_ block: FrameBlock<Element>) -> Int {
    let k = block.count
    takeGram(of: block)
    var regular = 0
    while regular < k, Self.squares.contains(gram[regular * k + regular]) {
      least[regular] =
        gram[regular * k + regular] / Element(Self.largestRatio * Self.largestRatio)
      regular += 1
    }
    let count = invertCholesky(
      n: regular, g: &gram, x: &inverse, ld: k, diagonal: &diagonal, least: least)
    for i in 0..<count { growthFactors[block.row + block.start + i] *= Double(diagonal[i]) }
    return count
  }

  /// Divides tangents, whose squares cannot be held, by their lengths.
  ///
  /// - Returns: Whether each has a length.
  private mutating func rescale(_ block: FrameBlock<Element>, count: Int) -> Bool {
    for i in 0..<count {
      let tangent = block.rows + i * dimension
      let length = Element.nrm2(dimension, tangent)
      guard length > 0, length.isFinite, (1 / length).isFinite else { return false }
      Element.scal(dimension, alpha: 1 / length, x: tangent)
      growthFactors[block.row + block.start + i] *= Double(length)
    }
    return true
  }

  /// The largest ‖zᵢ‖/Rᵢᵢ after the projections of the blocks before.
  private func largestRatio(in block: FrameBlock<Element>) -> Double {
    var largest = 0.0
    for i in 0..<block.count {
      largest = max(
        largest, Double(least[i]).squareRoot() * Self.largestRatio / Double(diagonal[i]))
    }
    return largest
  }

  /// The largest ‖zᵢ‖/Rᵢᵢ of the block.
  private func losses(of block: FrameBlock<Element>) -> Double {
    let first = block.row + block.start
    var largest = 0.0
    for i in first..<first + block.count { largest = max(largest, lengths[i] / growthFactors[i]) }
    return largest
  }

  /// Orthonormalises what nearly is, or was before it lost most of its length to the projection.
  private mutating func refine(_ block: FrameBlock<Element>, projecting: Bool) -> Bool {
    for _ in 0..<4 {
      if projecting { project(block) }
      let defect = takeDefect(of: block)
      if defect <= Self.smallDefect {
        correct(block)
        return true
      }
      guard factorDefect(block) else { return false }
      apply(to: block, leading: block.count)
      // The next defect is rounding, unless this one was so large that rounding grew.
      if defect < 0.1 { return true }
    }
    return false
  }

  /// Takes the block's part along the tangents before it away: Z ← Z − (Z·Qᵀ)·Q.
  private mutating func project(_ block: FrameBlock<Element>) {
    remove(block.before, block.start, from: block.rows, block.count)
  }

  /// Takes the part along this block out of all tangents after it.
  private mutating func removeFromTangentsAfter(_ block: FrameBlock<Element>) {
    remove(block.rows, block.count, from: block.rows + block.count * dimension, block.after)
  }

  /// Z ← Z − (Z·Qᵀ)·Q.
  private mutating func remove(
    _ q: UnsafeMutablePointer<Element>, _ count: Int, from z: UnsafeMutablePointer<Element>,
    _ rows: Int
  ) {
    guard rows > 0, count > 0 else { return }
    let n = dimension
    Element.gemm(
      transposeA: false, transposeB: true, m: rows, n: count, k: n, alpha: 1, a: z, lda: n, b: q,
      ldb: n, beta: 0, c: &overlaps, ldc: count)
    Element.gemm(
      transposeA: false, transposeB: false, m: rows, n: n, k: count, alpha: -1, a: overlaps,
      lda: count, b: q, ldb: n, beta: 1, c: z, ldc: n)
  }

  /// Z·Zᵀ, its lower triangle.
  private mutating func takeGram(of block: FrameBlock<Element>) {
    Element.syrk(
      .lower, transpose: false, n: block.count, k: dimension, alpha: 1, a: block.rows,
      lda: dimension, beta: 0, c: &gram, ldc: block.count)
  }

  /// Z ← L⁻¹·Z.
  private mutating func apply(to block: FrameBlock<Element>, leading: Int) {
    Element.trmm(
      .left, .lower, transpose: false, m: block.count, n: dimension, alpha: 1, t: inverse,
      ldt: leading, b: block.rows, ldb: dimension)
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
    for i in 0..<k {
      gram[i * k + i] += 1
      least[i] = 0
    }
    let count = invertCholesky(
      n: k, g: &gram, x: &inverse, ld: k, diagonal: &diagonal, least: least)
    guard count == k else { return false }
    for i in 0..<k { growthFactors[block.row + block.start + i] *= Double(diagonal[i]) }
    return true
  }

  /// Q ← (1 − E̲ − diag(E)/2)·Q, where E = Q·Qᵀ − 1 and E̲ is its strictly lower part: L⁻¹ to first order.
  private mutating func correct(_ block: FrameBlock<Element>) {
    let (k, n) = (block.count, dimension)
    for i in 0..<k {
      let half = gram[i * k + i] / 2
      gram[i * k + i] = half - 1
      growthFactors[block.row + block.start + i] *= 1 + Double(half)
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
  var count: Int
  /// Of the trajectory, and where its growthFactors begin.
  let tangents: Int
  let row: Int

  /// How many tangents come after.
  var after: Int { tangents - start - count }
}
