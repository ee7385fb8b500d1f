package import Schema

/// Settings as JSON writes them.
package indirect enum Written: Decodable, ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral,
  ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral
{
  case value(SettingValue)
  case list([Written])
  case mapping([String: Written])

  package init(from decoder: any Decoder) throws {
    if let mapping = try? [String: Written](from: decoder) {
      self = .mapping(mapping)
    } else if let list = try? [Written](from: decoder) {
      self = .list(list)
    } else {
      let container = try decoder.singleValueContainer()
      if let flag = try? container.decode(Bool.self) {
        self = .value(.boolean(flag))
      } else if let whole = try? container.decode(Int.self) {
        self = .value(.integer(whole))
      } else if let real = try? container.decode(Double.self) {
        self = .value(.real(real))
      } else {
        self = .value(.text(try container.decode(String.self)))
      }
    }
  }

  package init(dictionaryLiteral elements: (String, Written)...) {
    self = .mapping(Dictionary(uniqueKeysWithValues: elements))
  }
  package init(arrayLiteral elements: Written...) { self = .list(elements) }
  package init(stringLiteral value: String) { self = .value(.text(value)) }
  package init(integerLiteral value: Int) { self = .value(.integer(value)) }
  package init(floatLiteral value: Double) { self = .value(.real(value)) }
  package init(booleanLiteral value: Bool) { self = .value(.boolean(value)) }

  fileprivate var elements: [Written]? {
    if case .list(let list) = self { list } else { nil }
  }

  fileprivate var setting: SettingValue? {
    switch self {
    case .value(let value): value
    case .list(let list): .list(list.compactMap(\.setting))
    case .mapping: nil
    }
  }
}

extension Section {
  /// The settings of a file that writes this, defaults filled in. What the schema does not know is a mistake here.
  package func settings(_ written: Written = [:]) -> Settings {
    guard case .mapping(let mapping) = written else { preconditionFailure("\(written)") }
    var settings = Settings()
    var unread = Set(mapping.keys)
    fill(&settings, entries, mapping, &unread)
    precondition(unread.isEmpty, "unknown keys \(unread)")
    return settings
  }

  private func fill(
    _ settings: inout Settings, _ entries: [Entry], _ written: [String: Written],
    _ unread: inout Set<String>
  ) {
    for entry in entries {
      unread.remove(entry.key)
      let own = written[entry.key]
      switch entry.kind {
      case .value(_, let value): settings.values[entry.key] = own?.setting ?? value
      case .list(_, let value): settings.values[entry.key] = own?.setting ?? .list(value)
      case .section(let section): settings.sections[entry.key] = section.settings(own ?? [:])
      case .optional(let section): settings.sections[entry.key] = own.map { section.settings($0) }
      case .sections(let section):
        let list = own?.elements ?? []
        settings.sections[entry.key] = Settings(
          sections: Dictionary(
            uniqueKeysWithValues: list.enumerated().map {
              ("\($0.offset + 1)", section.settings($0.element))
            }))
      case .changes, .change, .free, .named: break
      case .variant(let variants, let fallback):
        let choice = own?.setting ?? fallback.map { .text($0) }
        settings.values[entry.key] = choice
        let chosen = variants.first { .text($0.name) == choice }
        fill(&settings, chosen?.entries ?? [], written, &unread)
      }
    }
  }
}
