import ComplexModule

/// One mode of a quadratic game between x, which lowers f, and y, which raises it: f = (h/2)x² − (h/2)y² + σxy.
///
/// A place (x, y) is also the complex number w = x + iy, on which the game's forces act as the eigenvalue λ = h − iσ.
struct GameMode: Hashable, Sendable {
  /// The curvature h of each player's loss in its own coordinate.
  let curvature: Double
  /// The coupling σ between the players.
  let coupling: Double

  /// The eigenvalue λ = h − iσ.
  var eigenvalue: Complex<Double> { Complex(curvature, -coupling) }

  /// The field (∂f/∂x, −∂f/∂y) that both players descend.
  func field(_ place: SIMD2<Double>) -> SIMD2<Double> { curvature * place + mixed(place) }

  /// The change of each player's field by a move of the opponent, (∇_xy f · δy, −∇_yx f · δx).
  func mixed(_ move: SIMD2<Double>) -> SIMD2<Double> {
    coupling * SIMD2(move.y, -move.x)
  }

  /// The transpose of `mixed`.
  func mixedTransposed(_ field: SIMD2<Double>) -> SIMD2<Double> {
    coupling * SIMD2(-field.y, field.x)
  }

  /// The transpose of `field`.
  func fieldTransposed(_ field: SIMD2<Double>) -> SIMD2<Double> {
    curvature * field + mixedTransposed(field)
  }
}
