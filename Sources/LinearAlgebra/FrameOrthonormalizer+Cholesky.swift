extension FrameOrthonormalizer {
  /// Orthonormalises the tangents block by block: each block within itself, then projected out of all those after it,
  /// which makes nearly all the work matrix products. Where the frame is to be orthonormal, each block is projected off
  /// those before it and orthonormalised once more (Barlow and Smoktunowicz 2013).
  ///
  /// A block ends before the first tangent that depends too much on those before it. That tangent starts the next
  /// block, after a projection that loses no more of it than the rounding of its numbers did.
  ///
  /// - Returns: Whether the method reached the end. If not, Householder's must finish: the rows span what they spanned
  ///   before, and what has been divided out of them is in `growthFactors`.
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

  /// The largest number of tangents in a block: the one that ran fastest, for k = 32 to 512 on a Zen 5.
  static func blockSize(tangents: Int) -> Int {
    tangents <= 64 || tangents > 256 ? 64 : 48
  }

  /// How many times longer a tangent may be than its part orthogonal to those before it in its block. At this ratio the
  /// rounding of the Gram matrix reaches a tenth of that part, which second passes repair.
  private static var largestRatio: Double { Element.self == Double.self ? 1e7 : 400 }

  /// The ratio up to which the defect of Q need not be mended for the sake of the blocks after. The defect is that of
  /// the Gram matrix times the square of the ratio. What it leaves of later blocks lies along Q, which does no harm
  /// while it is little beside the rest, in frames that are orthonormalised in time.
  private static var harmlessRatio: Double { Element.self == Double.self ? 2e3 : 10 }

  /// How many times shorter projections may make a tangent; beyond, the rest is orthogonal to a hundredth only.
  private static var largestLoss: Double { 0.01 / Double(Element.ulpOfOne) }

  /// The largest ‖Q·Qᵀ − 1‖ at which the first-order correction leaves rounding errors only.
  private static var smallDefect: Element { Element.ulpOfOne.squareRoot() / 2 }

  /// The squared lengths of tangents between which no product of L⁻¹ and Z can overflow or become subnormal.
  private static var squares: ClosedRange<Element> {
    Element.self == Double.self ? 1e-120...1e120 : 1e-24...1e24
  }

  /// Takes L⁻¹ of the block's Gram matrix.
  ///
  /// - Returns: How many tangents it covers, counted from the first.
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

  /// Divides tangents whose squares cannot be held by their lengths.
  ///
  /// - Returns: Whether each tangent has a length that is neither zero nor infinite.
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

  /// The largest ‖zᵢ‖/Rᵢᵢ of the block, with zᵢ as it was before any projection.
  private func losses(of block: FrameBlock<Element>) -> Double {
    let first = block.row + block.start
    var largest = 0.0
    for i in first..<first + block.count { largest = max(largest, lengths[i] / growthFactors[i]) }
    return largest
  }

  /// Orthonormalises a block that nearly is orthonormal, or was before it lost most of its length to the projection.
  ///
  /// - Returns: Whether it succeeded within four rounds.
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
      // The next defect is rounding, unless this one was so large that it amplified the rounding.
      if defect < 0.1 { return true }
    }
    return false
  }

  /// Takes the part along the tangents before the block out of the block: Z ← Z − (Z·Qᵀ)·Q.
  private mutating func project(_ block: FrameBlock<Element>) {
    remove(block.before, block.start, from: block.rows, block.count)
  }

  /// Takes the part along the block out of all tangents after it.
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

  /// Takes the lower triangle of Z·Zᵀ.
  private mutating func takeGram(of block: FrameBlock<Element>) {
    Element.syrk(
      .lower, transpose: false, n: block.count, k: dimension, alpha: 1, a: block.rows,
      lda: dimension, beta: 0, c: &gram, ldc: block.count)
  }

  /// Z ← L⁻¹·Z, where L⁻¹ was taken of `leading` tangents.
  private mutating func apply(to block: FrameBlock<Element>, leading: Int) {
    Element.trmm(
      .left, .lower, transpose: false, m: block.count, n: dimension, alpha: 1, t: inverse,
      ldt: leading, b: block.rows, ldb: dimension)
  }

  /// Takes the lower triangle of Q·Qᵀ − 1 and returns its Frobenius norm.
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

  /// Takes L⁻¹ of 1 plus the defect in `gram`, and multiplies the growths by its Lᵢᵢ; false where it is not positive
  /// definite.
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

  /// Q ← (1 − E̲ − diag(E)/2)·Q, where E = Q·Qᵀ − 1 and E̲ is its strictly lower part. This is L⁻¹·Q to first order.
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

/// A run of consecutive tangents of one trajectory.
private struct FrameBlock<Element: Scalar> {
  /// The first row of the block.
  let rows: UnsafeMutablePointer<Element>
  /// The trajectory's first tangent.
  let before: UnsafeMutablePointer<Element>
  /// How many of the trajectory's tangents come before this block.
  let start: Int
  /// How many tangents the block has.
  var count: Int
  /// How many tangents the trajectory has.
  let tangents: Int
  /// Where the trajectory's `growthFactors` begin.
  let row: Int

  /// How many of the trajectory's tangents come after the block.
  var after: Int { tangents - start - count }
}
