package import Records

/// An array that is indexed only by identifiers of one kind, counted from 0.
package struct Indexed<Kind, Element> {
  /// The identifiers that index it, such as `TrialID`.
  package typealias ID = Identifier<Kind>
  /// The elements, in the order of their identifiers.
  package var elements: [Element]

  /// Takes `elements[i]` as the element of identifier i.
  package init(_ elements: [Element] = []) { self.elements = elements }

  package var count: Int { elements.count }
  /// The identifiers of all elements, in order.
  package var indices: Range<ID> { 0..<ID(elements.count) }

  /// Whether there is an element for `id`.
  package func contains(_ id: ID) -> Bool {
    id.number >= 0 && id.number < elements.count
  }

  /// The element of `id`, which there must be.
  package subscript(id: ID) -> Element {
    get { elements[id.number] }
    _modify { yield &elements[id.number] }
  }

  /// Adds an element whose identifier is the number of those before it.
  package mutating func append(_ element: Element) { elements.append(element) }
}

extension Indexed: Sendable where Element: Sendable {}
extension Indexed: Equatable where Element: Equatable {}
