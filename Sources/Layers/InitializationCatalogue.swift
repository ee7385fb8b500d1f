package import Schema

/// Every rule of initialisation that a sweep file can name. A new one takes a few lines in a file and a line here.
package enum InitializationCatalogue {
  /// The rules for weights between any two layers.
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

  /// The rules for weights from units to themselves, which are all rules.
  package static let recurrent = rules(weights.all + [.rotationBlocks])

  /// The rules for biases.
  package static let biases = rules([
    .zeros, .constant, .uniform, .interval, .normal, .torch,
  ])

  private static func rules(
    _ all: [InitializationDescription]
  ) -> Catalogue<InitializationDescription> {
    Catalogue(of: "initialisation", key: "scheme", variant: \.variant, all)
  }

  /// The section that a sweep file may have under `key`: a rule, by its name or with its settings.
  package static func entry(
    _ key: String, _ rules: Catalogue<InitializationDescription>, default name: String,
    _ summary: String
  ) -> Entry {
    Entry(
      key, .section(Section([rules.entry(default: name, "rule of initialisation")])), summary)
  }

  /// The rule that is chosen by a section made by `entry`.
  package static func make(_ settings: Settings) -> any Initialization {
    recurrent.chosen(by: settings).make(settings)
  }
}
