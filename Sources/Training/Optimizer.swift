public import LinearAlgebra
public import Schema

/// A rule that moves a flat vector of parameters against its gradient.
///
/// The rules are those of PyTorch's `torch.optim`, to rounding: same state, same bias correction, same places for
/// epsilon and weight decay.
public protocol Optimizer: Sendable {
  /// The name, the settings and their defaults, as the catalogue lists them.
  static var variant: Variant { get }

  /// - Parameters:
  ///   - settings: Decoded by `variant`'s entries.
  ///   - weightDecay: The factor of the parameters added to the gradient (L2), or decoupled where the rule says so.
  init(_ settings: Settings, weightDecay: Double)

  /// Vectors of state, each as long as the parameters; all zero before the first update.
  var stateCount: Int { get }

  /// Makes one update in place, without allocating.
  ///
  /// - Parameters:
  ///   - parameters: n numbers.
  ///   - gradient: The loss's n derivatives.
  ///   - state: stateCount·n numbers, one vector after the other.
  ///   - learningRate: That of this update.
  ///   - update: This update's number, counted from 1.
  func update<S: Scalar>(
    _ parameters: inout MutableSpan<S>, gradient: Span<S>, state: inout MutableSpan<S>,
    learningRate: Double, update: Int)
}

extension Optimizer {
  /// The name in the catalogue.
  public var name: String { Self.variant.name }
}
