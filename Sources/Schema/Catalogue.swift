/// Everything of one kind that a sweep file can name: cells, tasks, optimisers, observables and so on.
///
/// A new one is a file of its own, which describes it, and a line in the room's catalogue.
package struct Catalogue<Product: Sendable>: Sendable {
  /// What its products are, for people: `optimiser`.
  package let kind: String
  /// The setting that names one: `optimizer`.
  package let key: String
  package let all: [Product]
  /// How each is written in a sweep file.
  package let variants: [Variant]
  private let places: [String: Int]

  /// - Precondition: All names differ.
  package init(
    of kind: String, key: String, variant: (Product) -> Variant, _ all: [Product]
  ) {
    (self.kind, self.key, self.all) = (kind, key, all)
    variants = all.map(variant)
    places = Dictionary(
      uniqueKeysWithValues: variants.enumerated().map { ($0.element.name, $0.offset) })
  }

  package var names: [String] { variants.map(\.name) }

  /// Nil where there is none of that name.
  package subscript(name: String) -> Product? { places[name].map { all[$0] } }

  /// The one that settings name, which were decoded by a section with this catalogue's `entry`.
  package func chosen(by settings: Settings) -> Product {
    let name = settings.text(key)
    guard let found = self[name] else {
      preconditionFailure("\(kind) \"\(name)\" passed the schema but is not in the catalogue")
    }
    return found
  }

  /// The setting that chooses one and holds its settings; required where `name` is nil.
  package func entry(default name: String?, _ summary: String) -> Entry {
    Entry(key, .variant(variants, default: name), summary)
  }
}
