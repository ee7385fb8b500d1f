import Testing

@testable import Attribution

@Suite struct IdentifierTests {
  // ORCID's own examples (its support pages on the structure of identifiers).
  @Test(arguments: ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"])
  func `the check digit of ORCID's examples is theirs, and of no other with one digit changed`(
    identifier: String
  ) {
    #expect(ORCID.checkDigit(of: identifier) == identifier.last)
    let characters = Array(identifier)
    for place in characters.indices.dropLast() where characters[place] != "-" {
      for digit in "0123456789" where digit != characters[place] {
        var changed = characters
        changed[place] = digit
        #expect(ORCID.checkDigit(of: String(changed)) != identifier.last, "\(String(changed))")
      }
    }
  }

  @Test func `neighbours that are swapped are found out`() {
    let digits = Array("0000-0002-1825-0097")
    for place in digits.indices.dropLast(2) where digits[place] != "-" && digits[place + 1] != "-" {
      var swapped = digits
      swapped.swapAt(place, place + 1)
      guard swapped != digits else { continue }
      #expect(ORCID.checkDigit(of: String(swapped)) != digits.last, "\(String(swapped))")
    }
  }

  @Test(arguments: [
    "", "0000-0002-1825-009", "0000000218250097", "0000-0002-1825-00977", "0000-0002-1825-009x",
    "0000-00x2-1825-0097", "000-00002-1825-0097", "0000-0002-1825-0097-", "٠٠٠٠-0002-1825-0097",
  ])
  func `what is written otherwise has no check digit`(text: String) {
    #expect(ORCID.checkDigit(of: text) == nil)
  }

  @Test func `an address leads to the same identifier`() {
    #expect(ORCID.bare("https://orcid.org/0000-0002-1825-0097") == "0000-0002-1825-0097")
    #expect(ORCID.bare("0000-0002-1825-0097") == "0000-0002-1825-0097")
    for text in ["https://doi.org/10.5281/zenodo.1234", "doi:10.5281/zenodo.1234"] {
      #expect(DOI.bare(text) == "10.5281/zenodo.1234")
    }
    #expect(DOI.bare("HTTPS://DOI.ORG/10.5281/Zenodo.1234") == "10.5281/Zenodo.1234")
  }

  // Some of the oddest that have been given out.
  @Test(arguments: [
    "10.5281/zenodo.1234", "10.1000/182",
    "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
    "10.1000.10/123", "10.1016/S0167-8191(96)00024-5",
  ])
  func `a DOI is a registrant and a name`(text: String) { #expect(DOI.isValid(text)) }

  @Test(arguments: [
    "", "10.5281", "10.5281/", "10/zenodo", "11.5281/zenodo", "10.52/x", "10.5281/a b",
    "zenodo.1234", "10.x281/zenodo",
  ])
  func `what lacks either is none`(text: String) { #expect(!DOI.isValid(text)) }

  @Test func `licences are those of SPDX's list, or names of their own`() {
    for text in ["CC-BY-4.0", "CC0-1.0", "MIT", "Apache-2.0", "BSD-3-Clause", "LicenseRef-Lab.1"] {
      #expect(LicenseIdentifier.isValid(text), "\(text)")
    }
    for text in ["", "CC BY 4.0", "cc-by-4.0", "GPL-3.0", "LicenseRef-", "LicenseRef-our lab"] {
      #expect(!LicenseIdentifier.isValid(text), "\(text)")
    }
    #expect(LicenseIdentifier.nearest(to: "CC BY 4.0") == "CC-BY-4.0")
    #expect(LicenseIdentifier.nearest(to: "apache2.0") == "Apache-2.0")
  }
}
