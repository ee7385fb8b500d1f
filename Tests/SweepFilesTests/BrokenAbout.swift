/// Sections `about` whose keys and types are right but whose content is not, or whose settings would vary.
let brokenAbout: [BrokenFile] = [
  BrokenFile(
    "task: copy\nabout: {author: Ada, orcid: 0000-0002-1825-0079}",
    says: """
      2:29: about.orcid is "0000-0002-1825-0079", in which a digit is wrong: it does not go with its check digit; \
      expected 0 at the end where the other digits are right
      """),
  BrokenFile(
    "task: copy\nabout: {authors: [{name: Ada}, {name: Charles, orcid: 0000-0002}]}",
    says: """
      2:55: about.authors.2.orcid is "0000-0002"; expected an ORCID iD, four groups of four digits: \
      0000-0002-1825-0097
      """),
  BrokenFile(
    "task: copy\nabout: {orcid: 0000-0002-1825-0097}",
    says: "2:16: about.orcid is of nobody; expected the name under author"),
  BrokenFile(
    "task: copy\nabout: {author: Ada, authors: [{name: Charles}]}",
    says: """
      2:31: about has authors beside author; expected all of them in authors: [{name: …, orcid: …}, …]
      """),
  BrokenFile(
    "task: copy\nabout: {authors: [{orcid: 0000-0002-1825-0097}]}",
    says: "2:19: about.authors.1.name is missing; expected text"),
  BrokenFile(
    "task: copy\nabout: {authors: [{name: \"\"}]}",
    says: "2:26: about.authors.1.name is empty; expected a text"),
  BrokenFile(
    "task: copy\nabout: {doi: zenodo.1234}",
    says: """
      2:14: about.doi is "zenodo.1234"; expected a DOI such as 10.5281/zenodo.1234
      """),
  BrokenFile(
    "task: copy\nabout: {licence: CC BY 4.0}",
    says: """
      2:18: about.licence is "CC BY 4.0"; expected an identifier of SPDX's list of licences such as CC-BY-4.0 or \
      CC0-1.0; LicenseRef-NAME for another; did you mean "CC-BY-4.0"?
      """),
  BrokenFile(
    "task: copy\nabout: {keywords: [\"chaos, rank\", ok]}",
    says: """
      2:20: about.keywords has "chaos, rank", with a comma; expected a list of keywords: [chaos, rank]
      """),
  BrokenFile(
    "task: copy\nabout: {references: [\" \"]}",
    says: "2:22: about.references is empty; expected a text"),
  BrokenFile(
    "task: copy\nabout: {license: MIT}",
    says: """
      2:9: unknown key "license" in about; expected title, summary, author, orcid, authors, institution, licence, doi, \
      references or keywords; did you mean "licence"?
      """),
  BrokenFile(
    "task: copy\nabout: {title: {grid: [a, b]}}",
    says: "2:16: about.title is an axis; expected one value"),
  BrokenFile(
    "task: copy\nabout: Ada",
    says: """
      2:8: about is Ada; expected a mapping of title, summary, author, orcid, authors, institution, licence, doi, …
      """),
]
