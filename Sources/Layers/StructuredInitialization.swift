import Programs
import Schema
import LinearAlgebra
package import RandomStreams
import Foundation

/// Every element is the same number.
package struct ConstantInitialization: Initialization {
  package let value: Double

  package init(_ value: Double) { self.value = value }

  package func values(_ geometry: WeightGeometry, from random: inout RandomStream) -> [Double] {
    [Double](repeating: value, count: geometry.shape.count)
  }
}

/// Rotations of pairs of units by angles uniform on (−π, 0): a square block-diagonal matrix whose eigenvalues lie on
/// the unit circle (Henaff et al. 2016, as in the code of arXiv:2006.12253).
///
/// Pairs do not cross the borders of modules; a unit left over keeps its state.
struct RotationInitialization: Initialization {
  package func values(_ geometry: WeightGeometry, from random: inout RandomStream) -> [Double] {
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

  package static let constant = InitializationDescription(
    "constant", "the same number everywhere", [.real("value", 0, "the number")]
  ) { ConstantInitialization($0.real("value")) }

  static let rotationBlocks = InitializationDescription(
    "rotation_blocks",
    "2×2 rotations on the diagonal, angles uniform on (−π, 0) (Henaff et al. 2016)"
  ) { _ in RotationInitialization() }
}
