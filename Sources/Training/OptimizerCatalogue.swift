package import Schema

/// The list of all optimisers. A new one is a new file and a line here.
package enum OptimizerCatalogue {
  /// The optimisers by name, in the order in which the documentation lists them.
  package static let all = Catalogue<OptimizerDescription>(
    of: "optimiser", key: "optimizer", variant: \.variant,
    [
      .gradientDescent,
      .momentum,
      .nesterov,
      .rmsprop,
      .adam,
      .adamW,
    ])

  /// The setting `optimizer` of a sweep file.
  static let entry = all.entry(default: "adam", "update rule")

  /// The optimiser that settings decoded with `entry` choose.
  ///
  /// - Parameter weightDecay: λ, the factor of the L2 penalty, or of the decoupled decay in `adamw`.
  package static func make(_ settings: Settings, weightDecay: Double) -> Optimizer {
    all.chosen(by: settings).make(settings, weightDecay: weightDecay)
  }
}
