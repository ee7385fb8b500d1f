import ComplexModule

// Methods that use only both players' gradients. λ stands for a mode's eigenvalue, F for its field.

/// Simultaneous gradient descent and ascent: w ← w − ηF(w).
struct SimultaneousGradients: GameMethod {
  let stepSize: Double

  func characteristic(of mode: GameMode) -> CharacteristicPolynomial {
    .linear(root: Complex(1) - Complex(stepSize) * mode.eigenvalue)
  }

  func advance(_ position: inout GamePosition, in mode: GameMode) {
    position.place -= stepSize * mode.field(position.place)
  }
}

/// Alternating gradient descent and ascent: y moves after x, and by the gradient at x's new place.
struct AlternatingGradients: GameMethod {
  let stepSize: Double

  func characteristic(of mode: GameMode) -> CharacteristicPolynomial {
    let kept = 1 - stepSize * mode.curvature
    let turned = stepSize * mode.coupling
    return .quadratic(Complex(turned * turned - 2 * kept), Complex(kept * kept))
  }

  func advance(_ position: inout GamePosition, in mode: GameMode) {
    position.place.x -= stepSize * mode.field(position.place).x
    position.place.y -= stepSize * mode.field(position.place).y
  }
}

/// Extragradient: w ← w − ηF(w − γF(w)) (Korpelevich 1976).
struct Extragradient: GameMethod {
  let stepSize: Double
  let extrapolation: Double

  func characteristic(of mode: GameMode) -> CharacteristicPolynomial {
    let ahead = Complex(1) - Complex(extrapolation) * mode.eigenvalue
    return .linear(root: Complex(1) - Complex(stepSize) * mode.eigenvalue * ahead)
  }

  func advance(_ position: inout GamePosition, in mode: GameMode) {
    let ahead = position.place - extrapolation * mode.field(position.place)
    position.place -= stepSize * mode.field(ahead)
  }
}

/// Optimistic gradient: w ← w − 2ηF(w) + γF(w before) (Popov 1980; Daskalakis et al. 2018), with the characteristic
/// polynomial ν² − (1 − 2ηλ)ν − γλ.
struct OptimisticGradient: GameMethod {
  let stepSize: Double
  let optimism: Double

  func characteristic(of mode: GameMode) -> CharacteristicPolynomial {
    .quadratic(
      Complex(2 * stepSize) * mode.eigenvalue - Complex(1), Complex(-optimism) * mode.eigenvalue)
  }

  func start(at place: SIMD2<Double>, in mode: GameMode) -> GamePosition {
    GamePosition(place: place, memory: mode.field(place))
  }

  func advance(_ position: inout GamePosition, in mode: GameMode) {
    let field = mode.field(position.place)
    position.place += optimism * position.memory - 2 * stepSize * field
    position.memory = field
  }
}

/// The heavy ball: v ← βv − F(w), w ← w + η Re v, with β = |β|, −|β| or i|β| (Polyak 1964; Gidel et al. 2019; Lorraine
/// et al. 2022).
struct HeavyBall: GameMethod {
  enum Direction { case positive, negative, imaginary }

  let stepSize: Double
  /// The magnitude of the momentum, |β|.
  let momentum: Double
  let direction: Direction

  private var real: Double {
    switch direction {
    case .positive: momentum
    case .negative: -momentum
    case .imaginary: 0
    }
  }
  private var imaginary: Double { direction == .imaginary ? momentum : 0 }

  /// The polynomial ν² − (1 + β − ηλ)ν + β for real momentum, (ν − 1)(ν² + |β|²) + ηλν² for imaginary momentum.
  func characteristic(of mode: GameMode) -> CharacteristicPolynomial {
    let pull = Complex(stepSize) * mode.eigenvalue
    guard direction == .imaginary else {
      return .quadratic(pull - Complex(1 + real), Complex(real))
    }
    let square = Complex(momentum * momentum)
    return .cubic(pull - Complex(1), square, -square)
  }

  func advance(_ position: inout GamePosition, in mode: GameMode) {
    let field = mode.field(position.place)
    let (old, turned) = (position.memory, position.otherMemory)
    position.memory = real * old - imaginary * turned - field
    position.otherMemory = real * turned + imaginary * old
    position.place += stepSize * position.memory
  }
}
