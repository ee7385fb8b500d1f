/// A section with some of its settings changed.
package struct ChangedSettings: Hashable, Sendable {
  /// The changes in one short line, keys and values: `lag=9 noise.scale=2`.
  package let label: String
  /// The settings of the whole section with the changes.
  package let settings: Settings

  package init(label: String, settings: Settings) {
    self.label = label
    self.settings = settings
  }
}

/// One section of a trial's configuration, checked against its schema and with every default filled in.
///
/// The accessors trap on a key that the schema does not have: that is a mistake in this program, not in a file.
package struct Settings: Hashable, Sendable {
  /// The values of scalars and lists, by key; a variant's stand beside the key that chooses it.
  package var values: [String: SettingValue]
  /// The sections in this one, by key; those of a list are the sections of one section, by their number from 1.
  package var sections: [String: Settings]
  /// The lists of changes that `Entry.Kind.changes` reads, and the single ones of `.change`, by key.
  package var changes: [String: [ChangedSettings]]

  package init(
    values: [String: SettingValue] = [:], sections: [String: Settings] = [:],
    changes: [String: [ChangedSettings]] = [:]
  ) {
    self.values = values
    self.sections = sections
    self.changes = changes
  }

  /// The boolean under `key`.
  package func boolean(_ key: String) -> Bool {
    guard case .boolean(let value) = value(key) else { wrongKind(key, "a boolean") }
    return value
  }

  /// The whole number under `key`.
  package func integer(_ key: String) -> Int {
    guard case .integer(let value) = value(key) else { wrongKind(key, "an integer") }
    return value
  }

  /// The number under `key`, whole or not.
  package func real(_ key: String) -> Double {
    switch value(key) {
    case .real(let value): return value
    case .integer(let value): return Double(value)
    default: wrongKind(key, "a number")
    }
  }

  /// The word or text under `key`.
  package func text(_ key: String) -> String {
    guard case .text(let value) = value(key) else { wrongKind(key, "text") }
    return value
  }

  /// The list under `key`.
  package func list(_ key: String) -> [SettingValue] {
    guard case .list(let value) = value(key) else { wrongKind(key, "a list") }
    return value
  }

  /// The integer under `key`, or nil where a word such as `all` or `none` stands there.
  package func integerUnlessWord(_ key: String) -> Int? {
    if case .text = value(key) { return nil }
    return integer(key)
  }

  /// The number under `key`, or nil where a word such as `none` stands there.
  package func realUnlessWord(_ key: String) -> Double? {
    if case .text = value(key) { return nil }
    return real(key)
  }

  /// The section under `key`.
  package func section(_ key: String) -> Settings {
    guard let section = sections[key] else { preconditionFailure("no section \"\(key)\"") }
    return section
  }

  /// The sections of the list under `key`, which `Entry.Kind.sections` reads.
  package func sections(_ key: String) -> [Settings] {
    let list = section(key)
    return (0..<list.sections.count).map { list.section("\($0 + 1)") }
  }

  /// The change of a section under `key`; nil where the file leaves it out.
  package func change(_ key: String) -> ChangedSettings? { changes[key]?.first }

  /// The list of changes under `key`, each applied to the whole section.
  package func changes(_ key: String) -> [ChangedSettings] {
    guard let found = changes[key] else { preconditionFailure("no changes \"\(key)\"") }
    return found
  }

  /// The section under `key` that a file may leave out; nil where it does.
  package func optionalSection(_ key: String) -> Settings? { sections[key] }

  private func value(_ key: String) -> SettingValue {
    guard let value = values[key] else { preconditionFailure("no setting \"\(key)\"") }
    return value
  }

  private func wrongKind(_ key: String, _ expected: String) -> Never {
    preconditionFailure("setting \"\(key)\" is \(value(key)), not \(expected)")
  }
}
