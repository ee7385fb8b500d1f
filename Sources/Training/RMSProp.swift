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

  @specialized(where S == Float)
  @specialized(where S == Double)
  public func update<S: Scalar>(
    _ parameters: inout MutableSpan<S>, gradient: Span<S>, state: inout MutableSpan<S>,
    learningRate: Double, update: Int
  ) {
    checkCounts(parameters.count, gradient: gradient.count, state: state.count)
    let rate = S(learningRate)
    let decay = S(weightDecay)
    let (kept, added) = (S(smoothing), S(1 - smoothing))
    let epsilon = S(epsilon)
    for i in parameters.indices {
      let derivative = gradient[i] + decay * parameters[i]
      state[i] = kept * state[i] + added * derivative * derivative
      parameters[i] -= rate * derivative / (state[i].squareRoot() + epsilon)
    }
  }
}
