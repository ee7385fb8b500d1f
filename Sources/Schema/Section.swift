/// The keys that one mapping of a sweep file may hold.
///
/// Each room describes its own settings with these values, in its catalogue; the sweep's reader checks files against
/// them, names the nearest valid key, fills defaults in, and prints them. No key is known in two places.
package struct Section: Sendable {
  /// The keys, in the order in which references list them.
  package var entries: [Entry]
  /// The numbers that follow from the settings and that filters of a sweep file may name beside its axes.
  package var derived: [DerivedNumber]

  package init(_ entries: [Entry], derived: [DerivedNumber] = []) {
    self.entries = entries
    self.derived = derived
  }
}

/// A number that follows from settings, such as how many numbers a net trains.
package struct DerivedNumber: Sendable {
  /// The word by which filters mean it.
  package let name: String
  /// What it is, in a few words for people.
  package let summary: String
  /// Whether the setting at a path (`model.width`) can change it.
  package let dependsOn: @Sendable (_ path: String) -> Bool
  /// The number that settings of the root section lead to; throws a reason for people where there is none.
  package let value: @Sendable (_ settings: Settings, _ seed: UInt64) throws -> Double

  package init(
    _ name: String, _ summary: String,
    dependsOn: @escaping @Sendable (_ path: String) -> Bool,
    value: @escaping @Sendable (_ settings: Settings, _ seed: UInt64) throws -> Double
  ) {
    self.name = name
    self.summary = summary
    self.dependsOn = dependsOn
    self.value = value
  }
}

/// One key of a section: what it may hold, its default and what it means.
package struct Entry: Sendable {
  /// What stands under a key, and its default.
  package indirect enum Kind: Sendable {
    /// A scalar; required where it has no default. May be an axis.
    case value(Domain, default: SettingValue?)
    /// A list of scalars.
    case list(Domain, default: [SettingValue])
    /// A mapping that is always there, filled with its defaults.
    case section(Section)
    /// A mapping that is there only when the file writes it (`effective_rank: {}`).
    case optional(Section)
    /// A choice by name that adds the chosen variant's entries to the enclosing section
    /// (`cell: rnn`, `family: gamma`). Required where it has no default. May be an axis.
    case variant([Variant], default: String?)
    /// A list of mappings, each with settings of the root's section under this key that are to be changed
    /// (`changes: [{lag: 9}, {lag: 11}]`); required.
    case changes(of: String)
    /// A mapping with keys of the file's own choice, nested as the file likes; each leaf is any scalar or a list of
    /// them, and may be an axis. It is there only when the file writes it.
    case free
    /// A mapping from names of the file's own choice to sections, at least one; required.
    case named(Section)
    /// A mapping with settings of the root's section under this key that are to be changed; nothing is where the file
    /// leaves it out.
    case change(of: String)
    /// A list of mappings with the keys of one section; empty where the file leaves it out. Their settings may be axes.
    case sections(Section)
  }

  /// The key as files write it, in snake case.
  package let key: String
  /// What may stand under the key.
  package let kind: Kind
  /// What the setting means, with its unit, in one line for people.
  package let summary: String

  package init(_ key: String, _ kind: Kind, _ summary: String) {
    self.key = key
    self.kind = kind
    self.summary = summary
  }
}

/// One choice of a variant entry, with the further keys that it brings.
package struct Variant: Sendable {
  /// The word by which files choose it.
  package let name: String
  /// What the variant is, in one line for people.
  package let summary: String
  /// The keys that it adds to the section that chooses it.
  package let entries: [Entry]

  package init(_ name: String, _ summary: String, _ entries: [Entry] = []) {
    self.name = name
    self.summary = summary
    self.entries = entries
  }
}

extension Entry {
  /// A setting that is `true` or `false`, with the default `value`.
  package static func boolean(_ key: String, _ value: Bool, _ summary: String) -> Entry {
    Entry(key, .value(.boolean, default: .boolean(value)), summary)
  }

  /// A setting that is a whole number in `range`, with the default `value`; required where that is nil.
  package static func integer(
    _ key: String, _ value: Int?, in range: ClosedRange<Int> = 0...Int.max, _ summary: String
  ) -> Entry {
    Entry(key, .value(.integer(range), default: value.map { .integer($0) }), summary)
  }

  /// A setting that is a real number in `interval`, with the default `value`; required where that is nil.
  package static func real(
    _ key: String, _ value: Double?, in interval: Interval = .finite, _ summary: String
  ) -> Entry {
    Entry(key, .value(.real(interval), default: value.map { .real($0) }), summary)
  }
}
