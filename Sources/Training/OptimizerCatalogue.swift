package import Schema

/// Every optimiser there is. A new one is a file of its own and a line here.
package enum OptimizerCatalogue {
  package static let all: [OptimizerDescription] = [
    .gradientDescent,
    .momentum,
    .nesterov,
    .rmsprop,
    .adam,
    .adamW,
  ]

  package static let variants = all.map(\.variant)

  /// The optimiser `name`, which the schema has checked.
  package static func make(_ name: String, settings: Settings, weightDecay: Double) -> Optimizer {
    guard let found = all.first(where: { $0.variant.name == name }) else {
      preconditionFailure("optimiser \"\(name)\" passed the schema but is not in the catalogue")
    }
    return found.make(settings, weightDecay: weightDecay)
  }
}
