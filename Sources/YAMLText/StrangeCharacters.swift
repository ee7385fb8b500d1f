import Schema

// Characters that look like YAML's own, or are invisible, and are neither: pasted from a page, a chat or another
// keyboard. YAML takes them for letters, so that its own messages about them would name something else.

extension Unicode.Scalar {
  /// The character that it is mistaken for, where that one has a meaning in YAML.
  private var lookalike: String? {
    switch self {
    case "\u{FF1A}": ":"
    case "\u{FF0C}", "\u{3001}": ","
    case "\u{FF3B}": "["
    case "\u{FF3D}": "]"
    case "\u{FF5B}": "{"
    case "\u{FF5D}": "}"
    case "\u{FF03}": "#"
    default: nil
    }
  }

  fileprivate var isStrange: Bool { isInvisible || lookalike != nil }

  /// What should stand in its place, in words for people.
  fileprivate var replacement: String {
    switch properties.generalCategory {
    case .spaceSeparator: "a blank"
    case .lineSeparator, .paragraphSeparator: "a line break"
    default: lookalike ?? "nothing in its place"
    }
  }
}

extension Diagnostic {
  static func strangeCharacter(_ scalar: Unicode.Scalar, at location: Location) -> Diagnostic {
    let name = scalar.properties.name?.lowercased() ?? "character \(scalar.code)"
    let article = "aeiou".contains(name.first ?? " ") ? "an" : "a"
    return Diagnostic(
      at: location, "\(article) \(name) stands here", expected: scalar.replacement)
  }

  /// The message about the first strange character of a text that is not YAML, up to line `last`, comments left out.
  static func strangeCharacter(in text: String, upTo last: Int) -> Diagnostic? {
    for (line, scalars) in text.lines.prefix(last).enumerated() {
      var before: Unicode.Scalar = " "
      for (column, scalar) in scalars.enumerated() {
        if scalar == "#", before == " " || before == "\t" { break }
        if scalar.isStrange {
          return strangeCharacter(scalar, at: Location(line: line + 1, column: column + 1))
        }
        before = scalar
      }
    }
    return nil
  }
}

extension Tree {
  /// The message about the first strange character of a key, or of a value without quotation marks; nil where there is
  /// none.
  ///
  /// - Parameter text: The file's text, in which the character is located.
  func strangeCharacter(in text: String) -> Diagnostic? {
    switch content {
    case .scalar(let word, isQuoted: false): return Self.strange(in: word, location, text)
    case .list(let elements):
      return elements.lazy.compactMap { $0.strangeCharacter(in: text) }.first
    case .mapping(let pairs):
      return pairs.lazy.compactMap {
        Self.strange(in: $0.key, $0.keyLocation, text)
          // A title may hold any character.
          ?? ($0.key == "name" && $0.keyLocation.column == 1
            ? nil : $0.value.strangeCharacter(in: text))
      }.first
    default: return nil
    }
  }

  private static func strange(in word: String, _ start: Location, _ text: String) -> Diagnostic? {
    guard let scalar = word.unicodeScalars.first(where: \.isStrange) else { return nil }
    var place = start
    for line in text.lines.dropFirst(start.line - 1) {
      if let column = line.dropFirst(place.column - 1).firstIndex(of: scalar) {
        place = Location(
          line: place.line, column: line.distance(from: line.startIndex, to: column) + 1)
        return .strangeCharacter(scalar, at: place)
      }
      place = Location(line: place.line + 1, column: 1)
    }
    return .strangeCharacter(scalar, at: start)
  }
}
