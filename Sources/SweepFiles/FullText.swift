import Schema

extension SweepPlan {
  /// The sweep with every default filled in and every line explained: a sweep file that gives an equal plan.
  ///
  /// What the file writes comes first in its order, which is that of the axes; defaults follow. Sections that are off
  /// stand in comments.
  package func fullText() -> String {
    let selectors = PlanBuilder.selectors.compactMap { key, _ in
      tree[key].map { (key, $0.inFlowStyle()) }
    }
    return fullText(
      OwnSettings(self), writings, selectors: Dictionary(uniqueKeysWithValues: selectors))
  }

  /// The same with other settings of the sweep itself, with axes as `writings` have them, and with `selectors` behind
  /// their keys.
  func fullText(
    _ own: OwnSettings, _ writings: [AxisSource], selectors: [String: String]
  ) -> String {
    var writer = FullText(writings: writings)
    let values: [String: SettingValue] = [
      "name": .text(name), "seed": .integer(Int(clamping: own.seed)),
      "replicates": .integer(own.replicates),
      "seeds": .list(own.seeds.map { .integer(Int($0)) }),
      "findings": .list(own.findings.map { .text($0) }),
    ]
    for entry in PlanBuilder.ownSection.entries {
      if let value = values[entry.key] {
        writer.line(0, entry.key, value.description, entry.summary)
      } else {
        writer.section([entry], (tree.pairs ?? []).filter { $0.key == entry.key }, indent: 0)
      }
    }
    for (key, summary) in PlanBuilder.selectors {
      if let selector = selectors[key] { writer.line(0, key, selector, summary) }
    }
    let ownKeys = PlanBuilder.ownSection.entries.map(\.key) + PlanBuilder.selectors.map(\.0)
    let pairs = (tree.pairs ?? []).filter { !ownKeys.contains($0.key) }
    writer.section(schema.entries, pairs, indent: 0)
    return writer.text
  }
}

/// What a sweep file says of the sweep itself, beside its name.
struct OwnSettings {
  var seed: UInt64
  var replicates: Int
  var seeds: [UInt64]
  var findings: [String]

  init(_ plan: SweepPlan) {
    (seed, replicates, seeds) = (plan.seed, plan.replicates, plan.seeds)
    findings = plan.findings
  }
}

/// Writes settings as YAML with a comment on every line.
private struct FullText {
  private(set) var text = ""
  let writings: [AxisSource]

  init(writings: [AxisSource]) { self.writings = writings }

  mutating func line(_ indent: Int, _ key: String, _ value: String, _ summary: String) {
    let setting =
      String(repeating: " ", count: indent) + key + ":" + (value.isEmpty ? "" : " \(value)")
    let padding = String(repeating: " ", count: max(0, 44 - setting.count))
    text += "\(setting)\(padding)  # \(summary)\n"
  }

  private mutating func comment(_ indent: Int, _ key: String, _ value: String, _ summary: String) {
    line(indent, "# " + key, value, summary)
  }

  mutating func section(_ entries: [Entry], _ pairs: [Tree.Pair], indent: Int) {
    let applicable = Choice.all(entries, pairs)
    for pair in pairs {
      let meanings = applicable.filter { $0.entry.key == pair.key }
      guard let meaning = meanings.first else { continue }
      written(meaning, meanings, pair.value, indent)
    }
    var seen = Set(pairs.map(\.key))
    for meaning in applicable where seen.insert(meaning.entry.key).inserted {
      omitted(meaning, applicable.filter { $0.entry.key == meaning.entry.key }, indent)
    }
  }

  private mutating func written(
    _ meaning: Choice, _ meanings: [Choice], _ tree: Tree, _ indent: Int
  ) {
    let entry = meaning.entry
    switch entry.kind {
    case .section, .optional:
      nested(entry, meanings.flatMap(\.subentries), tree.pairs ?? [], indent)
    default: line(indent, entry.key, tree.inFlowStyle(writings), entry.summary)
    }
  }

  /// Writes a key that the file leaves out. Where variants of one axis disagree on its default, it stays a comment.
  private mutating func omitted(_ meaning: Choice, _ meanings: [Choice], _ indent: Int) {
    let entry = meaning.entry
    switch entry.kind {
    case .section where meanings.count == 1: nested(entry, meaning.subentries, [], indent)
    case .section: comment(indent, entry.key, "by variant", entry.summary)
    case .optional, .change, .free: comment(indent, entry.key, "{}", "off; \(entry.summary)")
    default:
      guard let standard = meaning.standard else { return }
      if meanings.allSatisfy({ $0.standard == standard }) {
        line(indent, entry.key, standard, entry.summary)
      } else {
        let standards = meanings.map { "\($0.standard ?? "required") with \($0.variant)" }
        comment(indent, entry.key, standards.joined(separator: ", "), entry.summary)
      }
    }
  }

  private mutating func nested(
    _ entry: Entry, _ entries: [Entry], _ pairs: [Tree.Pair], _ indent: Int
  ) {
    line(indent, entry.key, entries.isEmpty ? "{}" : "", entry.summary)
    section(entries, pairs, indent: indent + 2)
  }
}

/// An entry that can apply to a mapping, with the variant that it belongs to.
private struct Choice {
  let entry: Entry
  /// The name of the variant; empty for an entry that belongs to none.
  let variant: String

  var subentries: [Entry] {
    switch entry.kind {
    case .section(let section), .optional(let section): section.entries
    default: []
    }
  }

  /// The default as a file would write it; nil where the key is required.
  var standard: String? {
    switch entry.kind {
    case .value(_, let standard): standard?.description
    case .list(_, let standard): SettingValue.list(standard).description
    case .variant(_, let standard): standard?.inYAML
    case .sections: "[]"
    case .section, .optional, .changes, .change, .free, .named: nil
    }
  }

  /// The entries, and those of every variant that `pairs` choose.
  static func all(_ entries: [Entry], _ pairs: [Tree.Pair], variant: String = "") -> [Choice] {
    entries.flatMap { entry in
      let own = [Choice(entry: entry, variant: variant)]
      guard case .variant(let variants, let standard) = entry.kind else { return own }
      let names = pairs.first { $0.key == entry.key }?.value.scalars ?? [standard ?? ""]
      let chosen = variants.filter { names.contains($0.name) }
      return own + chosen.flatMap { all($0.entries, pairs, variant: $0.name) }
    }
  }
}

extension Tree {
  /// The texts of a scalar, or of an axis's values.
  fileprivate var scalars: [String] {
    switch content {
    case .scalar(let text, _): [text]
    case .axis(_, let values): values.flatMap(\.scalars)
    default: []
    }
  }

  /// The tree as YAML on one line, with axes as the file writes them.
  func inFlowStyle(_ writings: [AxisSource] = []) -> String {
    switch content {
    case .nothing: "null"
    case .scalar(let text, let isQuoted):
      !isQuoted && (Literal(text) != nil || ["true", "false"].contains(text.lowercased()))
        ? text : text.inYAML
    case .point(let number, _): number.description
    case .list(let elements):
      "[" + elements.map { $0.inFlowStyle(writings) }.joined(separator: ", ") + "]"
    case .mapping(let pairs):
      "{"
        + pairs.map { "\($0.key.inYAML): \($0.value.inFlowStyle(writings))" }
        .joined(separator: ", ") + "}"
    case .axis(let number, _): writings[number].source.inFlowStyle(writings)
    }
  }
}
