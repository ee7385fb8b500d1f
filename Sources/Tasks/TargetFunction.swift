/// The function that a task asks for, where it is one of points in the box [−1, 1]ᵈ.
package struct TargetFunction: Sendable {
  /// d.
  package let dimensions: Int
  /// The function of d coordinates.
  package let value: @Sendable (ArraySlice<Double>) -> Double

  package init(dimensions: Int, value: @escaping @Sendable (ArraySlice<Double>) -> Double) {
    self.dimensions = dimensions
    self.value = value
  }

  /// The points of an even grid, a row each, coordinates in [−1, 1].
  ///
  /// - Parameters:
  ///   - perSide: Points along a side.
  ///   - isCentered: Whether they are the centres of cells; else the grid has points on the boundary.
  func grid(perSide: Int, isCentered: Bool) -> [[Double]] {
    let side = (0..<perSide).map { index in
      isCentered
        ? -1 + (2 * Double(index) + 1) / Double(perSide)
        : -1 + 2 * Double(index) / Double(max(perSide - 1, 1))
    }
    return (0..<dimensions).reduce([[]]) { rows, _ in
      rows.flatMap { row in side.map { row + [$0] } }
    }
  }
}

/// A differential equation that a net is to solve in place of matching given values: −Δu = f inside, u = 0 on the
/// boundary.
///
/// Of a batch's rows the last ones are boundary points; the targets of the others are f.
package struct BoundaryValueProblem: Hashable, Sendable {
  /// Rows of a batch on the boundary; the last ones.
  package let boundaryPoints: Int
  /// What the mean square at the boundary counts beside the mean squared residual.
  package let boundaryWeight: Double
}
