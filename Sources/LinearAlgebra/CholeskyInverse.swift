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
///   - least: What Lᵢᵢ² must exceed, n numbers of 0 at least.
/// - Returns: How many leading rows were factored: n, or up to the first whose Lᵢᵢ² is too small; what lies beyond is
///   undefined.
func invertCholesky<Element: Scalar>(
  n: Int, g: UnsafeMutablePointer<Element>, x: UnsafeMutablePointer<Element>, ld: Int,
  diagonal: UnsafeMutablePointer<Element>, least: UnsafePointer<Element>
) -> Int {
  if n <= smallOrder {
    return Element.smallCholeskyInverse(n: n, g: g, x: x, ld: ld, diagonal: diagonal, least: least)
  }
  // Whole small blocks first.
  let first = (n / 2 + smallOrder - 1) / smallOrder * smallOrder
  let corner = first * ld
  let taken = invertCholesky(n: first, g: g, x: x, ld: ld, diagonal: diagonal, least: least)
  guard taken == first else { return taken }
  // L₂₁ = G₂₁·X₁₁ᵀ, and what it leaves of G₂₂.
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
