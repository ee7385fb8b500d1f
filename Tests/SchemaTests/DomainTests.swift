import Schema
import Testing

private func scalar(_ text: String, isQuoted: Bool = false) -> Tree {
  Tree(.scalar(text, isQuoted: isQuoted), at: .start)
}

@Test(arguments: [
  ("0", Literal.whole(0)), ("-12", .whole(-12)), ("+5", .whole(5)), ("1e-3", .real(0.001)),
  (".5", .real(0.5)), ("5.", .real(5)), ("-1.5E+2", .real(-150)),
])
func `decimal numbers read as numbers`(text: String, literal: Literal) {
  #expect(Literal(text) == literal)
}

@Test(arguments: ["", "-", ".", "e3", "1e", "1e+", "1.2.3", "12px", "--1", "1,5", "0.1f", "ten"])
func `other texts are no numbers`(text: String) {
  #expect(Literal(text) == nil)
}

@Test(arguments: ["010", "-007", "0x1F", "0b1", "0o7", "1_000", ".inf", "-.inf", "nan", "1e400"])
func `numbers that readers disagree upon or that are not finite are faulty`(text: String) {
  let isFaulty = if case .faulty = Literal(text) { true } else { false }
  #expect(isFaulty)
}

@Test func `words win over numbers, numbers over text`() throws {
  let domain = Domain(words: ["all", "7"], integers: 1...10, acceptsText: true)
  #expect(try domain.value(of: scalar("all"), path: "x") == .text("all"))
  #expect(try domain.value(of: scalar("7"), path: "x") == .text("7"))
  #expect(try domain.value(of: scalar("8"), path: "x") == .integer(8))
  #expect(try domain.value(of: scalar("8", isQuoted: true), path: "x") == .text("8"))
  #expect(try domain.value(of: scalar("no"), path: "x") == .text("no"))
}

@Test func `whole reals are whole numbers, and whole numbers are reals`() throws {
  #expect(try Domain.integer().value(of: scalar("64.0"), path: "x") == .integer(64))
  #expect(try Domain.integer().value(of: scalar("1e3"), path: "x") == .integer(1000))
  #expect(try Domain.real().value(of: scalar("5"), path: "x") == .real(5))
  #expect(throws: Diagnostic.self) { try Domain.integer().value(of: scalar("1e19"), path: "x") }
}

@Test(arguments: [
  (Domain.integer(), "a whole number of at least 0"),
  (.integer(1...8), "a whole number from 1 to 8"),
  (.integer(Int.min...Int.max), "a whole number"),
  (.integer(Int.min...3), "a whole number of at most 3"),
  (.real(), "a number"), (.real(.positive), "a number above 0"),
  (.real(.nonnegative), "a number of at least 0"), (.real(.unit), "a number from 0 to 1"),
  (.real(Interval(0, 1, includesUpper: false)), "a number of at least 0 and below 1"),
  (.real(Interval(-.infinity, 2)), "a number of at most 2"),
  (.boolean, "true or false"), (.text, "text"),
  (.word("none", "all", or: .integer(1...2)), "none, all or a whole number from 1 to 2"),
])
func `a domain says what it accepts`(domain: Domain, text: String) {
  #expect(domain.expectation == text)
}

@Test(arguments: [
  ("plain", "plain"), ("two words", "\"two words\""), ("12", "\"12\""), ("true", "\"true\""),
  ("", "\"\""), ("a\"b\\c", "\"a\\\"b\\\\c\""), ("\u{7}", "\"\\u0007\""), ("/a/b.c", "/a/b.c"),
])
func `texts are written so that they read as texts`(text: String, yaml: String) {
  #expect(text.inYAML == yaml)
}
