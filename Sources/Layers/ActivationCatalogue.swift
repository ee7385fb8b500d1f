package import Schema

/// Every nonlinearity that a sweep file can name. A new one takes a few lines in a file and a line here.
package enum ActivationCatalogue {
  /// The nonlinearities, in the order in which the reference lists them.
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

  /// The section that a sweep file may have under `activation`: a family, by its name or with its settings.
  package static func entry(default name: String) -> Entry {
    let family = all.entry(default: name, "the nonlinearity's family")
    return Entry("activation", .section(Section([family])), "nonlinearity of the hidden units")
  }

  /// The nonlinearity that is chosen by a section made by `entry`.
  package static func make(_ settings: Settings) -> any Activation {
    all.chosen(by: settings).make(settings)
  }
}
