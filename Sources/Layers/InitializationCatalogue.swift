package import Schema

/// Every rule of initialisation there is. A new one is a few lines in a file and a line here.
package enum InitializationCatalogue {
  /// For weights from anything to anything.
  package static let weights = rules([
    .glorotUniform,
    .glorotNormal,
    .heUniform,
    .heNormal,
    .lecunUniform,
    .lecunNormal,
    .torch,
    .orthogonal,
    .gaussian,
    .lowRank,
    .normal,
    .uniform,
    .interval,
    .constant,
    .zeros,
  ])

  /// For weights from units to themselves: all there are.
  package static let recurrent = rules(weights.all + [.rotationBlocks])

  /// For biases.
  package static let biases = rules([
    .zeros, .constant, .uniform, .interval, .normal, .torch,
  ])

  private static func rules(
    _ all: [InitializationDescription]
  ) -> Catalogue<InitializationDescription> {
    Catalogue(of: "initialisation", key: "scheme", variant: \.variant, all)
  }

  /// What a sweep file may hold under `key`: a rule, by name or with its settings.
  package static func entry(
    _ key: String, _ rules: Catalogue<InitializationDescription>, default name: String,
    _ summary: String
  ) -> Entry {
    Entry(
      key, .section(Section([rules.entry(default: name, "rule of initialisation")])), summary)
  }

  /// The rule that a section made by `entry` chooses.
  package static func make(_ settings: Settings) -> any Initialization {
    recurrent.chosen(by: settings).make(settings)
  }
}
