/// Every key that a file may hold, as a Markdown list: its type, range, default and meaning.
///
/// Keys of a section are indented below it, keys of a variant below the variant's name.
public func settingsReference(_ section: Section) -> String {
  section.entries.map { $0.reference(indent: "") }.joined()
}

extension Entry {
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
    case .section(let section):
      return line(indent, "a section")
        + section.entries.map { $0.reference(indent: inner) }.joined()
    case .optional(let section):
      return line(indent, "a section, off where left out")
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
