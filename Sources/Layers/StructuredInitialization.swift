import Programs
import Schema
import LinearAlgebra
package import RandomStreams
import Foundation

/// A rule that gives every element the same number.
package struct ConstantInitialization: Initialization {
  /// The number that every element gets.
  package let value: Double

  /// The rule that gives every element this number.
  package init(_ value: Double) { self.value = value }

  package func values(_ geometry: WeightGeometry, from random: inout RandomStream) -> [Double] {
    [Double](repeating: value, count: geometry.shape.count)
  }
}

/// Rotations of pairs of units by angles uniform on (−π, 0). They form a square block-diagonal matrix whose eigenvalues
/// lie on the unit circle (Henaff et al. 2016, as in the code of arXiv:2006.12253).
///
/// Pairs do not cross the borders of modules. A unit that is left over keeps its state.
struct RotationInitialization: Initialization {
  func values(_ geometry: WeightGeometry, from random: inout RandomStream) -> [Double] {
    let size = geometry.shape.rows / geometry.modules
    var matrix = Matrix<Double>(rows: geometry.shape.rows, columns: geometry.shape.columns)
    for module in 0..<geometry.modules {
      let row = module * size
      let column = geometry.isPacked ? 0 : row
      for pair in 0..<size / 2 {
        let (i, j) = (row + 2 * pair, column + 2 * pair)
        let angle = -Double.pi * random.uniform()
        matrix[i, j] = cos(angle)
        matrix[i, j + 1] = sin(angle)
        matrix[i + 1, j] = -sin(angle)
        matrix[i + 1, j + 1] = cos(angle)
      }
      if size % 2 == 1 { matrix[row + size - 1, column + size - 1] = 1 }
    }
    return matrix.elements
  }
}

extension InitializationDescription {
  static let zeros = InitializationDescription("zeros", "zero") { _ in ConstantInitialization(0) }

  /// The same given number for every element, `constant` in sweep files.
  package static let constant = InitializationDescription(
    "constant", "the same number everywhere", [.real("value", 0, "the number")]
  ) { ConstantInitialization($0.real("value")) }

  static let rotationBlocks = InitializationDescription(
    "rotation_blocks",
    "2×2 rotations on the diagonal, angles uniform on (−π, 0) (Henaff et al. 2016)"
  ) { _ in RotationInitialization() }
}
