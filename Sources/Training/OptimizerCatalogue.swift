package import Schema

/// Every optimiser there is. A new one is a file of its own and a line here.
package enum OptimizerCatalogue {
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

  /// What a sweep file may hold under `optimizer`.
  static let entry = all.entry(default: "adam", "update rule")

  /// The optimiser that settings with `entry` choose.
  package static func make(_ settings: Settings, weightDecay: Double) -> Optimizer {
    all.chosen(by: settings).make(settings, weightDecay: weightDecay)
  }
}
