extension String {
  /// As it may stand on a terminal, line by line, whoever wrote it: characters that could move the cursor, change the
  /// terminal's settings or turn the direction of writing become visible signs. Line breaks and tabs stay.
  package var printable: String { printed(keeping: ["\n", "\t"]) }

  /// The same, in one line.
  package var printableLine: String { printed(keeping: []) }

  /// The same, of JSON, in whose texts such characters can be escaped.
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
    // Marks of writing direction, line and paragraph separators.
    case 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// A sign that stands for it: of the pictures of control characters, or the replacement character.
  fileprivate var sign: Unicode.Scalar {
    let picture = value < 0x20 ? 0x2400 + value : value == 0x7F ? 0x2421 : 0xFFFD
    return Unicode.Scalar(picture) ?? self
  }
}
