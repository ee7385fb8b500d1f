import Testing

@testable import Schema

/// Two things that a sweep file could name.
@Suite struct CatalogueTests {
  private let catalogue = Catalogue<Int>(
    of: "number", key: "which", variant: { $0 == 1 ? Variant("one", "") : Variant("two", "") },
    [1, 2])

  @Test func `settings choose by name, in the order that the catalogue has`() {
    #expect(catalogue.names == ["one", "two"])
    #expect(catalogue["two"] == 2 && catalogue["three"] == nil)
    #expect(catalogue.chosen(by: Settings(values: ["which": .text("one")])) == 1)
  }

  @Test func `its entry is required where there is no default`() throws {
    let required = Section([catalogue.entry(default: nil, "")])
    let optional = Section([catalogue.entry(default: "two", "")])
    #expect(throws: Diagnostic.self) { try required.settings() }
    #expect(try optional.settings().text("which") == "two")
  }
}
