extension Unicode.Scalar {
  /// Whether people cannot see it or take it for an ordinary blank: a blank of another kind, or a mark that only
  /// directs how text is set.
  package var isInvisible: Bool {
    guard !isASCII else { return false }
    switch properties.generalCategory {
    case .format, .spaceSeparator, .lineSeparator, .paragraphSeparator: return true
    default: return false
    }
  }

  /// The scalar's number as Unicode writes it: `U+00A0`.
  package var code: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
