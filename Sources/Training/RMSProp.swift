import CVectorMath
public import LinearAlgebra
public import Schema

/// RMSprop: v ← ρv + (1 − ρ)d², θ ← θ − η·d/(√v + ε), with d = g + λθ (Hinton's lecture 6e).
public struct RMSProp: Optimizer {
  public static let variant = Variant(
    "rmsprop", "gradient over its running root mean square",
    [
      .real(
        "smoothing", 0.99, in: Interval(0, 1, includesUpper: false),
        "share of the mean square kept, ρ (PyTorch's alpha)"),
      .epsilon,
    ])

  public let smoothing: Double
  public let epsilon: Double
  public let weightDecay: Double
  public var stateCount: Int { 1 }

  public init(_ settings: Settings, weightDecay: Double) {
    smoothing = settings.real("smoothing")
    epsilon = settings.real("epsilon")
    self.weightDecay = weightDecay
  }

  public func update<S: Scalar>(
    _ parameters: inout MutableSpan<S>, gradient: Span<S>, state: inout MutableSpan<S>,
    learningRate: Double, update: Int
  ) {
    var step = vm_update(rate: learningRate, decay: weightDecay)
    step.kept_square = smoothing
    step.added_square = 1 - smoothing
    step.epsilon = epsilon
    UpdateRule.rmsprop.apply(step, to: &parameters, gradient: gradient, state: &state)
  }
}
