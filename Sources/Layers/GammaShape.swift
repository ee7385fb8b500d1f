/// The shape of the nonlinearity γ(x; n, s) (arXiv:2006.12253).
package struct GammaShape: Hashable, Sendable {
  /// n, the sharpness of its bend.
  package let gain: Double
  /// s, from 0 for softplus to 1 for a sigmoid, unless training has moved it beyond.
  package let saturation: Double

  package init(gain: Double, saturation: Double) {
    self.gain = gain
    self.saturation = saturation
  }

  /// The supremum of γ'(x) = (1 − s)p + s n p(1 − p) over x, where p = σ(nx) runs through (0, 1).
  ///
  /// For s > 1/(n + 1) it is (1 + s(n − 1))²/(4 n s); for smaller s > 0 and n > 0 it is 1 − s. A net without input can
  /// be unstable only where it exceeds one.
  package var largestSlope: Double {
    let (linear, curvature) = (1 - saturation + saturation * gain, saturation * gain)
    let ends = max(0, 1 - saturation)
    // This is the top of the parabola, where it lies between the ends.
    guard curvature > 0, linear > 0, linear < 2 * curvature else { return ends }
    return max(ends, linear * linear / (4 * curvature))
  }
}
