/// One mapping while it is read: its pairs, and the keys that turn out to be valid in it.
struct Scope {
  /// The variants that a key belongs to where none of them was chosen.
  struct Foreign {
    let chooser: String
    let chosen: [String]
    var owners: [String]
  }

  /// The most unknown keys of one mapping that are reported.
  private static let mostMistakes = 100

  let path: String
  let location: Location
  var pairs: [Tree.Pair] = []
  var valid: [String] = []
  var foreign: [String: Foreign] = [:]

  init(path: String, location: Location) {
    self.path = path
    self.location = location
  }

  func path(_ key: String) -> String { path.appending(component: key) }

  subscript(key: String) -> Tree? { pairs.first { $0.key == key }?.value }

  mutating func noteForeignKeys(of variants: [Variant], chooser: String, chosen: [String]) {
    for variant in variants where !chosen.contains(variant.name) {
      for key in Section.allEntries(variant.entries).map(\.key).uniqued {
        foreign[key, default: Foreign(chooser: chooser, chosen: chosen.uniqued, owners: [])]
          .owners.append(variant.name)
      }
    }
  }

  /// The keys below this mapping that a key such as `checkpoints.count` means; nil where it means none.
  private func nested(_ pair: Tree.Pair, _ root: Section) -> String? {
    guard let last = pair.key.split(separator: ".").last, last != pair.key else { return nil }
    return root.paths(to: String(last)).contains(path(pair.key)) ? pair.key : nil
  }

  /// The mistakes in the keys, once all entries have been read.
  ///
  /// - Parameter root: The whole schema, to find where a misplaced key belongs.
  func unknownKeys(root: Section) -> [Diagnostic] {
    let known = Set(valid)
    let unknown = pairs.filter { !known.contains($0.key) }
    guard !unknown.isEmpty else { return [] }
    let names = valid.uniqued
    // Where there are very many, the first are enough to see what is wrong.
    return unknown.prefix(Self.mostMistakes).map { pair in
      guard let foreign = foreign[pair.key] else {
        return .unknownKey(
          pair, in: path, valid: names, homes: root.paths(to: pair.key), nested: nested(pair, root))
      }
      return .foreignKey(
        pair, in: path, chooser: path(foreign.chooser),
        chosen: foreign.chosen, owners: foreign.owners)
    }
  }
}

extension Array where Element: Hashable {
  /// The elements without repetitions, in the order of their first appearance.
  package var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
