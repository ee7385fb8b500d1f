/// Frames of tangents: of each trajectory k rows, one trajectory after the other.
extension Value {
  /// Orthonormalises each frame: Z = L·Q with Q's rows orthonormal, L lower triangular and Lᵢᵢ > 0; in columns, the thin
  /// QR Zᵀ = Qᵀ·Lᵀ.
  ///
  /// - Parameter k: Rows of a frame, no more than there are columns.
  /// - Returns: The Q, one below the other, and Lᵢᵢ for each row, R×1: how much each tangent had grown beside those
  ///   before it.
  package func orthonormalized(tangents k: Int) -> (frames: Value, growthFactors: Value) {
    precondition(rows % k == 0 && k <= columns, "\(shape) as frames of \(k)")
    let frames = program.append(.orthonormalize(tangents: k), [self], shape)
    return (frames, (self * frames).rowSums())
  }

  /// The products of each of `frames` runs of rows with the run of the same number of `other`.
  package func framewise(_ form: Product, _ other: Value, frames: Int) -> Value {
    let (a, b) = (Shape(rows / frames, columns), Shape(other.rows / frames, other.columns))
    let inner = program.depth >= other.program.depth ? program : other.program
    let shape = form.shape(a, b, blocks: 1).stacked(frames)
    if constant == 0 || other.constant == 0 {
      return inner.constant(0, shape.rows, shape.columns)
    }
    return inner.append(.framewise(form, frames: frames), [self, other], shape)
  }

  /// Of square blocks one above the other: what is below their diagonals, and `diagonal` times these.
  package func lowerTriangle(diagonal: Double) -> Value {
    precondition(rows % columns == 0, "\(shape) as square blocks")
    return program.append(.lowerTriangle(diagonal: diagonal), [self], shape)
  }

  /// L⁻¹·X or L⁻ᵀ·X for each block L of `triangles` and each run X of these rows.
  func solved(by triangles: Value, isTransposed: Bool) -> Value {
    precondition(rows == triangles.rows, "\(shape) with triangles \(triangles.shape)")
    let inner = program.depth >= triangles.program.depth ? program : triangles.program
    return inner.append(.triangularSolve(isTransposed: isTransposed), [triangles, self], shape)
  }
}

/// Derivatives of orthonormalisation and of triangular solves.
extension Value {
  /// The tangent of Q, this being that of Z: with A = L⁻¹·dZ, dQ = A − Ω·Q, where Ω = L⁻¹·dL is the lower triangle that
  /// leaves dQ·Qᵀ antisymmetric.
  func pushedThroughOrthonormalization(of z: Value, _ q: Value, _ k: Int) -> Value {
    let frames = rows / k
    let solved = solved(by: z.framewise(.timesTranspose, q, frames: frames), isTransposed: false)
    let overlaps =
      solved.framewise(.timesTranspose, q, frames: frames)
      + q.framewise(.timesTranspose, solved, frames: frames)
    let omega = overlaps.lowerTriangle(diagonal: 0.5)
    return solved - omega.framewise(.times, q, frames: frames)
  }

  /// The cotangent of Z, this being that of Q: Z̄ = L⁻ᵀ·(Q̄ − C·Q), where C is the lower triangle of Q̄·Qᵀ, mirrored
  /// (Walter and Lehmann 2012, arXiv:1001.1654; with rows for columns).
  func pulledThroughOrthonormalization(of z: Value, _ q: Value, _ k: Int) -> Value {
    let frames = rows / k
    let overlaps = framewise(.timesTranspose, q, frames: frames)
    let mirrored =
      overlaps.lowerTriangle(diagonal: 1).framewise(.times, q, frames: frames)
      + overlaps.lowerTriangle(diagonal: 0).framewise(.transposeTimes, q, frames: frames)
    let triangles = z.framewise(.timesTranspose, q, frames: frames)
    return (self - mirrored).solved(by: triangles, isTransposed: true)
  }

  /// The tangent of Y = L⁻¹·X (or L⁻ᵀ·X), this being Y: L⁻¹·(dX − dL·Y).
  func pushedThroughSolve(
    by triangles: Value, _ tangent: Value?, _ rows: Value?, isTransposed: Bool
  ) -> Value? {
    let frames = triangles.rows / triangles.columns
    let moved = tangent.map {
      -$0.lowerTriangle(diagonal: 1)
        .framewise(isTransposed ? .transposeTimes : .times, self, frames: frames)
    }
    guard let change = rows.map({ rows in moved.map { rows + $0 } ?? rows }) ?? moved else {
      return nil
    }
    return change.solved(by: triangles, isTransposed: isTransposed)
  }

  /// The cotangents of L and X, this being that of Y = L⁻¹·X (or L⁻ᵀ·X): X̄ = L⁻ᵀ·Ȳ, L̄ = −X̄·Yᵀ (or −Y·X̄ᵀ).
  func pulledThroughSolve(
    by triangles: Value, _ y: Value, isTransposed: Bool
  ) -> (triangle: Value, rows: Value) {
    let frames = triangles.rows / triangles.columns
    let rows = solved(by: triangles, isTransposed: !isTransposed)
    let outer =
      isTransposed
      ? y.framewise(.timesTranspose, rows, frames: frames)
      : rows.framewise(.timesTranspose, y, frames: frames)
    return (-outer.lowerTriangle(diagonal: 1), rows)
  }
}

/// Frames of the tangents of several states side by side.
extension Value {
  /// Pushes these tangents, those of all `states` side by side, through to `values`.
  ///
  /// - Parameters:
  ///   - values: As many and as wide as the states; a row depends on the same row of the states only.
  ///   - k: Tangents of each row.
  /// - Returns: The values, to be used in their place, and their tangents side by side.
  package func pushedForward(
    _ values: [Value], from states: [Value], tangentsPerRow k: Int
  ) -> (values: [Value], tangents: Value) {
    var column = 0
    let directions = states.map { state in
      defer { column += state.columns }
      return (variable: state, tangent: columns(column..<column + state.columns))
    }
    let pushed = program.pushForward(values, along: directions, tangentsPerRow: k)
    return (pushed.values, Self.joined(pushed.tangents))
  }
}
