import Attribution
import Testing

@Suite struct AttributesTests {
  private func text(_ about: About) -> [String] {
    about.attributes.map { "\($0.name): \($0.text)" }
  }

  @Test func `what is told stands under the names of ACDD, in their order`() {
    var about = About()
    about.title = "Ranks while nets learn"
    about.summary = "48 nets and their spectra."
    about.authors = [
      About.Author("Ada Lovelace", orcid: "0000-0002-1825-0097"),
      About.Author("Babbage, Charles", institution: "Trinity College"),
    ]
    about.institution = "University of London"
    about.license = "CC-BY-4.0"
    about.doi = "10.5281/zenodo.1234"
    about.references = ["Benettin et al. 1980", "https://arxiv.org/abs/2412.05144"]
    about.keywords = ["chaos", "recurrent nets"]
    #expect(
      text(about) == [
        "summary: 48 nets and their spectra.", "keywords: chaos, recurrent nets",
        "id: 10.5281/zenodo.1234", "naming_authority: org.doi",
        "creator_name: Ada Lovelace; Babbage, Charles", "creator_type: person",
        "creator_url: https://orcid.org/0000-0002-1825-0097; none",
        "creator_institution: University of London; Trinity College",
        "institution: University of London", "license: CC-BY-4.0",
        "references: Benettin et al. 1980; https://arxiv.org/abs/2412.05144",
      ])
  }

  @Test func `what is not told has no attribute`() {
    #expect(text(About()).isEmpty)
    var about = About()
    about.authors = [About.Author("Ada Lovelace")]
    #expect(text(about) == ["creator_name: Ada Lovelace", "creator_type: person"])
  }

  @Test func `a licence of the list has an address`() {
    var about = About()
    #expect(about.licenseURL == nil && about.doiURL == nil)
    (about.license, about.doi) = ("MIT", "10.1000/182")
    #expect(about.licenseURL == "https://spdx.org/licenses/MIT")
    #expect(about.doiURL == "https://doi.org/10.1000/182")
    about.license = "LicenseRef-Lab"
    #expect(about.licenseURL == nil)
  }
}
