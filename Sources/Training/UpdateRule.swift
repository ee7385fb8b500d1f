import CVectorMath
import LinearAlgebra

/// A rule's loop over the parameters, in C for both precisions.
///
/// Here and in `euclideanNorm` alone this room meets pointers: the vectorised square roots and quotients of the rules are out of the reach of
/// Swift's own loops (a tenth of their time).
struct UpdateRule: Sendable {
  typealias Loop =
    @Sendable (
      Int, UnsafeMutableRawPointer, UnsafeRawPointer, UnsafeMutableRawPointer?, vm_update
    ) -> Void

  let float: Loop
  let double: Loop
  /// Vectors of state.
  let stateCount: Int

  static let descent = UpdateRule(float: vm_descend_f32, double: vm_descend_f64, stateCount: 0)
  static let momentum = UpdateRule(float: vm_momentum_f32, double: vm_momentum_f64, stateCount: 1)
  static let nesterov = UpdateRule(float: vm_nesterov_f32, double: vm_nesterov_f64, stateCount: 1)
  static let rmsprop = UpdateRule(float: vm_rmsprop_f32, double: vm_rmsprop_f64, stateCount: 1)
  static let adam = UpdateRule(float: vm_adam_f32, double: vm_adam_f64, stateCount: 2)

  /// Makes one update in place.
  func apply<S: Scalar>(
    _ update: vm_update, to parameters: inout MutableSpan<S>, gradient: Span<S>,
    state: inout MutableSpan<S>
  ) {
    let count = parameters.count
    precondition(gradient.count == count, "\(gradient.count) derivatives of \(count) parameters")
    precondition(
      state.count == stateCount * count,
      "\(state.count) numbers of state, \(stateCount) for each of \(count) parameters")
    let loop = S.self == Float.self ? float : double
    parameters.withUnsafeMutableBytes { parameters in
      gradient.withUnsafeBytes { gradient in
        state.withUnsafeMutableBytes { state in
          // An empty span has no address.
          guard let to = parameters.baseAddress, let from = gradient.baseAddress else { return }
          loop(count, to, from, state.baseAddress, update)
        }
      }
    }
  }
}

extension vm_update {
  init(rate: Double, decay: Double) {
    self.init()
    self.rate = rate
    self.decay = decay
    shrinkage = 1
  }
}
