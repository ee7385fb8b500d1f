public import LinearAlgebra
public import Schema

/// Gradient descent: θ ← θ − η·(g + λθ).
public struct GradientDescent: Optimizer {
  public static let variant = Variant("sgd", "gradient descent, no memory")

  public let weightDecay: Double
  public var stateCount: Int { 0 }

  public init(_ settings: Settings, weightDecay: Double) { self.weightDecay = weightDecay }

  @specialized(where S == Float)
  @specialized(where S == Double)
  public func update<S: Scalar>(
    _ parameters: inout MutableSpan<S>, gradient: Span<S>, state: inout MutableSpan<S>,
    learningRate: Double, update: Int
  ) {
    checkCounts(parameters.count, gradient: gradient.count, state: state.count)
    let rate = S(learningRate)
    let decay = S(weightDecay)
    for i in parameters.indices {
      let derivative = gradient[i] + decay * parameters[i]
      parameters[i] -= rate * derivative
    }
  }
}
