import CVectorMath
public import LinearAlgebra
public import Schema

/// Adam (Kingma & Ba 2015), with weight decay as L2: d = g + λθ.
public struct Adam: Optimizer {
  public static let variant = Variant(
    "adam", "adaptive moments", [.beta1, .beta2, .epsilon])

  let moments: AdaptiveMoments
  public let weightDecay: Double
  public var stateCount: Int { 2 }

  public init(_ settings: Settings, weightDecay: Double) {
    moments = AdaptiveMoments(settings)
    self.weightDecay = weightDecay
  }

  public func update<S: Scalar>(
    _ parameters: inout MutableSpan<S>, gradient: Span<S>, state: inout MutableSpan<S>,
    learningRate: Double, update: Int
  ) {
    var step = moments.step(update, learningRate: learningRate)
    step.decay = weightDecay
    UpdateRule.adam.apply(step, to: &parameters, gradient: gradient, state: &state)
  }
}

/// Adam with decoupled weight decay: θ ← (1 − ηλ)θ before Adam's step (Loshchilov & Hutter 2019).
public struct AdamW: Optimizer {
  public static let variant = Variant(
    "adamw", "adaptive moments, weight decay decoupled", [.beta1, .beta2, .epsilon])

  let moments: AdaptiveMoments
  public let weightDecay: Double
  public var stateCount: Int { 2 }

  public init(_ settings: Settings, weightDecay: Double) {
    moments = AdaptiveMoments(settings)
    self.weightDecay = weightDecay
  }

  public func update<S: Scalar>(
    _ parameters: inout MutableSpan<S>, gradient: Span<S>, state: inout MutableSpan<S>,
    learningRate: Double, update: Int
  ) {
    var step = moments.step(update, learningRate: learningRate)
    step.shrinkage = 1 - learningRate * weightDecay
    UpdateRule.adam.apply(step, to: &parameters, gradient: gradient, state: &state)
  }
}
