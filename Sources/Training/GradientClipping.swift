public import LinearAlgebra

/// The Euclidean norm of `vector`, summed in double precision.
@specialized(where S == Float)
@specialized(where S == Double)
public func euclideanNorm<S: Scalar>(_ vector: Span<S>) -> Double {
  // Eight sums side by side: one after the other would wait for each addition.
  var sums = SIMD8<Double>.zero
  let whole = vector.count & ~7
  for start in stride(from: 0, to: whole, by: 8) {
    for lane in 0..<8 {
      let value = Double(vector[start + lane])
      sums[lane] += value * value
    }
  }
  var total = sums.sum()
  for i in whole..<vector.count {
    let value = Double(vector[i])
    total += value * value
  }
  return total.squareRoot()
}

/// Scales `gradient` to a Euclidean norm of at most `limit`, as `torch.nn.utils.clip_grad_norm_` does:
/// by min(1, limit/(norm + 10⁻⁶)).
///
/// - Returns: The norm before scaling. Where it is not finite the gradient is not either, afterwards as before.
@specialized(where S == Float)
@specialized(where S == Double)
@discardableResult
public func clipByGlobalNorm<S: Scalar>(
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
