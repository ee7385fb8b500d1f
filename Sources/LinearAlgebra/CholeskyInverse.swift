/// X ← L⁻¹, where G = L·Lᵀ. The matrix is halved again and again, so that all but small blocks is matrix products.
///
/// This takes two thirds of n³ multiplications. LAPACK's factorisation and solution take as many, and three times the
/// time at n = 128.
///
/// - Parameters:
///   - n: The order of G.
///   - g: The lower triangle of G, n×n; destroyed.
///   - x: The lower triangle of L⁻¹, n×n, out.
///   - ld: The leading dimension of both.
///   - diagonal: The n numbers Lᵢᵢ, out.
///   - least: The n numbers, each at least 0, that Lᵢᵢ² must exceed.
/// - Returns: How many leading rows were factored: n, or the number before the first whose Lᵢᵢ² is too small. The rows
///   beyond are undefined.
func invertCholesky<Element: Scalar>(
  n: Int, g: UnsafeMutablePointer<Element>, x: UnsafeMutablePointer<Element>, ld: Int,
  diagonal: UnsafeMutablePointer<Element>, least: UnsafePointer<Element>
) -> Int {
  if n <= smallOrder {
    return Element.smallCholeskyInverse(n: n, g: g, x: x, ld: ld, diagonal: diagonal, least: least)
  }
  // The first half is a whole number of small blocks.
  let first = (n / 2 + smallOrder - 1) / smallOrder * smallOrder
  let corner = first * ld
  let taken = invertCholesky(n: first, g: g, x: x, ld: ld, diagonal: diagonal, least: least)
  guard taken == first else { return taken }
  // L₂₁ = G₂₁·X₁₁ᵀ, then G₂₂ ← G₂₂ − L₂₁·L₂₁ᵀ.
  Element.trmm(
    .right, .lower, transpose: true, m: n - first, n: first, alpha: 1, t: x, ldt: ld,
    b: g + corner, ldb: ld)
  Element.syrk(
    .lower, transpose: false, n: n - first, k: first, alpha: -1, a: g + corner, lda: ld, beta: 1,
    c: g + corner + first, ldc: ld)
  let second = invertCholesky(
    n: n - first, g: g + corner + first, x: x + corner + first, ld: ld, diagonal: diagonal + first,
    least: least + first)
  // X₂₁ = −X₂₂·L₂₁·X₁₁.
  for i in 0..<second { (x + corner + i * ld).update(from: g + corner + i * ld, count: first) }
  Element.trmm(
    .right, .lower, transpose: false, m: second, n: first, alpha: -1, t: x, ldt: ld, b: x + corner,
    ldb: ld)
  Element.trmm(
    .left, .lower, transpose: false, m: second, n: first, alpha: 1, t: x + corner + first, ldt: ld,
    b: x + corner, ldb: ld)
  return first + second
}

/// The order at which halving stops.
private let smallOrder = 32
