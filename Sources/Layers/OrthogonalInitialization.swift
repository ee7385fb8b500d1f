import Programs
import Schema
import LinearAlgebra
import RandomStreams

/// A random matrix with orthonormal columns, or rows where it is wide, times a gain (Saxe et al. 2014; Mezzadri 2007).
///
/// Each block of a packed matrix is orthogonal, and with them the whole.
struct OrthogonalInitialization: Initialization {
  package let gain: Double

  package func values(_ geometry: WeightGeometry, from random: inout RandomStream) -> [Double] {
    let blocks = geometry.isPacked ? geometry.modules : 1
    let (rows, columns) = (geometry.shape.rows / blocks, geometry.shape.columns)
    return (0..<blocks).flatMap { _ in
      Matrix<Double>.randomOrthogonal(rows: rows, columns: columns, from: &random).elements
        .map { gain * $0 }
    }
  }

  /// What is left is made orthogonal again as far as its pattern of zeros allows.
  func masked(_ values: [Double], mask: [Double], geometry: WeightGeometry) -> [Double] {
    guard gain != 0 else { return values.map { _ in 0 } }
    let pattern = ModularPattern(mask: mask, units: geometry.shape.rows, modules: geometry.modules)
    let start = Matrix(
      rows: geometry.shape.rows, columns: geometry.shape.columns, elements: values.map { $0 / gain }
    )
    return pattern.nearlyOrthogonal(start).elements.map { gain * $0 }
  }
}

/// Where a square matrix may differ from zero: in its modules' blocks, and wherever a mask leaves a connection.
struct ModularPattern {
  private let mask: [Double]
  private let units: Int
  private let isInside: [Bool]
  /// Connections between modules, of all there are: the share of the squares that belongs to them.
  private let share: Double
  /// After so many the singular values of 64 units lie between .6 and 1.35 at any q; more gain little.
  private static let sweeps = 20

  package init(mask: [Double], units: Int, modules: Int) {
    let size = units / modules
    self.mask = mask
    self.units = units
    isInside = mask.indices.map { $0 / units / size == $0 % units / size }
    let existing = mask.reduce(0, +)
    share = (existing - Double(units * size)) / existing
  }

  /// A matrix of this pattern, from another's elements in it, whose singular values are near one.
  ///
  /// By turns it becomes the nearest orthogonal matrix (the polar factor, by singular vectors) and goes back to the
  /// pattern. There the connections between modules keep their share of the squares: else they would fade away where few
  /// are left, since blocks that are orthogonal by themselves are what the turns rest at.
  func nearlyOrthogonal(_ start: Matrix<Double>) -> Matrix<Double> {
    (0..<Self.sweeps).reduce(balanced(start)) { matrix, _ in balanced(matrix.polarFactor) }
  }

  /// Nothing outside the pattern; the squares sum to the number of units, and between modules to their share of it.
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
