extension SettingsReader {
  /// Reads a list of changes. Each makes a changed copy of the target section's tree, which is read as the original is.
  mutating func readChanges(
    _ key: String, of target: String, _ scope: Scope, _ template: inout Template
  ) {
    let path = scope.path(key)
    let expected = "a list of mappings, each with settings of \(target) to change"
    guard let tree = scope[key] else {
      problems.append(.missing(path, expected: expected, at: scope.location))
      return
    }
    guard let section = root.section(target), let elements = tree.elements, !elements.isEmpty
    else {
      problems.append(.wrongValue(path, tree, expected: expected))
      return
    }
    template.add(
      elements.compactMap { element in
        guard element.pairs != nil else {
          problems.append(.wrongValue(path, element, expected: expected))
          return nil
        }
        return change(element, of: section, at: target, path: path)
      }, under: key)
  }

  /// Reads one change, where the file has it.
  mutating func readChange(
    _ key: String, of target: String, _ scope: Scope, _ template: inout Template
  ) {
    guard let tree = scope[key] else { return }
    let path = scope.path(key)
    guard let section = root.section(target), tree.pairs != nil else {
      problems.append(
        .wrongValue(path, tree, expected: "a mapping of settings of \(target) to change"))
      return
    }
    template.add(
      change(tree, of: section, at: target, path: path).map { [$0] } ?? [], under: key)
  }

  private mutating func change(
    _ written: Tree, of section: Section, at target: String, path: String
  ) -> Template.Change? {
    if let axis = written.firstAxis {
      problems.append(
        Diagnostic(
          at: axis, "an axis in \(path)", expected: "one value; list several changes instead"))
      return nil
    }
    let original = tree[target] ?? Tree(.mapping([]), at: tree.location)
    let change = section.expandingShorthands(in: written)
    // Mistakes that the section has without the change are reported for the section itself.
    var known = SettingsReader(root: root, tree: tree)
    _ = known.section(section, original, path: path)
    var reader = SettingsReader(root: root, tree: tree)
    let template = reader.section(section, original.overlaid(with: change), path: path)
    problems += reader.problems.filter { !known.problems.contains($0) }
    return Template.Change(label: written.changeLabel, template: template)
  }
}

extension Section {
  /// The section under `key`.
  fileprivate func section(_ key: String) -> Section? {
    switch entries.first(where: { $0.key == key })?.kind {
    case .section(let section), .optional(let section): section
    default: nil
    }
  }
}

extension Tree {
  /// This mapping with the pairs of `change` in place of its own, mapping by mapping.
  package func overlaid(with change: Tree) -> Tree {
    guard let own = pairs, let changed = change.pairs, !change.isAxis, !isAxis else {
      return change
    }
    let kept = own.map { pair in
      guard let new = changed.first(where: { $0.key == pair.key }) else { return pair }
      return Pair(
        key: pair.key, keyLocation: new.keyLocation, value: pair.value.overlaid(with: new.value))
    }
    let added = changed.filter { pair in !own.contains { $0.key == pair.key } }
    return Tree(.mapping(kept + added), at: change.location)
  }

  /// The place of the first axis in this tree; nil where there is none.
  fileprivate var firstAxis: Location? {
    switch content {
    case .axis: location
    case .list(let elements): elements.lazy.compactMap(\.firstAxis).first
    case .mapping(let pairs): pairs.lazy.compactMap(\.value.firstAxis).first
    case .nothing, .scalar, .point: nil
    }
  }

  /// The changes in one line: `lag=9 noise.scale=2`, or `unchanged`.
  fileprivate var changeLabel: String {
    let parts = leaves(path: "")
    return parts.isEmpty ? "unchanged" : parts.joined(separator: " ")
  }

  private func leaves(path: String) -> [String] {
    switch content {
    case .mapping(let pairs):
      pairs.flatMap { $0.value.leaves(path: path.appending(component: $0.key)) }
    case .scalar(let text, _): ["\(path)=\(text)"]
    case .list(let elements):
      [
        "\(path)="
          + elements.map { $0.leaves(path: "").joined().dropFirst() }.joined(separator: ",")
      ]
    case .nothing, .point, .axis: ["\(path)=\(summary)"]
    }
  }
}
