/// One section of a trial's configuration, checked against its schema and with every default filled in.
///
/// The accessors trap on a key that the schema does not have: that is a mistake in this program, not in a file.
public struct Settings: Hashable, Sendable {
  public var values: [String: SettingValue]
  public var sections: [String: Settings]

  public init(values: [String: SettingValue] = [:], sections: [String: Settings] = [:]) {
    self.values = values
    self.sections = sections
  }

  public func boolean(_ key: String) -> Bool {
    guard case .boolean(let value) = value(key) else { wrongKind(key, "a boolean") }
    return value
  }

  public func integer(_ key: String) -> Int {
    guard case .integer(let value) = value(key) else { wrongKind(key, "an integer") }
    return value
  }

  /// A number, whole or not.
  public func real(_ key: String) -> Double {
    switch value(key) {
    case .real(let value): return value
    case .integer(let value): return Double(value)
    default: wrongKind(key, "a number")
    }
  }

  public func text(_ key: String) -> String {
    guard case .text(let value) = value(key) else { wrongKind(key, "text") }
    return value
  }

  public func list(_ key: String) -> [SettingValue] {
    guard case .list(let value) = value(key) else { wrongKind(key, "a list") }
    return value
  }

  /// The integer under `key`, or nil where a word such as `all` or `none` stands there.
  public func integerUnlessWord(_ key: String) -> Int? {
    if case .text = value(key) { return nil }
    return integer(key)
  }

  /// The number under `key`, or nil where a word such as `none` stands there.
  public func realUnlessWord(_ key: String) -> Double? {
    if case .text = value(key) { return nil }
    return real(key)
  }

  public func section(_ key: String) -> Settings {
    guard let section = sections[key] else { preconditionFailure("no section \"\(key)\"") }
    return section
  }

  /// A section that the file may leave out.
  public func optionalSection(_ key: String) -> Settings? { sections[key] }

  private func value(_ key: String) -> SettingValue {
    guard let value = values[key] else { preconditionFailure("no setting \"\(key)\"") }
    return value
  }

  private func wrongKind(_ key: String, _ expected: String) -> Never {
    preconditionFailure("setting \"\(key)\" is \(value(key)), not \(expected)")
  }
}
