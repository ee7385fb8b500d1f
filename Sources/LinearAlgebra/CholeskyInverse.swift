/// X ← L⁻¹, where G = L·Lᵀ: by halves, so that all but small blocks is matrix products.
///
/// Two thirds of n³ multiplications, as many as factor and solution by LAPACK, which is three times slower at n = 128.
///
/// - Parameters:
///   - n: Order of G.
///   - g: G, n×n, its lower triangle; destroyed.
///   - x: L⁻¹, n×n, its lower triangle.
///   - ld: Leading dimension of both.
///   - diagonal: Lᵢᵢ.
/// - Returns: Whether G was positive definite to rounding; if not, x and the diagonal are undefined.
func invertCholesky<Element: Scalar>(
  n: Int, g: UnsafeMutablePointer<Element>, x: UnsafeMutablePointer<Element>, ld: Int,
  diagonal: UnsafeMutablePointer<Element>
) -> Bool {
  if n <= smallOrder {
    return Element.smallCholeskyInverse(n: n, g: g, x: x, ld: ld, diagonal: diagonal)
  }
  // Whole small blocks first.
  let first = (n / 2 + smallOrder - 1) / smallOrder * smallOrder
  let second = n - first
  let corner = first * ld
  guard invertCholesky(n: first, g: g, x: x, ld: ld, diagonal: diagonal) else { return false }
  // L₂₁ = G₂₁·X₁₁ᵀ, and what it leaves of G₂₂.
  Element.trmm(
    .right, .lower, transpose: true, m: second, n: first, alpha: 1, t: x, ldt: ld, b: g + corner,
    ldb: ld)
  Element.syrk(
    .lower, transpose: false, n: second, k: first, alpha: -1, a: g + corner, lda: ld, beta: 1,
    c: g + corner + first, ldc: ld)
  guard
    invertCholesky(
      n: second, g: g + corner + first, x: x + corner + first, ld: ld, diagonal: diagonal + first)
  else { return false }
  // X₂₁ = −X₂₂·L₂₁·X₁₁.
  for i in 0..<second { (x + corner + i * ld).update(from: g + corner + i * ld, count: first) }
  Element.trmm(
    .right, .lower, transpose: false, m: second, n: first, alpha: -1, t: x, ldt: ld, b: x + corner,
    ldb: ld)
  Element.trmm(
    .left, .lower, transpose: false, m: second, n: first, alpha: 1, t: x + corner + first, ldt: ld,
    b: x + corner, ldb: ld)
  return true
}

/// The order at which halving stops.
private let smallOrder = 32
