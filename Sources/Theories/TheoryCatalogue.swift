package import Schema

/// Every theory there is. A new one is a file of its own and a line here.
package enum TheoryCatalogue {
  package static let all = Catalogue<any Theory.Type>(
    of: "theory", key: "name", variant: { $0.variant },
    [
      SingleIndexFlow.self,
      SingleIndexDescent.self,
      TwoFeatures.self,
      FeatureMetricDescent.self,
      MinMaxGame.self,
      MinMaxTuning.self,
      LeastActionFlow.self,
    ])

  /// What a sweep file may hold under `theory`.
  package static let section = Section([all.entry(default: nil, "what is followed")])

  /// The theory that a decoded `theory` section describes.
  package static func make(
    _ settings: Settings, seed: UInt64
  ) throws(TheoryError) -> any Theory {
    try all.chosen(by: settings).init(settings, seed: seed)
  }
}
