package import LinearAlgebra

/// The alignment of AAᵀ with BBᵀ, ‖AᵀB‖²/(‖AᵀA‖‖BᵀB‖), from 0 to 1; NaN where one of them is zero.
///
/// A and B have the same number of rows. With centred columns this is linear CKA (Kornblith et al., arXiv:1905.00414).
package func gramAlignment(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Double {
  func norm(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Double {
    a.times(b, transposingSelf: true).frobeniusNorm
  }
  let shared = norm(a, b)
  return shared * shared / (norm(a, a) * norm(b, b))
}
