package import Schema
import Yams

/// Reads YAML into a tree: aliases are followed, merge keys (`<<`) applied, and keys unique.
///
/// Scalars are kept as they are written. Yams' numbers and booleans are not used, since they are those of YAML 1.1.
package struct YAMLReader {
  /// How many values a file may have once its aliases are followed, so that nested aliases cannot exhaust the memory.
  static let largestTree = 1_000_000
  /// How many keys one mapping may have, many times more than any section knows.
  static let largestMapping = 1_000

  private var count = 0

  /// The tree of the only document in `text`.
  ///
  /// - Throws: `Diagnostic` at the first place that is no YAML, or not one mapping.
  package static func tree(of text: String) throws(Diagnostic) -> Tree {
    let text = text.withoutByteOrderMark
    if let problem = Diagnostic.controlCharacter(in: text) { throw problem }
    let node: Node
    do {
      let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
      guard let root = try parser.nextRoot() else { throw Diagnostic.emptyFile }
      node = root
      if let second = try parser.nextRoot() { throw Diagnostic.secondDocument(second.location) }
    } catch let problem as Diagnostic {
      throw problem
    } catch {
      throw Diagnostic(error, in: text)
    }
    var reader = YAMLReader()
    let tree = try reader.tree(node)
    if let problem = tree.strangeCharacter(in: text) { throw problem }
    switch tree.content {
    case .mapping: return tree
    case .nothing: throw .emptyFile
    default: throw .notAMapping(tree)
    }
  }

  private mutating func tree(_ node: Node) throws(Diagnostic) -> Tree {
    count += 1
    guard count <= YAMLReader.largestTree else { throw .largeTree(node.location) }
    switch node {
    case .scalar(let scalar): return Tree(try content(of: scalar, node), at: node.location)
    case .sequence(let sequence):
      var elements: [Tree] = []
      for element in sequence { elements.append(try tree(element)) }
      return Tree(.list(elements), at: node.location)
    case .mapping(let mapping):
      return Tree(.mapping(try pairs(of: mapping)), at: node.location)
    case .alias: return Tree(.nothing, at: node.location)
    }
  }

  private func content(of scalar: Node.Scalar, _ node: Node) throws(Diagnostic) -> Tree.Content {
    guard scalar.tag.description.isOrdinaryTag else { throw .tag(scalar, node.location) }
    let isPlain = scalar.style == .plain
    if isPlain, ["", "~", "null", "Null", "NULL"].contains(scalar.string) { return .nothing }
    return .scalar(scalar.string, isQuoted: !isPlain)
  }

  /// The pairs of a mapping. Its own keys take precedence over merged ones, and the first merged one over later ones;
  /// merged pairs stand where `<<` stands.
  private mutating func pairs(of mapping: Node.Mapping) throws(Diagnostic) -> [Tree.Pair] {
    let place = mapping.first?.key.location ?? .start
    try YAMLReader.checkSize(mapping.count, place)
    var taken = Set(mapping.keys.compactMap { $0.scalar?.string })
    var pairs: [Tree.Pair] = []
    for (key, value) in mapping {
      guard let word = key.scalar else { throw .wrongKey(key.location) }
      if word.string == "<<", word.style == .plain {
        pairs += try mergedPairs(value).filter { taken.insert($0.key).inserted }
        try YAMLReader.checkSize(pairs.count, place)
      } else {
        let value = try tree(value)
        pairs.append(.init(key: word.string, keyLocation: key.location, value: value))
      }
    }
    return pairs
  }

  private static func checkSize(_ count: Int, _ place: Location) throws(Diagnostic) {
    guard count <= largestMapping else { throw .largeMapping(count, place) }
  }

  private mutating func mergedPairs(_ node: Node) throws(Diagnostic) -> [Tree.Pair] {
    let merged = try tree(node)
    if let pairs = merged.pairs { return pairs }
    guard let elements = merged.elements else { throw .wrongMerge(merged) }
    var pairs: [Tree.Pair] = []
    for element in elements {
      guard let own = element.pairs else { throw .wrongMerge(element) }
      pairs += own
    }
    return pairs
  }
}

extension Node {
  var location: Location {
    mark.map { Location(line: $0.line, column: $0.column) } ?? .start
  }
}

extension String {
  fileprivate var withoutByteOrderMark: String {
    unicodeScalars.first == "\u{FEFF}" ? String(unicodeScalars.dropFirst()) : self
  }

  /// Whether a tag of this name leaves a scalar as it is written.
  fileprivate var isOrdinaryTag: Bool { ["", "!", "tag:yaml.org,2002:str"].contains(self) }
}
