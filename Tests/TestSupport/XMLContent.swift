public import Foundation

#if canImport(FoundationXML)
  public import FoundationXML
#endif

/// The elements of XML with their attributes, and its text; nil where it is not well-formed.
public final class XMLContent: NSObject, XMLParserDelegate {
  public private(set) var elements: [(name: String, attributes: [String: String])] = []
  public private(set) var text = ""

  /// Of all elements.
  public var attributes: [(element: String, name: String, value: String)] {
    elements.flatMap { element in
      element.attributes.map { (element.name, $0.key, $0.value) }
    }
  }

  public init?(_ document: String) {
    super.init()
    let parser = XMLParser(data: Data(document.utf8))
    parser.delegate = self
    guard parser.parse() else { return nil }
  }

  public func parser(
    _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) { elements.append((element, attributes)) }

  public func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}
