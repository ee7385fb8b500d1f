package import Schema

extension Settings {
  /// What a sweep file that writes only `written` would decode to under `entries`.
  ///
  /// Traps where a required key is not written.
  package init(defaultsOf entries: [Entry], with written: [String: SettingValue] = [:]) {
    self.init()
    fill(entries, with: written)
  }

  private mutating func fill(_ entries: [Entry], with written: [String: SettingValue]) {
    for entry in entries {
      let key = entry.key
      switch entry.kind {
      case .value(_, let value): values[key] = written[key] ?? value
      case .list(_, let list): values[key] = written[key] ?? .list(list)
      case .section(let section):
        sections[key] = Settings(defaultsOf: section.entries)
      case .sections: sections[key] = Settings()
      case .optional, .changes, .change, .free, .named: break
      case .variant(let variants, let name):
        values[key] = written[key] ?? name.map { .text($0) }
        let chosen = variants.first { .text($0.name) == values[key] }
        fill(chosen?.entries ?? [], with: written)
      }
    }
  }
}
