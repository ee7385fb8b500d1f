import CVectorMath
public import LinearAlgebra
public import Schema

/// Heavy-ball momentum: v ← μv + (g + λθ), θ ← θ − ηv.
public struct Momentum: Optimizer {
  public static let variant = Variant(
    "momentum", "gradient descent with momentum", [.momentum])

  public let momentum: Double
  public let weightDecay: Double
  public var stateCount: Int { 1 }

  public init(_ settings: Settings, weightDecay: Double) {
    momentum = settings.real("momentum")
    self.weightDecay = weightDecay
  }

  public func update<S: Scalar>(
    _ parameters: inout MutableSpan<S>, gradient: Span<S>, state: inout MutableSpan<S>,
    learningRate: Double, update: Int
  ) {
    var step = vm_update(rate: learningRate, decay: weightDecay)
    step.kept = momentum
    UpdateRule.momentum.apply(step, to: &parameters, gradient: gradient, state: &state)
  }
}

/// Nesterov's momentum as PyTorch has it: v ← μv + d, θ ← θ − η(d + μv), with d = g + λθ.
public struct NesterovMomentum: Optimizer {
  public static let variant = Variant(
    "nesterov", "gradient descent with Nesterov's momentum", [.momentum])

  public let momentum: Double
  public let weightDecay: Double
  public var stateCount: Int { 1 }

  public init(_ settings: Settings, weightDecay: Double) {
    momentum = settings.real("momentum")
    self.weightDecay = weightDecay
  }

  public func update<S: Scalar>(
    _ parameters: inout MutableSpan<S>, gradient: Span<S>, state: inout MutableSpan<S>,
    learningRate: Double, update: Int
  ) {
    var step = vm_update(rate: learningRate, decay: weightDecay)
    step.kept = momentum
    UpdateRule.nesterov.apply(step, to: &parameters, gradient: gradient, state: &state)
  }
}

extension Entry {
  static let momentum = Entry.real(
    "momentum", 0.9, in: Interval(0, 1, includesUpper: false), "share of the last step kept, μ")
}
