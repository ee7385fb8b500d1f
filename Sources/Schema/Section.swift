/// The keys that one mapping of a sweep file may hold.
///
/// Each room describes its own settings with these values, in its catalogue; the sweep's reader checks files against
/// them, names the nearest valid key, fills defaults in, and prints them. No key is known in two places.
public struct Section: Sendable {
  public var entries: [Entry]

  public init(_ entries: [Entry]) { self.entries = entries }
}

/// One key of a section: what it may hold, its default and what it means.
public struct Entry: Sendable {
  public indirect enum Kind: Sendable {
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
  }

  public let key: String
  public let kind: Kind
  /// One line for people: what it means, with its unit.
  public let summary: String

  public init(_ key: String, _ kind: Kind, _ summary: String) {
    self.key = key
    self.kind = kind
    self.summary = summary
  }
}

/// One choice of a variant entry, with the further keys that it brings.
public struct Variant: Sendable {
  public let name: String
  public let summary: String
  public let entries: [Entry]

  public init(_ name: String, _ summary: String, _ entries: [Entry] = []) {
    self.name = name
    self.summary = summary
    self.entries = entries
  }
}

extension Entry {
  public static func boolean(_ key: String, _ value: Bool, _ summary: String) -> Entry {
    Entry(key, .value(.boolean, default: .boolean(value)), summary)
  }

  /// A whole number; required where `value` is nil.
  public static func integer(
    _ key: String, _ value: Int?, in range: ClosedRange<Int> = 0...Int.max, _ summary: String
  ) -> Entry {
    Entry(key, .value(.integer(range), default: value.map { .integer($0) }), summary)
  }

  /// A real number; required where `value` is nil.
  public static func real(
    _ key: String, _ value: Double?, in interval: Interval = .finite, _ summary: String
  ) -> Entry {
    Entry(key, .value(.real(interval), default: value.map { .real($0) }), summary)
  }
}
