import ComplexModule

// Methods that also use products of the mixed derivatives with a vector. λ stands for a mode's eigenvalue, F for its
// field, σ for its coupling.

/// Consensus optimisation: w ← w − η(F + γ∇½‖F‖²) (Mescheder et al. 2017).
struct Consensus: GameMethod {
  let stepSize: Double
  let weight: Double

  func characteristic(of mode: GameMode) -> CharacteristicPolynomial {
    let force = mode.eigenvalue + Complex(weight * mode.eigenvalue.lengthSquared)
    return .linear(root: Complex(1) - Complex(stepSize) * force)
  }

  func advance(_ position: inout GamePosition, in mode: GameMode) {
    let field = mode.field(position.place)
    position.place -= stepSize * (field + weight * mode.fieldTransposed(field))
  }
}

/// Symplectic gradient adjustment: w ← w − η(F + κBᵀF), where B is the antisymmetric part of F's derivative (Balduzzi
/// et al. 2018).
struct SymplecticAdjustment: GameMethod {
  let stepSize: Double
  let adjustment: Double

  func characteristic(of mode: GameMode) -> CharacteristicPolynomial {
    let turned = Complex(1, adjustment * mode.coupling)
    return .linear(root: Complex(1) - Complex(stepSize) * mode.eigenvalue * turned)
  }

  func advance(_ position: inout GamePosition, in mode: GameMode) {
    let field = mode.field(position.place)
    position.place -= stepSize * (field + adjustment * mode.mixedTransposed(field))
  }
}

/// Competitive gradient descent: each player's best move where both foresee the other's,
/// w ← w − η(1 + η²σ²)⁻¹(F + ηBᵀF) (Schäfer and Anandkumar 2019).
struct CompetitiveGradient: GameMethod {
  let stepSize: Double

  func characteristic(of mode: GameMode) -> CharacteristicPolynomial {
    let foreseen = Complex(1, -stepSize * mode.coupling)
    return .linear(root: Complex(1) - Complex(stepSize) * mode.eigenvalue / foreseen)
  }

  func advance(_ position: inout GamePosition, in mode: GameMode) {
    let field = mode.field(position.place)
    let reach = stepSize * mode.coupling
    let foreseen = (field + stepSize * mode.mixedTransposed(field)) / (1 + reach * reach)
    position.place -= stepSize * foreseen
  }
}

/// LEAD: w ← w + βδ − ηF(w) − αBδ, where δ is the last move (Askari Hemmat et al., arXiv:2010.13846).
struct LeastAction: GameMethod {
  let stepSize: Double
  let momentum: Double
  let magnetism: Double

  /// The polynomial ν² − (1 + β − ηh + iσ(η + α))ν + (β + iσα).
  func characteristic(of mode: GameMode) -> CharacteristicPolynomial {
    let kept = Complex(momentum, magnetism * mode.coupling)
    return .quadratic(Complex(stepSize) * mode.eigenvalue - Complex(1) - kept, kept)
  }

  func advance(_ position: inout GamePosition, in mode: GameMode) {
    let move = position.memory
    position.memory =
      momentum * move - stepSize * mode.field(position.place) - magnetism * mode.mixed(move)
    position.place += position.memory
  }
}
