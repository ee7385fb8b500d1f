import Records
import Schema

/// Two coupled features that each classify two examples: the smallest case of gradient starvation
/// (Pezeshki et al., arXiv:2011.09468).
///
/// Two examples of label +1 have the tangent features Φ = U S, U = [[√(1−δ²), −δ], [δ, √(1−δ²)]], and the logits Φθ.
/// The logistic loss summed over the examples, with a penalty of the parameters (λ/2)‖θ‖² or of the logits (λ/2)‖Φθ‖²,
/// is lowered by gradient descent from θ = 0. The features' responses are z = Uᵀ Φθ.
struct TwoFeatures: Theory {
  static let variant = Variant(
    "two_features", "two coupled features under the logistic loss: gradient starvation",
    [
      .real("strength", 3, in: .positive, "s₁, of the first feature"),
      .real("other_strength", 2, in: .positive, "s₂, of the second feature"),
      .real("coupling", 0.5, in: .unit, "δ: how far both features share their examples"),
      Entry(
        "penalty",
        .variant(
          [
            Variant(
              "weights", "weight decay, (λ/2)‖θ‖²",
              [.real("weight_decay", 0.01, in: .positive, "λ, its factor")]),
            Variant(
              "logits", "spectral decoupling, (λ/2)‖ŷ‖²",
              [.real("logit_penalty", 0.002, in: .positive, "λ, its factor")]),
          ], default: "weights"), "what is kept small"),
      .real("learning_rate", 0.05, in: .positive, "of gradient descent"),
      .integer("steps", 100_000, in: 1...100_000_000, "of gradient descent"),
      .integer(
        "checkpoints", 20, in: 2...100_000, "steps recorded, evenly spaced in the logarithm"),
    ])

  let features: FeaturePair
  let learningRate: Double
  let checkpoints: [Int]

  init(_ settings: Settings, seed: UInt64) throws(TheoryError) {
    let isOfWeights = settings.text("penalty") == "weights"
    features = FeaturePair(
      strengths: SIMD2(settings.real("strength"), settings.real("other_strength")),
      coupling: settings.real("coupling"),
      penalty: isOfWeights
        ? .weights(settings.real("weight_decay")) : .logits(settings.real("logit_penalty")))
    learningRate = settings.real("learning_rate")
    let schedule = CheckpointSchedule(count: settings.integer("checkpoints"), spacing: .log)
    checkpoints = schedule.steps(upTo: settings.integer("steps"))
  }

  var columns: [Column<TwoFeatureDescent>] { Self.columns }

  private static let columns: [Column<TwoFeatureDescent>] = {
    let paper = "arXiv:2011.09468"
    let feature = [Quantity.Dimension("feature", size: 2)]
    @Sendable func both(_ responses: SIMD2<Double>) -> [Double] { [responses.x, responses.y] }
    return [
      Column("train_loss", "logistic loss summed over the examples, with the penalty") {
        $0.loss
      },
      Column("feature_response", over: feature, "responses of the features, Uᵀŷ", paper) {
        both($0.responses)
      },
      Column(
        "fixed_point_response", over: feature,
        "the same where descent comes to rest, by Newton's method", paper
      ) { both($0.restingResponses) },
      Column(
        "fixed_point_residual",
        "largest error of the fixed point's equation in the present logits", paper
      ) { $0.residual },
    ]
  }()
  var checkpointCount: Int { checkpoints.count }
  var parameterCount: Int { 2 }
  var flops: Double { 100 * Double(checkpoints.last ?? 0) }
  var memory: Double { 1024 }

  func integrator() -> TwoFeatureDescent { TwoFeatureDescent(self) }
}

final class TwoFeatureDescent: Integrator {
  let theory: TwoFeatures
  private let rest: SIMD2<Double>
  private var parameters = SIMD2<Double>.zero
  private(set) var step = 0

  init(_ theory: TwoFeatures) {
    self.theory = theory
    rest = theory.features.restingLogits
  }

  private var logits: SIMD2<Double> { theory.features.logits(parameters) }
  var isFinite: Bool { parameters.x.isFinite && parameters.y.isFinite }
  func hasReached(checkpoint: Int) -> Bool { step >= theory.checkpoints[checkpoint] }

  func advance() {
    parameters -= theory.learningRate * theory.features.gradient(parameters)
    step += 1
  }

  var loss: Double { theory.features.loss(parameters) }
  var responses: SIMD2<Double> { theory.features.responses(of: logits) }
  var restingResponses: SIMD2<Double> { theory.features.responses(of: rest) }
  var residual: Double {
    let residual = theory.features.fixedPointResidual(logits)
    return max(abs(residual.x), abs(residual.y))
  }

  var state: [Double] { [parameters.x, parameters.y] }
  func restore(from state: [Double], step: Int) {
    parameters = SIMD2(state[0], state[1])
    self.step = step
  }
}
