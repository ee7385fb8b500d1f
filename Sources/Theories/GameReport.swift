import Foundation
import Records

/// What theories of games record in common.
enum GameReport {
  static let paper = "arXiv:2010.13846"

  static let radius = Quantity(
    "spectral_radius",
    longName: "largest modulus of an eigenvalue of one step, from the closed characteristic roots",
    references: paper)
  static let gradients = Quantity(
    "gradient_evaluations",
    longName:
      "gradients and products of mixed derivatives that bring the distance to a millionth; infinite "
      + "where it does not fall", references: paper)

  /// - Parameter each: So many a step.
  static func gradients(toReduceAt radius: Double, each: Int) -> Double {
    // At the edge the radius is 1 but for rounding.
    radius < 1 - 1e-12 ? Double(each) * log(1e6) / -log(radius) : .infinity
  }
}
