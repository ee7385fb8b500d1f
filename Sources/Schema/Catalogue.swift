/// Everything of one kind that a sweep file can name: cells, tasks, optimisers, observables and so on.
///
/// A new product has a file, which describes it, and a line in the room's catalogue.
package struct Catalogue<Product: Sendable>: Sendable {
  /// The word for one product in messages for people: `optimiser`.
  package let kind: String
  /// The key of sweep files that names one product: `optimizer`.
  package let key: String
  /// The products in the order of the list, which is that of messages and references.
  package let all: [Product]
  /// The name, summary and settings of each product in sweep files, in the order of `all`.
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

  /// The products' names in sweep files, in the order of `all`.
  package var names: [String] { variants.map(\.name) }

  /// The product of this name; nil where there is none.
  package subscript(name: String) -> Product? { places[name].map { all[$0] } }

  /// The product that settings name.
  ///
  /// - Precondition: The settings were read by a section with this catalogue's `entry`.
  package func chosen(by settings: Settings) -> Product {
    let name = settings.text(key)
    guard let found = self[name] else {
      preconditionFailure("\(kind) \"\(name)\" passed the schema but is not in the catalogue")
    }
    return found
  }

  /// The entry of a section that chooses a product and brings its settings; required where `name` is nil.
  package func entry(default name: String?, _ summary: String) -> Entry {
    Entry(key, .variant(variants, default: name), summary)
  }
}
