extension String {
  /// The text made safe for a terminal, whatever its source: characters that could move the cursor, change the
  /// terminal's settings or turn the direction of writing become visible signs. Line breaks and tabs stay.
  package var printable: String { printed(keeping: ["\n", "\t"]) }

  /// The text made safe for one line of a terminal: as `printable`, but line breaks and tabs become visible signs too.
  package var printableLine: String { printed(keeping: []) }

  /// This text, which is JSON, with such characters escaped as JSON does it.
  package var printableJSON: String {
    guard unicodeScalars.contains(where: \.isUnprintable) else { return self }
    return unicodeScalars.map { scalar in
      guard scalar.isUnprintable, scalar != "\n", scalar != "\t" else { return String(scalar) }
      let digits = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
  }

  private func printed(keeping kept: [Unicode.Scalar]) -> String {
    guard unicodeScalars.contains(where: { $0.isUnprintable && !kept.contains($0) }) else {
      return self
    }
    let scalars = unicodeScalars.map { scalar in
      scalar.isUnprintable && !kept.contains(scalar) ? scalar.sign : scalar
    }
    return String(String.UnicodeScalarView(scalars))
  }
}

extension Unicode.Scalar {
  /// Whether terminals do something else with it than show it.
  fileprivate var isUnprintable: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0: true
    // These are marks of writing direction and separators of lines and paragraphs.
    case 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// The sign that stands for it: Unicode's picture of a control character, or the replacement character.
  fileprivate var sign: Unicode.Scalar {
    let picture = value < 0x20 ? 0x2400 + value : value == 0x7F ? 0x2421 : 0xFFFD
    return Unicode.Scalar(picture) ?? self
  }
}
