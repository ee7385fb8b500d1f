import Attribution
import SweepFiles
import Testing

private let whole = """
  task: copy
  about:
    title: Ranks
    summary: "What nets do: they learn."
    authors:
      - {name: Ada Lovelace, orcid: "https://orcid.org/0000-0002-1825-0097"}
      - {name: Charles Babbage, institution: Trinity}
    institution: London
    licence: CC-BY-4.0
    doi: https://doi.org/10.5281/zenodo.1234
    references: [Benettin et al. 1980]
    keywords: [chaos, rank]
  """

@Suite struct AboutTests {
  @Test func `what a file tells about its sweep is read, addresses as identifiers`() throws {
    let about = try #require(try plan(whole).about)
    #expect(about.title == "Ranks" && about.summary == "What nets do: they learn.")
    #expect(
      about.authors == [
        About.Author("Ada Lovelace", orcid: "0000-0002-1825-0097"),
        About.Author("Charles Babbage", institution: "Trinity"),
      ])
    #expect(about.institution == "London" && about.license == "CC-BY-4.0")
    #expect(about.doi == "10.5281/zenodo.1234")
    #expect(about.references == ["Benettin et al. 1980"] && about.keywords == ["chaos", "rank"])
  }

  @Test func `one author needs no list, and authors keep their order beyond nine`() throws {
    let one = try plan("task: copy\nabout: {author: Ada, orcid: 0000-0002-1825-0097}")
    #expect(one.about?.authors == [About.Author("Ada", orcid: "0000-0002-1825-0097")])
    let names = (1...12).map { "Author \($0)" }
    let many = try plan(
      "task: copy\nabout: {authors: [\(names.map { "{name: \($0)}" }.joined(separator: ", "))]}")
    #expect(many.about?.authors.map(\.name) == names)
  }

  @Test(arguments: ["", "about:", "about: {}", "about: {title: \"\", authors: [], keywords: []}"])
  func `where nothing is told there is nothing`(text: String) throws {
    #expect(try plan("task: copy\n\(text)").about == nil)
  }

  @Test func `it changes nothing about the trials`() throws {
    let (plain, told) = (try plan("task: copy"), try plan(whole))
    #expect(told == plain && told.about != plain.about)
    #expect(told.places(of: plain) == [0])
    #expect(told.configuration(of: 0) == plain.configuration(of: 0))
  }

  @Test func `the full text and joined sweeps tell it again`() throws {
    let original = try plan(whole)
    #expect(try plan(original.fullText()).about == original.about)
    let other = try plan("task: copy\nreplicates: 2")
    #expect(try plan(#require(original.text(joining: other))).about == original.about)
  }
}
