package import Records

/// An array that is indexed by identifiers of one kind alone, counted from 0.
package struct Indexed<Kind, Element> {
  package typealias ID = Identifier<Kind>
  package var elements: [Element]

  package init(_ elements: [Element] = []) { self.elements = elements }

  package var count: Int { elements.count }
  package var indices: Range<ID> { 0..<ID(elements.count) }

  package func contains(_ id: ID) -> Bool {
    id.number >= 0 && id.number < elements.count
  }

  package subscript(id: ID) -> Element {
    get { elements[id.number] }
    _modify { yield &elements[id.number] }
  }

  package mutating func append(_ element: Element) { elements.append(element) }
}

extension Indexed: Sendable where Element: Sendable {}
extension Indexed: Equatable where Element: Equatable {}
