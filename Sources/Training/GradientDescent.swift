import CVectorMath
public import LinearAlgebra
public import Schema

/// Gradient descent: θ ← θ − η·(g + λθ).
public struct GradientDescent: Optimizer {
  public static let variant = Variant("sgd", "gradient descent, no memory")

  public let weightDecay: Double
  public var stateCount: Int { 0 }

  public init(_ settings: Settings, weightDecay: Double) { self.weightDecay = weightDecay }

  public func update<S: Scalar>(
    _ parameters: inout MutableSpan<S>, gradient: Span<S>, state: inout MutableSpan<S>,
    learningRate: Double, update: Int
  ) {
    let step = vm_update(rate: learningRate, decay: weightDecay)
    UpdateRule.descent.apply(step, to: &parameters, gradient: gradient, state: &state)
  }
}
