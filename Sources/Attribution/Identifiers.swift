/// ORCID's identifiers of people.
enum ORCID {
  /// The identifier without ORCID's address before it.
  static func bare(_ text: String) -> String {
    text.withoutPrefix(["https://orcid.org/", "http://orcid.org/", "orcid.org/"])
  }

  /// The check digit of an identifier of four groups of four digits, by its first fifteen (ISO 7064, MOD 11-2); nil
  /// where it is written otherwise. A correct identifier ends with it.
  static func checkDigit(of identifier: String) -> Character? {
    let groups = identifier.split(separator: "-", omittingEmptySubsequences: false)
    let digits = groups.joined()
    guard groups.count == 4, groups.allSatisfy({ $0.utf8.count == 4 }),
      digits.utf8.dropLast().allSatisfy({ (48...57).contains($0) }),
      let last = digits.last, ("0"..."9").contains(last) || last == "X"
    else { return nil }
    let total = digits.utf8.dropLast().reduce(0) { ($0 + Int($1) - 48) * 2 % 11 }
    let check = (12 - total) % 11
    return check == 10 ? "X" : Character("\(check)")
  }
}

/// Digital object identifiers.
enum DOI {
  /// The identifier without what leads to it.
  static func bare(_ text: String) -> String {
    text.withoutPrefix(["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "doi:"])
  }

  /// Whether `identifier` is a registrant's prefix (`10.5281`) and a name behind a slash.
  static func isValid(_ identifier: String) -> Bool {
    let parts = identifier.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].hasPrefix("10."), !parts[1].isEmpty else { return false }
    let registrant = parts[0].dropFirst(3)
    return registrant.utf8.count >= 4
      && registrant.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
      && !identifier.contains { $0.isWhitespace }
  }
}

extension String {
  /// The text without the first of `prefixes` that it has, whatever the case.
  fileprivate func withoutPrefix(_ prefixes: [String]) -> String {
    let found = prefixes.first { lowercased().hasPrefix($0) }
    return String(dropFirst(found?.count ?? 0))
  }
}
