package import Foundation

#if canImport(FoundationXML)
  package import FoundationXML
#endif

/// The elements of XML with their attributes, and its text; nil where it is not well-formed.
package final class XMLContent: NSObject, XMLParserDelegate {
  package private(set) var elements: [(name: String, attributes: [String: String])] = []
  package private(set) var text = ""

  /// Of all elements.
  package var attributes: [(element: String, name: String, value: String)] {
    elements.flatMap { element in
      element.attributes.map { (element.name, $0.key, $0.value) }
    }
  }

  package init?(_ document: String) {
    super.init()
    let parser = XMLParser(data: Data(document.utf8))
    parser.delegate = self
    guard parser.parse() else { return nil }
  }

  package func parser(
    _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) { elements.append((element, attributes)) }

  package func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}
