extension SettingValue: CustomStringConvertible {
  /// The value as a sweep file writes it, which reads back as the same value.
  package var description: String {
    switch self {
    case .boolean(let value): value.description
    case .integer(let value): value.description
    case .real(let value): value.description
    case .text(let value): value.inYAML
    case .list(let values): "[" + values.map(\.description).joined(separator: ", ") + "]"
    }
  }

  /// The number of a whole or real value; nil for other values.
  package var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .real(let value): value
    default: nil
    }
  }
}

extension String {
  /// The text as a YAML scalar: plain where it cannot be taken for something else, else in double quotes.
  package var inYAML: String {
    let isPlain =
      unicodeScalars.allSatisfy {
        $0.isASCII && ($0.isWordCharacter || "/.+-".contains(Character($0)))
      }
      && unicodeScalars.first.map { $0.isWordCharacter || $0 == "/" } ?? false
    let reserved = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    if isPlain, Literal(self) == nil, !reserved.contains(lowercased()) { return self }
    return "\"" + unicodeScalars.map(\.escapedInYAML).joined() + "\""
  }
}

extension Unicode.Scalar {
  fileprivate var isWordCharacter: Bool {
    ("a"..."z").contains(self) || ("A"..."Z").contains(self) || ("0"..."9").contains(self)
      || self == "_"
  }

  fileprivate var escapedInYAML: String {
    switch self {
    case "\"": "\\\""
    case "\\": "\\\\"
    case "\n": "\\n"
    case "\t": "\\t"
    case " "..."~": String(self)
    case _ where properties.isAlphabetic: String(self)
    default: escapedByNumber
    }
  }

  private var escapedByNumber: String {
    let digits = String(value, radix: 16)
    return value > 0xFFFF
      ? "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      : "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
