import Programs
import Schema
import LinearAlgebra
import RandomStreams

/// A random matrix with orthonormal columns, or rows where it is wide, times a gain (Saxe et al. 2014; Mezzadri 2007).
///
/// Each block of a packed matrix is orthogonal, so that the whole is orthogonal too.
struct OrthogonalInitialization: Initialization {
  let gain: Double

  func values(_ geometry: WeightGeometry, from random: inout RandomStream) -> [Double] {
    let blocks = geometry.isPacked ? geometry.modules : 1
    let (rows, columns) = (geometry.shape.rows / blocks, geometry.shape.columns)
    return (0..<blocks).flatMap { _ in
      Matrix<Double>.randomOrthogonal(rows: rows, columns: columns, from: &random).elements
        .map { gain * $0 }
    }
  }

  /// The values that the mask leaves, made orthogonal again as far as the pattern of zeros allows.
  func masked(_ values: [Double], mask: [Double], geometry: WeightGeometry) -> [Double] {
    guard gain != 0 else { return values.map { _ in 0 } }
    let pattern = ModularPattern(mask: mask, units: geometry.shape.rows, modules: geometry.modules)
    let start = Matrix(
      rows: geometry.shape.rows, columns: geometry.shape.columns, elements: values.map { $0 / gain }
    )
    return pattern.nearlyOrthogonal(start).elements.map { gain * $0 }
  }
}

/// The places where a square matrix may differ from zero: the blocks of its modules, and the connections that a mask
/// leaves.
struct ModularPattern {
  private let mask: [Double]
  private let units: Int
  private let isInside: [Bool]
  /// The share of the connections between modules in all connections, which is also their share of the squares.
  private let share: Double
  /// The number of turns. After these the singular values of 64 units lie between 0.6 and 1.35 at any q; more turns
  /// gain little.
  private static let sweeps = 20

  init(mask: [Double], units: Int, modules: Int) {
    let size = units / modules
    self.mask = mask
    self.units = units
    isInside = mask.indices.map { $0 / units / size == $0 % units / size }
    let existing = mask.reduce(0, +)
    share = (existing - Double(units * size)) / existing
  }

  /// A matrix of this pattern whose singular values are near one, made from the elements of another matrix in the
  /// pattern.
  ///
  /// At each turn it becomes the nearest orthogonal matrix (the polar factor) and is then put back into the pattern.
  /// There the connections between modules keep their share of the squares. Otherwise they would fade away where few
  /// are left, since the turns come to rest at blocks that are orthogonal by themselves.
  func nearlyOrthogonal(_ start: Matrix<Double>) -> Matrix<Double> {
    (0..<Self.sweeps).reduce(balanced(start)) { matrix, _ in balanced(matrix.polarFactor) }
  }

  /// The matrix with zeros outside the pattern. Its squares sum to the number of units, and those between modules to
  /// their share of it.
  private func balanced(_ matrix: Matrix<Double>) -> Matrix<Double> {
    var (inside, between) = (0.0, 0.0)
    for (index, value) in matrix.elements.enumerated() where mask[index] != 0 {
      if isInside[index] { inside += value * value } else { between += value * value }
    }
    let factors = (
      inside: inside > 0 ? ((1 - share) * Double(units) / inside).squareRoot() : 0,
      between: between > 0 ? (share * Double(units) / between).squareRoot() : 0
    )
    var result = matrix
    for index in result.elements.indices {
      result.elements[index] *= mask[index] * (isInside[index] ? factors.inside : factors.between)
    }
    return result
  }
}

extension InitializationDescription {
  static let orthogonal = InitializationDescription(
    "orthogonal", "orthonormal rows or columns, Haar-distributed (Saxe et al. 2014)",
    [.real("gain", 1, in: .nonnegative, "factor of the orthonormal matrix")]
  ) { OrthogonalInitialization(gain: $0.real("gain")) }
}
