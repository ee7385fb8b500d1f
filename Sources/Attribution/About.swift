package import Schema

/// What a sweep file tells of the sweep in its section `about`: who made it, what it is about, how its results may be
/// used and cited.
///
/// It changes nothing about the trials.
package struct About: Hashable, Sendable {
  /// A person who made the sweep.
  package struct Author: Hashable, Sendable {
    /// The name as people write it.
    package var name: String
    /// The ORCID iD, without the address before it: `0000-0002-1825-0097`.
    package var orcid: String?
    /// Where the person works.
    package var institution: String?

    package init(_ name: String, orcid: String? = nil, institution: String? = nil) {
      (self.name, self.orcid, self.institution) = (name, orcid, institution)
    }

    /// The address at which ORCID tells of the person.
    package var url: String? { orcid.map { "https://orcid.org/\($0)" } }
  }

  /// The title of the results, in place of the sweep's name.
  package var title: String?
  /// What the results are, in a few sentences.
  package var summary: String?
  /// Those who made them, in the order in which they are cited.
  package var authors: [Author] = []
  /// Where they were made.
  package var institution: String?
  /// The SPDX identifier of the licence under which they may be used.
  package var license: String?
  /// The DOI by which they are cited, without the address before it: `10.5281/zenodo.1234`.
  package var doi: String?
  /// Works that describe the results or how they were made: texts, addresses or DOIs.
  package var references: [String] = []
  /// Words by which they are found.
  package var keywords: [String] = []

  package init() {}

  /// The address to which the DOI leads.
  package var doiURL: String? { doi.map { "https://doi.org/\($0)" } }

  /// The address at which SPDX has the licence's text; nil for licences that its list does not have.
  package var licenseURL: String? {
    license.flatMap { $0.hasPrefix("LicenseRef-") ? nil : "https://spdx.org/licenses/\($0)" }
  }
}

extension About {
  /// The key of the section in sweep files.
  package static let key = "about"

  /// What the section may hold.
  package static let section = Section([
    text("title", "title of the results; the sweep's name where left out"),
    text("summary", "what the results are, in a few sentences"),
    text("author", "who made them; several in authors"),
    text("orcid", "the author's ORCID iD, 0000-0002-1825-0097"),
    Entry("authors", .sections(authorSection), "those who made them, in the order of citation"),
    text("institution", "where they were made; that of authors who have none of their own"),
    text("licence", "how they may be used, by SPDX's identifier: CC-BY-4.0"),
    text("doi", "the DOI by which they are cited: 10.5281/zenodo.1234"),
    Entry("references", .list(.text, default: []), "works on them: texts, addresses or DOIs"),
    Entry("keywords", .list(.text, default: []), "words by which they are found"),
  ])

  private static let authorSection = Section([
    Entry("name", .value(.text, default: nil), "the author's name"),
    text("orcid", "the author's ORCID iD"),
    text("institution", "where the author works"),
  ])

  /// A text that may be left out, or be empty, which is the same.
  private static func text(_ key: String, _ summary: String) -> Entry {
    Entry(key, .value(.text, default: .text("")), summary)
  }
}

extension About {
  /// What the section's settings say; nil where they say nothing. Of settings that were refused nothing is said.
  package init?(_ settings: Settings?) {
    guard let settings else { return nil }
    self.init()
    title = settings.given("title")
    summary = settings.given("summary")
    institution = settings.given("institution")
    license = settings.given("licence")
    doi = settings.given("doi").map(DOI.bare)
    references = settings.texts("references")
    keywords = settings.texts("keywords")
    let listed = settings.optionalSection("authors").map { Array($0.sections) } ?? []
    // Their keys are their numbers from 1.
    authors = listed.sorted { (Int($0.key) ?? 0) < (Int($1.key) ?? 0) }.map { Author($0.value) }
    if let author = settings.given("author") {
      authors.insert(Author(author, orcid: settings.given("orcid").map(ORCID.bare)), at: 0)
    }
    guard self != About() else { return nil }
  }
}

extension About.Author {
  fileprivate init(_ settings: Settings) {
    self.init(
      settings.given("name") ?? "", orcid: settings.given("orcid").map(ORCID.bare),
      institution: settings.given("institution"))
  }
}

extension Settings {
  /// The text under `key`; nil where it is empty or was refused.
  fileprivate func given(_ key: String) -> String? {
    guard case .text(let text) = values[key], !text.isEmpty else { return nil }
    return text
  }

  /// The texts of a list; empty where the file's value was refused.
  fileprivate func texts(_ key: String) -> [String] {
    guard case .list(let values) = values[key] else { return [] }
    return values.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }
}
