package import Schema

/// Every nonlinearity there is. A new one is a few lines in a file and a line here.
package enum ActivationCatalogue {
  package static let all = Catalogue<ActivationDescription>(
    of: "activation", key: "family", variant: \.variant,
    [
      .tanh,
      .rectifier,
      .leakyRectifier,
      .sigmoid,
      .softplus,
      .exponentialLinear,
      .gaussianErrorLinear,
      .sigmoidLinear,
      .sine,
      .cosine,
      .identity,
      ElephantActivation.description,
      GammaActivation.description,
    ])

  /// What a sweep file may hold under `activation`: a family, by name or with its settings.
  package static func entry(default name: String) -> Entry {
    let family = all.entry(default: name, "the nonlinearity's family")
    return Entry("activation", .section(Section([family])), "nonlinearity of the hidden units")
  }

  /// The nonlinearity that a section made by `entry` chooses.
  package static func make(_ settings: Settings) -> any Activation {
    all.chosen(by: settings).make(settings)
  }
}
