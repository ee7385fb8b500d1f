package import Programs
package import Tasks

extension BoundaryValueProblem {
  /// The mean squared residual of −Δu = f inside, plus the weighted mean square of u on the boundary: 1×1.
  ///
  /// - Parameters:
  ///   - outputs: u, R×1, in `program`, which computes it from the inputs.
  ///   - inputs: The points, R×d; those of the boundary come last.
  ///   - source: f at the points, R×1.
  package func loss(
    of outputs: Value, at inputs: Value, source: Value, in program: Program
  ) -> Value {
    let inner = outputs.rows - boundaryPoints
    let residual = source + program.laplacian(of: outputs, at: inputs)
    let boundary = outputs.rows(inner..<outputs.rows)
    return residual.rows(0..<inner).square().mean() + boundaryWeight * boundary.square().mean()
  }
}

extension Program {
  /// Δu, R×1: the sum of the second derivatives of each row of u by each column of the same row of `inputs`, R×d.
  ///
  /// It is computed by applying forward mode twice; gradients by parameters can be taken of the result.
  package func laplacian(of u: Value, at inputs: Value) -> Value {
    var sum = constant(0, u.rows, 1)
    for column in 0..<inputs.columns {
      let direction = constant(1, inputs.rows, 1)
        .paddedColumns(before: column, total: inputs.columns)
      let slope = pushForward([u], along: [(inputs, direction)]).tangents[0]
      sum = sum + pushForward([slope], along: [(inputs, direction)]).tangents[0]
    }
    return sum
  }
}
