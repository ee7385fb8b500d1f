package import Schema

/// Every nonlinearity there is. A new one is a few lines in a file and a line here.
package enum ActivationCatalogue {
  package static let all: [ActivationDescription] = [
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
  ]

  /// What a sweep file may hold under `activation`: a family, by name or with its settings.
  package static func entry(default name: String) -> Entry {
    let family = Entry(
      "family", .variant(all.map(\.variant), default: name), "the nonlinearity's family")
    return Entry("activation", .section(Section([family])), "nonlinearity of the hidden units")
  }

  /// The nonlinearity that a section made by `entry` chooses.
  package static func make(_ settings: Settings) -> any Activation {
    let name = settings.text("family")
    guard let found = all.first(where: { $0.variant.name == name }) else {
      preconditionFailure("activation \"\(name)\" passed the schema but is not in the catalogue")
    }
    return found.make(settings)
  }
}
