/// Mappings whose keys the file chooses itself.
extension SettingsReader {
  /// Any scalar, as a leaf of a free mapping; whole numbers are integers however they are written.
  private static let anyScalar = Domain(
    integers: Int.min...Int.max, reals: .finite, acceptsBoolean: true, acceptsText: true)

  /// The mapping of `Entry.Kind.free` at `path`; nothing at all is an empty one.
  mutating func free(_ tree: Tree, path: String) -> Template {
    var template = Template()
    for pair in ownPairs(tree, path: path, expected: "a mapping of names to values") {
      let path = path.appending(component: pair.key)
      if case .mapping = pair.value.content {
        template.add(free(pair.value, path: path), under: pair.key)
        continue
      }
      read(pair.value, path, pair.key, &template, "a value or a list of values") {
        (tree) throws(Diagnostic) in
        guard case .list = tree.content else {
          return try Self.anyScalar.value(of: tree, path: path)
        }
        return try Self.anyScalar.list(
          of: tree, path: path, expected: "a list of numbers, texts, true and false")
      }
    }
    return template
  }

  /// Reads the sections of `Entry.Kind.named`.
  mutating func readNamed(
    _ key: String, _ section: Section, _ scope: Scope, _ template: inout Template
  ) {
    let path = scope.path(key)
    let keys = section.entries.map(\.key)
    let expected = "a mapping of names to mappings of \(oneOf(keys, limit: 8))"
    guard let tree = scope[key] else {
      problems.append(.missing(path, expected: expected, at: scope.location))
      return
    }
    guard tree.pairs?.isEmpty == false else {
      problems.append(.wrongValue(path, tree, expected: expected))
      return
    }
    var all = Template()
    for pair in ownPairs(tree, path: path, expected: expected) {
      let path = path.appending(component: pair.key)
      all.add(self.section(section, pair.value, path: path), under: pair.key)
    }
    template.add(all, under: key)
  }

  /// The pairs of a mapping whose keys are names; other keys are among the problems.
  private mutating func ownPairs(_ tree: Tree, path: String, expected: String) -> [Tree.Pair] {
    if case .nothing = tree.content { return [] }
    guard let pairs = tree.pairs else {
      problems.append(.wrongValue(path, tree, expected: expected))
      return []
    }
    return pairs.filter { pair in
      if pair.key.isOwnName { return true }
      problems.append(
        Diagnostic(
          at: pair.keyLocation, "the name \(pair.key.clipped) in \(path)",
          expected: "a letter, then at most 63 letters, digits and underscores"))
      return false
    }
  }
}

extension String {
  /// Whether it can name a setting, a variable of the results file and a part of a path.
  fileprivate var isOwnName: Bool {
    guard let first = utf8.first, first.isLetter, utf8.count <= 64 else { return false }
    return utf8.allSatisfy { $0.isLetter || $0 == UInt8(ascii: "_") || (48...57).contains($0) }
  }
}

extension UInt8 {
  /// Whether it is a letter of ASCII.
  fileprivate var isLetter: Bool { (65...90).contains(self) || (97...122).contains(self) }
}
