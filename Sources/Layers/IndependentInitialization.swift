import LinearAlgebra
import Schema
package import RandomStreams

/// Elements drawn independently, from a normal or a uniform distribution about zero.
package struct IndependentInitialization: Initialization {
  /// The two distributions, both with mean zero.
  package enum Distribution: Sendable { case normal, uniform }

  let distribution: Distribution
  /// The standard deviation of the elements of a matrix.
  package let deviation: @Sendable (WeightGeometry) -> Double

  /// Elements of a distribution with this standard deviation.
  package init(
    _ distribution: Distribution, deviation: @escaping @Sendable (WeightGeometry) -> Double
  ) {
    self.distribution = distribution
    self.deviation = deviation
  }

  /// Elements uniform on ±bound, whose standard deviation is bound/√3.
  package init(bound: @escaping @Sendable (WeightGeometry) -> Double) {
    self.init(.uniform) { bound($0) / 3.0.squareRoot() }
  }

  package func values(_ geometry: WeightGeometry, from random: inout RandomStream) -> [Double] {
    let deviation = deviation(geometry)
    switch distribution {
    case .normal: return geometry.independent(&random) { deviation * $0.normal() }
    case .uniform:
      let bound = 3.0.squareRoot() * deviation
      return geometry.independent(&random) { bound * (2 * $0.uniform() - 1) }
    }
  }
}

// Each rule is given by the standard deviation of its elements. The bound of a uniform rule is √3 times that.
extension InitializationDescription {
  private static func scaled(
    _ name: String, _ summary: String, _ distribution: IndependentInitialization.Distribution,
    _ deviation: @escaping @Sendable (WeightGeometry) -> Double
  ) -> InitializationDescription {
    InitializationDescription(name, summary) { _ in
      IndependentInitialization(distribution, deviation: deviation)
    }
  }

  private static func glorot(_ geometry: WeightGeometry) -> Double {
    (2 / (geometry.fanIn + geometry.fanOut)).squareRoot()
  }

  private static func he(_ geometry: WeightGeometry) -> Double {
    (2 / geometry.fanIn).squareRoot()
  }

  private static func lecun(_ geometry: WeightGeometry) -> Double {
    (1 / geometry.fanIn).squareRoot()
  }

  static let glorotUniform = scaled(
    "glorot_uniform", "uniform on ±√(6/(fan_in + fan_out)) (Glorot & Bengio 2010)", .uniform, glorot
  )
  static let glorotNormal = scaled(
    "glorot_normal", "normal, deviation √(2/(fan_in + fan_out)) (Glorot & Bengio 2010)", .normal,
    glorot)
  static let heUniform = scaled(
    "he_uniform", "uniform on ±√(6/fan_in) (He et al. 2015)", .uniform, he)
  static let heNormal = scaled(
    "he_normal", "normal, deviation √(2/fan_in) (He et al. 2015)", .normal, he)
  static let lecunUniform = scaled(
    "lecun_uniform", "uniform on ±√(3/fan_in) (LeCun et al. 1998)", .uniform, lecun)
  static let lecunNormal = scaled(
    "lecun_normal", "normal, deviation 1/√fan_in (LeCun et al. 1998)", .normal, lecun)

  static let torch = InitializationDescription(
    "torch", "PyTorch's default: uniform on ±1/√fan_in; of a recurrent layer, ±1/√width"
  ) { _ in IndependentInitialization { 1 / $0.defaultFanIn.squareRoot() } }

  static let gaussian = InitializationDescription(
    "gaussian", "normal, deviation gain/√fan_in",
    [
      .real(
        "gain", 1, in: .nonnegative, "g, the spectral radius that it gives a wide square matrix")
    ]
  ) { settings in
    let gain = settings.real("gain")
    return IndependentInitialization(.normal) { gain / $0.fanIn.squareRoot() }
  }

  /// Normal elements with a given standard deviation, which is 0.1 by default.
  package static let normal = InitializationDescription(
    "normal", "normal with a given deviation",
    [.real("deviation", 0.1, in: .nonnegative, "standard deviation of the elements")]
  ) { settings in
    let deviation = settings.real("deviation")
    return IndependentInitialization(.normal) { _ in deviation }
  }

  static let uniform = InitializationDescription(
    "uniform", "uniform on ±bound",
    [.real("bound", 0.1, in: .nonnegative, "p, the largest magnitude of an element")]
  ) { settings in
    let bound = settings.real("bound")
    return IndependentInitialization { _ in bound }
  }
}
