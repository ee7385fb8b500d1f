import Foundation

/// The functions of `TwoFeatures`: logits, loss, gradient and fixed point, each for two features and two examples.
struct FeaturePair: Hashable, Sendable {
  enum Penalty: Hashable, Sendable {
    /// Weight decay (λ/2)‖θ‖², with λ.
    case weights(Double)
    /// Spectral decoupling (λ/2)‖ŷ‖², with λ.
    case logits(Double)
  }

  /// The features' strengths s₁ and s₂.
  let strengths: SIMD2<Double>
  /// The coupling δ, 0 to 1.
  let coupling: Double
  let penalty: Penalty

  private var share: Double { (1 - coupling * coupling).squareRoot() }

  /// The product U x.
  private func mixed(_ x: SIMD2<Double>) -> SIMD2<Double> {
    SIMD2(share * x.x - coupling * x.y, coupling * x.x + share * x.y)
  }

  /// The product Uᵀ x, which turns logits into the features' responses.
  func responses(of x: SIMD2<Double>) -> SIMD2<Double> {
    SIMD2(share * x.x + coupling * x.y, -coupling * x.x + share * x.y)
  }

  /// The logits ŷ = U S θ.
  func logits(_ parameters: SIMD2<Double>) -> SIMD2<Double> { mixed(strengths * parameters) }

  func loss(_ parameters: SIMD2<Double>) -> Double {
    let logits = logits(parameters)
    let loss = softplus(-logits.x) + softplus(-logits.y)
    switch penalty {
    case .weights(let factor): return loss + factor / 2 * (parameters * parameters).sum()
    case .logits(let factor): return loss + factor / 2 * (logits * logits).sum()
    }
  }

  func gradient(_ parameters: SIMD2<Double>) -> SIMD2<Double> {
    let logits = logits(parameters)
    let pull = SIMD2(sigmoid(-logits.x), sigmoid(-logits.y))
    switch penalty {
    case .weights(let factor): return factor * parameters - strengths * responses(of: pull)
    case .logits(let factor): return strengths * responses(of: factor * logits - pull)
    }
  }

  /// The residual of the fixed point's equation, log((1 − α)/α) − (1/λ) U S² Uᵀ α at α = σ(−ŷ); for the penalty of
  /// logits, the identity replaces U S² Uᵀ.
  func fixedPointResidual(_ logits: SIMD2<Double>) -> SIMD2<Double> {
    let dual = SIMD2(sigmoid(-logits.x), sigmoid(-logits.y))
    switch penalty {
    case .weights(let factor):
      return logits - mixed(strengths * strengths * responses(of: dual)) / factor
    case .logits(let factor): return logits - dual / factor
    }
  }

  /// The logits at which the residual is zero, by Newton's method; a step that would not improve the residual is
  /// halved.
  var restingLogits: SIMD2<Double> {
    var logits = SIMD2<Double>.zero
    var error = magnitude(fixedPointResidual(logits))
    for _ in 0..<200 where error > 1e-13 {
      var move = newtonStep(logits)
      while magnitude(move) > 1e-16 {
        let next = magnitude(fixedPointResidual(logits - move))
        if next < error {
          logits -= move
          error = next
          break
        }
        move /= 2
      }
    }
    return logits
  }

  private func newtonStep(_ logits: SIMD2<Double>) -> SIMD2<Double> {
    let residual = fixedPointResidual(logits)
    let slopes = SIMD2(
      sigmoid(logits.x) * sigmoid(-logits.x), sigmoid(logits.y) * sigmoid(-logits.y))
    let first = jacobian(SIMD2(slopes.x, 0)) + SIMD2(1, 0)
    let second = jacobian(SIMD2(0, slopes.y)) + SIMD2(0, 1)
    let determinant = first.x * second.y - second.x * first.y
    return SIMD2(
      residual.x * second.y - second.x * residual.y, first.x * residual.y - residual.x * first.y)
      / determinant
  }

  /// The amount by which a change −`slopes` of the dual variables lowers the residual.
  private func jacobian(_ slopes: SIMD2<Double>) -> SIMD2<Double> {
    switch penalty {
    case .weights(let factor):
      mixed(strengths * strengths * responses(of: slopes)) / factor
    case .logits(let factor): slopes / factor
    }
  }
}

private func magnitude(_ x: SIMD2<Double>) -> Double { max(abs(x.x), abs(x.y)) }

/// ln(1 + eˣ), without overflow.
private func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }

/// 1/(1 + e⁻ˣ), without overflow.
private func sigmoid(_ x: Double) -> Double {
  let tail = exp(-abs(x))
  return x >= 0 ? 1 / (1 + tail) : tail / (1 + tail)
}
