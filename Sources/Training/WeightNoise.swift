import LinearAlgebra
import Plans
import RandomStreams

/// Normal noise on all trained parameters, fresh at each step, under which a gradient is taken.
///
/// In expectation it adds to the loss the same term as the noise of small batches (arXiv:1906.00443). The noise is a
/// pure function of seed and step.
final class WeightNoise<Element: Scalar> {
  private let deviation: Double
  private let seed: UInt64
  private let noise: Storage<Element>
  private let kept: Storage<Element>

  /// - Parameter count: The number of trained parameters, which stand first in the vector.
  init(_ deviation: Double, count: Int, seed: UInt64) {
    self.deviation = deviation
    self.seed = seed
    noise = Storage(count: count)
    kept = Storage(count: count)
  }

  /// Runs `body` while noise is added to `parameters`, then restores them bit for bit.
  func disturb(_ parameters: Storage<Element>, step: Int, _ body: () -> Void) {
    kept.copy(from: parameters)
    noise.withMutableSpan { noise in
      var stream = RandomStream(seed: seed, purpose: "weight noise", index: step)
      stream.fillNormal(&noise, deviation: deviation)
    }
    parameters.withMutableSpan { parameters in
      noise.withSpan { noise in kept.withSpan { setSums($0, noise, in: &parameters) } }
    }
    body()
    parameters.withMutableSpan { parameters in kept.withSpan { setNumbers($0, in: &parameters) } }
  }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func setSums<S: Scalar>(_ a: Span<S>, _ b: Span<S>, in result: inout MutableSpan<S>) {
  for i in a.indices { result[i] = a[i] + b[i] }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func setNumbers<S: Scalar>(_ a: Span<S>, in result: inout MutableSpan<S>) {
  for i in a.indices { result[i] = a[i] }
}
