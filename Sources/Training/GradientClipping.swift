import CVectorMath
package import LinearAlgebra

/// The Euclidean norm of `vector`, summed in double precision.
@specialized(where S == Float)
@specialized(where S == Double)
package func euclideanNorm<S: Scalar>(_ vector: Span<S>) -> Double {
  vector.withUnsafeBytes { bytes in
    // An empty span has no address.
    guard let base = bytes.baseAddress else { return 0 }
    let sum = S.self == Float.self ? vm_sum_of_squares_f32 : vm_sum_of_squares_f64
    return sum(vector.count, base).squareRoot()
  }
}

/// Scales `gradient` to a Euclidean norm of at most `limit`, as `torch.nn.utils.clip_grad_norm_` does:
/// by min(1, limit/(norm + 10⁻⁶)).
///
/// - Returns: The norm before scaling. Where it is not finite, the gradient stays non-finite.
@specialized(where S == Float)
@specialized(where S == Double)
@discardableResult
package func clipByGlobalNorm<S: Scalar>(
  _ gradient: inout MutableSpan<S>, limit: Double
) -> Double {
  let norm = euclideanNorm(gradient.span)
  let factor = limit / (norm + 1e-6)
  // Not `factor < 1`: an infinite or undefined norm must show in the gradient.
  if !(factor >= 1) {
    let factor = S(factor)
    for i in gradient.indices { gradient[i] *= factor }
  }
  return norm
}
