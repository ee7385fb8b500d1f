extension Section {
  /// The faults of the schema itself, in words for a catalogue's tests: keys that clash with each other or with the
  /// keywords of axes, and defaults that their own domains refuse. Empty for a sound schema.
  package func faults(path: String = "") -> [String] {
    let all = Section.allEntries(entries)
    var faults = all.filter { Tree.axisKeywords.contains($0.key) }
      .map { "\(path.appending(component: $0.key)) is an axis' keyword" }
    faults += Section.clashes(entries).uniqued
      .map { "\(path.appending(component: $0)) may stand for two settings at once" }
    for entry in all { faults += entry.faults(path: path.appending(component: entry.key)) }
    return faults.uniqued
  }

  /// Keys that two entries share which can be valid together.
  private static func clashes(_ entries: [Entry]) -> [String] {
    var seen: Set<String> = []
    var clashes: [String] = []
    for entry in entries {
      let keys =
        switch entry.kind {
        case .variant(let variants, _):
          [entry.key] + variants.flatMap { allEntries($0.entries).map(\.key).uniqued }.uniqued
        default: [entry.key]
        }
      clashes += keys.filter { seen.contains($0) }
      seen.formUnion(keys)
      if case .variant(let variants, _) = entry.kind {
        clashes += variants.flatMap { Section.clashes($0.entries) }
      }
    }
    return clashes
  }
}

extension Entry {
  fileprivate func faults(path: String) -> [String] {
    switch kind {
    case .value(let domain, let standard?): domain.refuses(standard) ? [refusal(path)] : []
    case .value: []
    case .list(let domain, let standard):
      standard.contains(where: domain.refuses) ? [refusal(path)] : []
    case .section(let section), .optional(let section), .named(let section), .sections(let section):
      section.faults(path: path)
    case .changes, .change, .free: []
    case .variant(let variants, let standard):
      standard.map { name in !variants.contains { $0.name == name } } ?? false
        ? [refusal(path)] : []
    }
  }

  private func refusal(_ path: String) -> String { "\(path) does not accept its own default" }
}

extension Domain {
  /// Whether a file that writes `value` would be read as something else, or not at all.
  fileprivate func refuses(_ value: SettingValue) -> Bool {
    let isQuoted = if case .text = value { true } else { false }
    let text = if case .text(let text) = value { text } else { value.description }
    let tree = Tree(.scalar(text, isQuoted: isQuoted), at: .start)
    return (try? self.value(of: tree, path: "")) != value
  }
}
