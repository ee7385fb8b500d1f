/// Every key that a file may hold, as a Markdown list: its type, range, default and meaning.
///
/// Keys of a section are indented below it, keys of a variant below the variant's name.
package func settingsReference(_ section: Section) -> String {
  section.entries.map { $0.reference(indent: "") }.joined()
}

/// The part of `settingsReference(_:)` for the settings at `path` (`model.activation`). Where variants have different
/// settings there, each is listed with the variants that have it.
///
/// - Throws: A diagnostic with the nearest path where there are no settings at `path`.
package func settingsReference(_ section: Section, at path: String) throws(Diagnostic) -> String {
  var places = [(entries: section.entries, choice: [String]())]
  var found: [(entry: Entry, choice: [String])] = []
  for key in path.split(separator: ".", omittingEmptySubsequences: false) {
    found = places.flatMap { Section.choices($0.entries, $0.choice) }.filter { $0.entry.key == key }
    places = found.compactMap { place in place.entry.subentries.map { ($0, place.choice) } }
  }
  guard !found.isEmpty else { throw .noSetting(path, among: section.paths()) }
  let texts = found.map { $0.entry.reference(indent: "") }
  guard Set(texts).count > 1 else { return texts[0] }
  return texts.uniqued.map { text in
    let choices = zip(found, texts).filter { $0.1 == text }.map(\.0.choice)
    return "With \(Section.alternatives(choices)):\n\n\(text)"
  }.joined(separator: "\n")
}

extension Section {
  /// The choices as alternatives (`cell: rnn or rate`); where a choice leads to another, each combination in full.
  fileprivate static func alternatives(_ choices: [[String]]) -> String {
    let words = choices.map { $0.last?.split(separator: " ").last.map(String.init) ?? "" }
    guard Set(choices.map(\.count)) == [1], let first = choices[0].first else {
      return oneOf(choices.map { $0.joined(separator: ", ") }.uniqued, limit: .max)
    }
    return first.dropLast(words[0].count) + oneOf(words.uniqued, limit: .max)
  }

  /// `entries` and those that variants add, each with the choices that lead to it (`cell: rnn`).
  fileprivate static func choices(
    _ entries: [Entry], _ choice: [String]
  ) -> [(entry: Entry, choice: [String])] {
    entries.flatMap { entry in
      guard case .variant(let variants, _) = entry.kind else { return [(entry, choice)] }
      return [(entry, choice)]
        + variants.flatMap { choices($0.entries, choice + ["\(entry.key): \($0.name)"]) }
    }
  }

  /// Every path that some choice of variants has.
  fileprivate func paths(below path: String = "") -> [String] {
    Section.allEntries(entries).flatMap { entry in
      let path = path.appending(component: entry.key)
      return [path] + (entry.subentries.map { Section($0).paths(below: path) } ?? [])
    }.uniqued
  }
}

extension Entry {
  /// The entries of the section under this key; nil where there is no section.
  fileprivate var subentries: [Entry]? {
    switch kind {
    case .section(let section), .optional(let section), .named(let section), .sections(let section):
      section.entries
    default: nil
    }
  }

  fileprivate func reference(indent: String) -> String {
    let inner = indent + "  "
    switch kind {
    case .value(let domain, let standard):
      return line(indent, "\(domain.expectation); \(Entry.standard(standard?.description))")
    case .list(let domain, let standard):
      let values = SettingValue.list(standard).description
      return line(indent, "a list, each \(domain.expectation); \(Entry.standard(values))")
    case .changes(let target):
      return line(indent, "a list of mappings, each with some settings of \(target); required")
    case .change(let target):
      return line(
        indent, "a mapping of some settings of \(target); left as they are where left out")
    case .sections(let section):
      return line(indent, "a list of sections; default []")
        + section.entries.map { $0.reference(indent: inner) }.joined()
    case .section(let section):
      return line(indent, "a section")
        + section.entries.map { $0.reference(indent: inner) }.joined()
    case .optional(let section):
      return line(indent, "a section, off where left out")
        + section.entries.map { $0.reference(indent: inner) }.joined()
    case .free:
      return line(indent, "a mapping of names of your own to values, lists or further mappings")
    case .named(let section):
      return line(indent, "a mapping of names of your own to sections; required")
        + section.entries.map { $0.reference(indent: inner) }.joined()
    case .variant(let variants, let standard):
      let names = oneOf(variants.map(\.name), limit: .max)
      return line(indent, "\(names); \(Entry.standard(standard))")
        + variants.map { $0.reference(indent: inner) }.joined()
    }
  }

  private func line(_ indent: String, _ type: String) -> String {
    "\(indent)- `\(key)` (\(type)): \(summary)\n"
  }

  private static func standard(_ text: String?) -> String {
    text.map { "default \($0)" } ?? "required"
  }
}

extension Variant {
  fileprivate func reference(indent: String) -> String {
    "\(indent)- `\(name)`: \(summary)\n"
      + entries.map { $0.reference(indent: indent + "  ") }.joined()
  }
}
