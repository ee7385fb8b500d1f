import Foundation
import Records

/// What theories of games record in common.
enum GameReport {
  static let paper = "arXiv:2010.13846"

  /// - Parameter read: The radius.
  static func radius<Found>(_ read: @escaping @Sendable (Found) -> Double) -> Column<Found> {
    Column(
      "spectral_radius",
      "largest modulus of an eigenvalue of one step, from the closed characteristic roots", paper,
      number: read)
  }

  /// - Parameters:
  ///   - count: So many a step.
  ///   - radius: That of a step.
  static func gradients<Found>(
    each count: Int, at radius: @escaping @Sendable (Found) -> Double
  ) -> Column<Found> {
    Column(
      "gradient_evaluations",
      "gradients and products of mixed derivatives that bring the distance to a millionth; "
        + "infinite where it does not fall", paper
    ) {
      let radius = radius($0)
      // At the edge the radius is 1 but for rounding.
      return radius < 1 - 1e-12 ? Double(count) * log(1e6) / -log(radius) : .infinity
    }
  }
}
