import Schema

extension About {
  /// What a file tells of itself as a whole, by the names of ACDD 1.3 and CF, but for `title`.
  ///
  /// Where there are several authors, each has a place in `creator_name` and `creator_url`, set off by semicolons.
  package var attributes: [(name: String, text: String)] {
    let affiliations = authors.compactMap { $0.institution ?? institution }
    let links = authors.map { $0.url ?? "none" }
    let attributes: [(String, String?)] = [
      ("summary", summary),
      ("keywords", keywords.isEmpty ? nil : keywords.joined(separator: ", ")),
      ("id", doi), ("naming_authority", doi == nil ? nil : "org.doi"),
      ("creator_name", authors.isEmpty ? nil : authors.map(\.name).joined(separator: "; ")),
      ("creator_type", authors.isEmpty ? nil : "person"),
      ("creator_url", authors.contains { $0.orcid != nil } ? links.joined(separator: "; ") : nil),
      (
        "creator_institution",
        affiliations.isEmpty ? nil : affiliations.uniqued.joined(separator: "; ")
      ),
      ("institution", institution), ("license", license),
      ("references", references.isEmpty ? nil : references.joined(separator: "; ")),
    ]
    return attributes.compactMap { name, text in text.map { (name: name, text: $0) } }
  }
}
