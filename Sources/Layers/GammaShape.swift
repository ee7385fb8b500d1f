/// The shape of γ(x; n, s): its gain n and saturation s (arXiv:2006.12253).
package struct GammaShape: Hashable, Sendable {
  package let gain: Double
  package let saturation: Double

  package init(gain: Double, saturation: Double) {
    self.gain = gain
    self.saturation = saturation
  }

  /// The supremum of γ'(x) = (1 − s)p + s n p(1 − p) over x, where p = σ(nx) runs through (0, 1).
  ///
  /// For s > 1/(n + 1) it is (1 + s(n − 1))²/(4 n s), for smaller s > 0 and n > 0 it is 1 − s. The net that is driven by
  /// nothing can only be unstable where it exceeds one.
  package var largestSlope: Double {
    let (linear, curvature) = (1 - saturation + saturation * gain, saturation * gain)
    let ends = max(0, 1 - saturation)
    // The parabola's top, where it lies between the ends.
    guard curvature > 0, linear > 0, linear < 2 * curvature else { return ends }
    return max(ends, linear * linear / (4 * curvature))
  }
}
