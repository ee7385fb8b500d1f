package import Schema

/// Every theory there is. A new one is a file of its own and a line here.
package enum TheoryCatalogue {
  package static let all: [any Theory.Type] = [
    SingleIndexFlow.self,
    SingleIndexDescent.self,
    TwoFeatures.self,
    MinMaxGame.self,
    MinMaxTuning.self,
    LeastActionFlow.self,
  ]

  /// What a sweep file may hold under `theory`.
  package static let section = Section([
    Entry("name", .variant(all.map { $0.variant }, default: nil), "what is followed")
  ])

  /// The theory that a decoded `theory` section describes.
  package static func make(
    _ settings: Settings, seed: UInt64
  ) throws(TheoryError) -> any Theory {
    let name = settings.text("name")
    guard let type = all.first(where: { $0.variant.name == name }) else {
      preconditionFailure("theory \"\(name)\" passed the schema but is not in the catalogue")
    }
    return try type.init(settings, seed: seed)
  }
}
