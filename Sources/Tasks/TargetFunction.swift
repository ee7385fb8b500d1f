/// A function of points in the box [−1, 1]ᵈ that a task is to learn.
package struct TargetFunction: Sendable {
  /// The number of coordinates of a point, d.
  package let dimensions: Int
  /// The value of the function at a point of d coordinates.
  package let value: @Sendable (ArraySlice<Double>) -> Double

  /// - Parameters:
  ///   - dimensions: The number of coordinates of a point.
  ///   - value: The function; it is called with as many coordinates, in a slice whose indices may begin anywhere.
  package init(dimensions: Int, value: @escaping @Sendable (ArraySlice<Double>) -> Double) {
    self.dimensions = dimensions
    self.value = value
  }

  /// The points of an even grid, a row each, coordinates in [−1, 1].
  ///
  /// - Parameters:
  ///   - perSide: How many points there are along a side.
  ///   - isCentered: Whether they are the centres of cells; else the grid has points on the boundary.
  package func grid(perSide: Int, isCentered: Bool) -> [[Double]] {
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
/// The last rows of a batch are boundary points; the targets of the other rows are f.
package struct BoundaryValueProblem: Hashable, Sendable {
  /// How many of the last rows of a batch are boundary points.
  package let boundaryPoints: Int
  /// The weight of the mean square at the boundary beside the mean squared residual.
  package let boundaryWeight: Double

  /// - Parameters:
  ///   - boundaryPoints: How many of the last rows of a batch are boundary points.
  ///   - boundaryWeight: The weight of the mean square at the boundary beside the mean squared residual.
  package init(boundaryPoints: Int, boundaryWeight: Double) {
    (self.boundaryPoints, self.boundaryWeight) = (boundaryPoints, boundaryWeight)
  }
}
