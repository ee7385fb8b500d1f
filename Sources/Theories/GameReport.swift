import Foundation
import Records

/// The columns that all theories of games record.
enum GameReport {
  static let paper = "arXiv:2010.13846"

  /// The column `spectral_radius`.
  ///
  /// - Parameter read: Reads the radius from what was found.
  static func radius<Found>(_ read: @escaping @Sendable (Found) -> Double) -> Column<Found> {
    Column(
      "spectral_radius",
      "largest modulus of an eigenvalue of one step, from the closed characteristic roots", paper,
      number: read)
  }

  /// The column `gradient_evaluations`.
  ///
  /// - Parameters:
  ///   - count: Evaluations that one step takes.
  ///   - radius: Reads the spectral radius of a step from what was found.
  static func gradients<Found>(
    each count: Int, at radius: @escaping @Sendable (Found) -> Double
  ) -> Column<Found> {
    Column(
      "gradient_evaluations",
      "gradients and products of mixed derivatives that bring the distance to a millionth; "
        + "infinite where it does not fall", paper
    ) {
      let radius = radius($0)
      // Where the distance stays the same, the radius is 1 up to rounding.
      return radius < 1 - 1e-12 ? Double(count) * log(1e6) / -log(radius) : .infinity
    }
  }
}
