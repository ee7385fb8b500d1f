import Schema
import Testing

private func scalar(_ text: String, isQuoted: Bool = false) -> Tree {
  Tree(.scalar(text, isQuoted: isQuoted), at: .start)
}

private func mapping(_ pairs: KeyValuePairs<String, Tree>) -> Tree {
  Tree(
    .mapping(pairs.map { Tree.Pair(key: $0.key, keyLocation: .start, value: $0.value) }),
    at: .start)
}

/// Mappings whose keys a file chooses itself.
@Suite struct OwnKeysTests {
  private let section = Section([
    Entry("free", .free, "anything"),
    Entry("named", .named(Section([.integer("size", 1, in: 1...9, "how large")])), "by name"),
  ])

  private func named(_ free: Tree? = nil) -> Tree {
    let own = mapping(["a": mapping([:]), "b": mapping(["size": scalar("3")])])
    return free.map { mapping(["free": $0, "named": own]) } ?? mapping(["named": own])
  }

  @Test func `each leaf is what it looks like`() throws {
    let free = mapping([
      "whole": scalar("64"), "real": scalar("1e-3"), "truth": scalar("true"),
      "word": scalar("adam"),
      "quoted": scalar("64", isQuoted: true),
      "inner": mapping(["list": Tree(.list([scalar("1"), scalar("x")]), at: .start)]),
    ])
    let settings = try section.settings(of: named(free)).section("free")
    #expect(
      settings.values == [
        "whole": .integer(64), "real": .real(1e-3), "truth": .boolean(true), "word": .text("adam"),
        "quoted": .text("64"),
      ])
    #expect(settings.section("inner").list("list") == [.integer(1), .text("x")])
  }

  @Test func `names lead to sections, each with its defaults`() throws {
    let settings = try section.settings(of: named()).section("named")
    #expect(settings.sections.mapValues { $0.integer("size") } == ["a": 1, "b": 3])
    #expect(try section.settings(of: named()).optionalSection("free") == nil)
  }

  @Test func `a leaf at any depth may be an axis`() {
    let axis = Tree(.axis(0, values: [scalar("1"), scalar("2.5")]), at: .start)
    let reading = section.reading(of: named(mapping(["inner": mapping(["rate": axis])])))
    #expect(reading.problems == [])
    #expect(reading.axes[0]?.path == "free.inner.rate")
    let settings = reading.template.settings { _ in 1 }
    #expect(settings.section("free").section("inner").real("rate") == 2.5)
  }

  @Test(arguments: [
    (mapping(["a.b": scalar("1")]), "the name a.b in free"),
    (mapping(["7a": scalar("1")]), "the name 7a in free"),
    (mapping(["a": mapping(["b c": scalar("1")])]), "the name b c in free.a"),
    (scalar("word"), "free is word"),
    (mapping(["a": Tree(.nothing, at: .start)]), "free.a has no value"),
    (mapping(["a": scalar(".nan")]), "free.a is .nan, which is not finite"),
    (
      mapping(["a": Tree(.list([Tree(.list([]), at: .start)]), at: .start)]),
      "free.a is a list of 1 value"
    ),
  ])
  func `what cannot be meant is told`(_ free: Tree, _ words: String) {
    let problems = section.reading(of: named(free)).problems
    #expect(problems.map(\.found) == [words])
  }

  @Test func `a mapping by name must have an entry`() {
    for tree in [mapping([:]), mapping(["named": mapping([:])]), mapping(["named": scalar("x")])] {
      #expect(section.reading(of: tree).problems.count == 1)
    }
  }
}
