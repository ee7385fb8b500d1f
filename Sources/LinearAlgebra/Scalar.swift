package import RealModule

/// The element of a matrix: `Float` or `Double`, with OpenBLAS and LAPACK beneath.
///
/// Matrices are row-major everywhere: element (i, j) of a matrix with leading dimension `ld` is at i·ld + j. These
/// requirements are the lowest layer, on which kernels stand; they check nothing. Everything else goes through
/// `Matrix`.
package protocol Scalar: Real, BinaryFloatingPoint, SIMDScalar, Codable, Sendable {
  /// C ← alpha·op(A)·op(B) + beta·C, where op(A) is m×k, op(B) is k×n and C is m×n; op transposes if asked to.
  ///
  /// With beta = 0, C is written without being read.
  static func gemm(
    transposeA: Bool, transposeB: Bool, m: Int, n: Int, k: Int,
    alpha: Self, a: UnsafePointer<Self>, lda: Int, b: UnsafePointer<Self>, ldb: Int,
    beta: Self, c: UnsafeMutablePointer<Self>, ldc: Int)

  /// How many numbers a k×n matrix takes once it is packed.
  static func packedCount(k: Int, n: Int) -> Int

  /// Packs B, which is k×n, or n×k where it is stored as its transpose, for many products.
  static func pack(
    transposed: Bool, k: Int, n: Int, b: UnsafePointer<Self>, ldb: Int,
    to packed: UnsafeMutablePointer<Self>)

  /// C ← A·B, where A is m×k and B is k×n and packed.
  ///
  /// An element's bits depend only on its row of A and its column of B.
  static func gemm(
    m: Int, n: Int, k: Int, a: UnsafePointer<Self>, lda: Int, packed: UnsafePointer<Self>,
    c: UnsafeMutablePointer<Self>, ldc: Int)

  /// The `triangle` of C ← alpha·op(A)·op(A)ᵀ + beta·C, where op(A) is n×k and C is n×n.
  static func syrk(
    _ triangle: Triangle, transpose: Bool, n: Int, k: Int, alpha: Self,
    a: UnsafePointer<Self>, lda: Int, beta: Self, c: UnsafeMutablePointer<Self>, ldc: Int)

  /// B ← op(T)⁻¹·B (left) or B·op(T)⁻¹ (right), where T is a triangle and B is m×n.
  static func trsm(
    _ side: Side, _ triangle: Triangle, transpose: Bool, m: Int, n: Int,
    t: UnsafePointer<Self>, ldt: Int, b: UnsafeMutablePointer<Self>, ldb: Int)

  /// B ← alpha·op(T)·B (left) or alpha·B·op(T) (right), where T is a triangle and B is m×n.
  static func trmm(
    _ side: Side, _ triangle: Triangle, transpose: Bool, m: Int, n: Int, alpha: Self,
    t: UnsafePointer<Self>, ldt: Int, b: UnsafeMutablePointer<Self>, ldb: Int)

  /// The inner product x·y of `count` numbers each.
  static func dot(_ count: Int, _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>) -> Self

  /// The length √(x·x), without overflow on the way.
  static func nrm2(_ count: Int, _ x: UnsafePointer<Self>) -> Self

  /// x ← alpha·x.
  static func scal(_ count: Int, alpha: Self, x: UnsafeMutablePointer<Self>)

  /// Householder QR of the transpose of a k×n matrix, k ≤ n: the matrix's rows are the columns that are factored.
  ///
  /// - Parameters:
  ///   - a: The rows in; reflectors and R out (R(i, j), i ≤ j, at row j, column i: the lower triangle as stored).
  ///   - tau: k numbers out, the scales of the reflectors, which `orgqr` reads.
  ///   - workspace: `workspaceCount` numbers, at least as many as `qrWorkspaceCount` says.
  static func geqrf(
    k: Int, n: Int, a: UnsafeMutablePointer<Self>, lda: Int, tau: UnsafeMutablePointer<Self>,
    workspace: UnsafeMutablePointer<Self>, workspaceCount: Int)

  /// Replaces the reflectors that `geqrf` left by the k orthonormal rows.
  static func orgqr(
    k: Int, n: Int, a: UnsafeMutablePointer<Self>, lda: Int, tau: UnsafePointer<Self>,
    workspace: UnsafeMutablePointer<Self>, workspaceCount: Int)

  /// The workspace, in numbers, at which `geqrf` and `orgqr` run fastest.
  static func qrWorkspaceCount(k: Int, n: Int) -> Int

  /// Takes L⁻¹ of a small positive definite matrix G = L·Lᵀ, whose order is at most 64.
  ///
  /// - Parameters:
  ///   - g: The lower triangle of G.
  ///   - x: The matrix whose lower triangle becomes L⁻¹.
  ///   - ld: The leading dimension of both.
  ///   - diagonal: The n numbers Lᵢᵢ, out.
  ///   - least: The n numbers, each at least 0, that Lᵢᵢ² must exceed.
  /// - Returns: How many leading rows were factored: n, or the number before the first whose Lᵢᵢ² is too small.
  static func smallCholeskyInverse(
    n: Int, g: UnsafePointer<Self>, x: UnsafeMutablePointer<Self>, ld: Int,
    diagonal: UnsafeMutablePointer<Self>, least: UnsafePointer<Self>
  ) -> Int

  /// Takes the largest |z| of each column of a k×n matrix: n numbers.
  static func columnMagnitudes(
    k: Int, n: Int, _ z: UnsafePointer<Self>, to magnitudes: UnsafeMutablePointer<Self>)

  /// Σ |qⱼ|·wⱼ.
  static func weightedMagnitude(
    _ count: Int, _ q: UnsafePointer<Self>, weights: UnsafePointer<Self>
  ) -> Self

  /// Replaces an n×n matrix by the LU factors of its transpose; `pivots` has n numbers.
  static func getrf(
    n: Int, a: UnsafeMutablePointer<Self>, lda: Int, pivots: UnsafeMutablePointer<Int32>)

  /// Takes the eigenvalues, ascending, of a symmetric n×n matrix; with `vectors`, row i of `a` becomes eigenvector i.
  /// The lower triangle is read.
  ///
  /// - Returns: Whether it converged.
  static func syevd(
    vectors: Bool, n: Int, a: UnsafeMutablePointer<Self>, lda: Int,
    values: UnsafeMutablePointer<Self>
  ) -> Bool

  /// Takes the min(m, n) singular values, descending, of an m×n matrix, which is destroyed.
  ///
  /// - Returns: Whether it converged.
  static func gesdd(
    m: Int, n: Int, a: UnsafeMutablePointer<Self>, lda: Int,
    values: UnsafeMutablePointer<Self>
  ) -> Bool

  /// Takes the n eigenvalues of an n×n matrix, which is destroyed.
  ///
  /// - Returns: Whether it converged.
  static func geev(
    n: Int, a: UnsafeMutablePointer<Self>, lda: Int,
    real: UnsafeMutablePointer<Self>, imaginary: UnsafeMutablePointer<Self>
  ) -> Bool
}

/// Which half of a square matrix is meant, diagonal included.
package enum Triangle: Sendable {
  case lower, upper
}

/// On which side of the other factor a matrix stands.
package enum Side: Sendable {
  case left, right
}
