package import Schema

extension About {
  /// What is wrong in the section `tree` beyond what its schema tells: identifiers that cannot be right, and authors
  /// told in two ways.
  package static func mistakes(in tree: Tree?) -> [Diagnostic] {
    guard let tree else { return [] }
    let authors = tree["authors"]?.elements ?? []
    let numbered = authors.enumerated().map { ("\(key).authors.\($0 + 1)", $1) }
    let texts = ["references", "keywords"].flatMap { list in
      (tree[list]?.elements ?? []).map { ("\(key).\(list)", $0) }
    }
    var problems = [
      wrongORCID(in: tree, path: key), severalWays(tree), wrongDOI(in: tree),
      wrongLicense(in: tree),
    ].compactMap(\.self)
    for (path, author) in numbered {
      problems += [wrongORCID(in: author, path: path), nameless(author, path: path)].compactMap(
        \.self)
    }
    problems += texts.compactMap { empty($1, path: $0) }
    problems += (tree["keywords"]?.elements ?? []).compactMap(keywordsInOne)
    return problems
  }

  private static func wrongORCID(in tree: Tree, path: String) -> Diagnostic? {
    guard let value = tree["orcid"], let text = value.scalar, !text.isEmpty else { return nil }
    let identifier = ORCID.bare(text)
    let found = "\(path).orcid is \"\(text.clipped)\""
    guard let digit = ORCID.checkDigit(of: identifier) else {
      return Diagnostic(
        at: value.location, found,
        expected: "an ORCID iD, four groups of four digits: 0000-0002-1825-0097")
    }
    guard identifier.last != digit else { return nil }
    return Diagnostic(
      at: value.location,
      "\(found), in which a digit is wrong: it does not go with its check digit",
      expected: "\(digit) at the end where the other digits are right")
  }

  private static func wrongDOI(in tree: Tree) -> Diagnostic? {
    guard let value = tree["doi"], let text = value.scalar, !text.isEmpty,
      !DOI.isValid(DOI.bare(text))
    else { return nil }
    return Diagnostic(
      at: value.location, "\(key).doi is \"\(text.clipped)\"",
      expected: "a DOI such as 10.5281/zenodo.1234")
  }

  private static func wrongLicense(in tree: Tree) -> Diagnostic? {
    guard let value = tree["licence"], let text = value.scalar, !text.isEmpty,
      !LicenseIdentifier.isValid(text)
    else { return nil }
    return Diagnostic(
      at: value.location, "\(key).licence is \"\(text.clipped)\"",
      expected:
        "an identifier of SPDX's list of licences such as CC-BY-4.0 or CC0-1.0; LicenseRef-NAME for another",
      suggestion: LicenseIdentifier.nearest(to: text))
  }

  /// `author` beside `authors`, or an ORCID iD of nobody.
  private static func severalWays(_ tree: Tree) -> Diagnostic? {
    func isGiven(_ key: String) -> Bool { tree[key]?.scalar?.isEmpty == false }
    if let authors = tree["authors"], authors.elements?.isEmpty == false,
      isGiven("author") || isGiven("orcid")
    {
      return Diagnostic(
        at: authors.location, "\(key) has authors beside \(isGiven("author") ? "author" : "orcid")",
        expected: "all of them in authors: [{name: …, orcid: …}, …]")
    }
    guard let orcid = tree["orcid"], isGiven("orcid"), !isGiven("author") else { return nil }
    return Diagnostic(
      at: orcid.location, "\(key).orcid is of nobody", expected: "the name under author")
  }

  private static func nameless(_ tree: Tree, path: String) -> Diagnostic? {
    tree["name"].flatMap { empty($0, path: "\(path).name") }
  }

  private static func empty(_ tree: Tree, path: String) -> Diagnostic? {
    guard tree.scalar?.allSatisfy(\.isWhitespace) == true else { return nil }
    return Diagnostic(at: tree.location, "\(path) is empty", expected: "a text")
  }

  /// Attributes of files separate keywords by commas.
  private static func keywordsInOne(_ tree: Tree) -> Diagnostic? {
    guard let text = tree.scalar, text.contains(",") else { return nil }
    return Diagnostic(
      at: tree.location, "\(key).keywords has \"\(text.clipped)\", with a comma",
      expected: "a list of keywords: [chaos, rank]")
  }
}

extension Tree {
  /// The text of a scalar; nil for anything else.
  fileprivate var scalar: String? {
    if case .scalar(let text, _) = content { text } else { nil }
  }
}
