package import Schema

/// The list of all theories. A new one is a new file and a line here.
package enum TheoryCatalogue {
  /// The theories by name, in the order in which the documentation lists them.
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

  /// The settings under `theory` in a sweep file.
  package static let section = Section([all.entry(default: nil, "what is followed")])

  /// The theory that a decoded `theory` section describes.
  ///
  /// - Throws: `TheoryError.unsuitable` where its settings do not go together.
  package static func make(
    _ settings: Settings, seed: UInt64
  ) throws(TheoryError) -> any Theory {
    try all.chosen(by: settings).init(settings, seed: seed)
  }
}
