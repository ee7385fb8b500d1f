extension Section {
  /// Checks `tree` against this section and fills the defaults in.
  ///
  /// - Parameters:
  ///   - tree: A mapping whose shorthands are expanded (`expandingShorthands(in:)`).
  ///   - alsoValid: Keys that the caller reads itself, which are no mistakes and may be suggested.
  ///   - canVary: Whether settings may be axes, which messages then offer.
  package func reading(
    of tree: Tree, alsoValid: [String] = [], canVary: Bool = true
  ) -> SectionReading {
    var reader = SettingsReader(root: self, tree: tree)
    reader.canVary = canVary
    let template = reader.section(self, tree, path: "", alsoValid: alsoValid)
    let problems = Set(reader.problems).sorted {
      ($0.location, $0.found) < ($1.location, $1.found)
    }
    return SectionReading(template: template, axes: reader.axes, problems: problems)
  }

  /// The settings that a tree without axes writes; an empty tree gives the defaults.
  ///
  /// - Throws: The first mistake in the order of the file; a setting that is an axis is one.
  package func settings(of tree: Tree = Tree(.mapping([]), at: .start)) throws(Diagnostic)
    -> Settings
  {
    let reading = reading(of: expandingShorthands(in: tree))
    if let problem = reading.problems.first { throw problem }
    if let axis = reading.axes.values.min(by: { $0.location < $1.location }) {
      throw Diagnostic(at: axis.location, "\(axis.path) is an axis", expected: "one value")
    }
    return reading.template.fixed
  }

  /// `tree` with shorthands written out: where a section has one entry that chooses a variant, its value may stand for
  /// the section, so that `activation: tanh` is `activation: {family: tanh}`.
  package func expandingShorthands(in tree: Tree) -> Tree {
    guard let pairs = tree.pairs else { return tree }
    let expanded = pairs.map { pair in
      var pair = pair
      for section in subsections(pair.key) { pair.value = section.expandingShorthand(pair.value) }
      return pair
    }
    return Tree(.mapping(expanded), at: tree.location)
  }

  private func expandingShorthand(_ tree: Tree) -> Tree {
    guard let key = onlyVariantKey else { return expandingShorthands(in: tree) }
    switch tree.content {
    case .scalar, .point, .axis: break
    case .mapping where tree.isAxis: break
    default: return expandingShorthands(in: tree)
    }
    let pair = Tree.Pair(key: key, keyLocation: tree.location, value: tree)
    return Tree(.mapping([pair]), at: tree.location)
  }

  /// The key of the entry that chooses a variant; nil unless there is exactly one.
  package var onlyVariantKey: String? {
    let keys = entries.filter { if case .variant = $0.kind { true } else { false } }.map(\.key)
    return keys.count == 1 ? keys[0] : nil
  }

  /// The sections under `key`, here and in every variant.
  private func subsections(_ key: String) -> [Section] {
    Section.allEntries(entries).filter { $0.key == key }.compactMap { entry in
      switch entry.kind {
      case .section(let section), .optional(let section): section
      default: nil
      }
    }
  }

  /// The paths at which some choice of variants has `key`, this section being at `path`.
  func paths(to key: String, path: String = "") -> [String] {
    Section.allEntries(entries).flatMap { entry in
      let path = path.appending(component: entry.key)
      let own = entry.key == key ? [path] : []
      switch entry.kind {
      case .section(let section), .optional(let section):
        return own + section.paths(to: key, path: path)
      default: return own
      }
    }
  }

  /// `entries` and those that any of their variants would add.
  static func allEntries(_ entries: [Entry]) -> [Entry] {
    entries.flatMap { entry in
      guard case .variant(let variants, _) = entry.kind else { return [entry] }
      return [entry] + variants.flatMap { allEntries($0.entries) }
    }
  }
}

extension Tree {
  /// The keys that make a mapping an axis; no section may have such a key.
  package static let axisKeywords = ["grid", "linear", "log", "random", "integer", "choice"]

  /// Whether this is a mapping that writes an axis.
  package var isAxis: Bool {
    pairs?.contains { Tree.axisKeywords.contains($0.key) } ?? false
  }
}
