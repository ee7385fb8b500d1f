import Layers
import Networks
import Programs
import Schema

/// Penalties that are added to the loss in training: of the magnitudes of the weights between units, and of the squares
/// of the states.
package struct Regularization: Hashable, Sendable {
  /// The factor of the mean magnitude of the weights between units.
  let recurrent: Double
  /// The factor of the mean square of all hidden states.
  let states: Double

  /// No penalty.
  static let none = Regularization(recurrent: 0, states: 0)

  /// The settings under `training.regularization`.
  static let section = Section([
    .real(
      "recurrent_l1", 0, in: .nonnegative,
      "factor of the mean magnitude of the weights between units"),
    .real("states_l2", 0, in: .nonnegative, "factor of the mean square of all hidden states"),
  ])

  private init(recurrent: Double, states: Double) {
    (self.recurrent, self.states) = (recurrent, states)
  }

  /// - Parameter settings: Decoded by `section`.
  init(_ settings: Settings) {
    self.init(recurrent: settings.real("recurrent_l1"), states: settings.real("states_l2"))
  }

  /// The terms that are added to the loss, each 1×1.
  func terms(
    _ network: any Network, _ parameters: ParameterValues, _ outputs: NetworkOutputs
  ) -> [Value] {
    let weights = network.layout.trained(in: .recurrent).map { parameters[$0.name] }
    var terms: [Value] = []
    if recurrent > 0 {
      terms += Self.mean(weights.map { $0.absolute() }).map { [recurrent * $0] } ?? []
    }
    if states > 0 {
      terms += Self.mean(outputs.layers.map { $0.value.square() }).map { [states * $0] } ?? []
    }
    return terms
  }

  /// The mean over all elements of several matrices; nil where there are none.
  private static func mean(_ parts: [Value]) -> Value? {
    guard let first = parts.first else { return nil }
    let count = parts.reduce(0) { $0 + $1.shape.count }
    return parts.dropFirst().reduce(first.sum()) { $0 + $1.sum() } / Double(count)
  }
}
