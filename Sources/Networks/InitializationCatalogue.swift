package import Schema

/// Every rule of initialisation there is. A new one is a few lines in a file and a line here.
package enum InitializationCatalogue {
  /// For weights from anything to anything.
  package static let weights: [InitializationDescription] = [
    .glorotUniform,
    .glorotNormal,
    .heUniform,
    .heNormal,
    .lecunUniform,
    .lecunNormal,
    .torch,
    .orthogonal,
    .gaussian,
    .normal,
    .uniform,
    .interval,
    .constant,
    .zeros,
  ]

  /// For weights from units to themselves.
  package static let recurrent = weights + [.rotationBlocks]

  /// For biases.
  package static let biases: [InitializationDescription] = [
    .zeros, .constant, .uniform, .interval, .normal, .torch,
  ]

  /// What a sweep file may hold under `key`: a rule, by name or with its settings.
  package static func entry(
    _ key: String, _ rules: [InitializationDescription], default name: String, _ summary: String
  ) -> Entry {
    let scheme = Entry(
      "scheme", .variant(rules.map(\.variant), default: name), "rule of initialisation")
    return Entry(key, .section(Section([scheme])), summary)
  }

  /// The rule that a section made by `entry` chooses.
  package static func make(_ settings: Settings) -> any Initialization {
    let name = settings.text("scheme")
    guard let found = byName[name] else {
      preconditionFailure(
        "initialisation \"\(name)\" passed the schema but is not in the catalogue")
    }
    return found.make(settings)
  }

  private static let byName = Dictionary(
    (recurrent + biases).map { ($0.variant.name, $0) }, uniquingKeysWith: { first, _ in first })
}
