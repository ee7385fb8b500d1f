import Schema
import Testing

private let schema = Section([
  .integer("width", 64, in: 1...512, "Units."),
  Entry(
    "shape", .section(Section([Entry("family", .variant(families, default: "tanh"), "Which.")])),
    "What units apply."),
  Entry(
    "ranks", .optional(Section([.real("epsilon", 1e-6, in: .positive, "Threshold.")])), "Ranks."),
  Entry("sizes", .list(.integer(1...9), default: [.integer(3)]), "Sizes."),
])

private let families = [
  Variant("tanh", "Tangent."), Variant("gamma", "Gamma.", [.real("gain", 1, in: .positive, "n.")]),
]

private func word(_ text: String, _ line: Int = 1) -> Tree {
  Tree(.scalar(text, isQuoted: false), at: Location(line: line, column: 9))
}

private func mapping(_ pairs: (String, Tree)...) -> Tree {
  Tree(
    .mapping(
      pairs.map {
        Tree.Pair(
          key: $0, keyLocation: Location(line: $1.location.line, column: 1), value: $1)
      }), at: .start)
}

@Test func `an empty tree gives the defaults, without the optional sections`() throws {
  #expect(
    try schema.settings()
      == Settings(
        values: ["width": .integer(64), "sizes": .list([.integer(3)])],
        sections: ["shape": Settings(values: ["family": .text("tanh")])]))
}

@Test func `a written optional section is filled with its defaults`() throws {
  let settings = try schema.settings(of: mapping(("ranks", mapping())))
  #expect(settings.section("ranks").real("epsilon") == 1e-6)
}

@Test func `a chosen variant adds its keys to the section`() throws {
  let settings = try schema.settings(of: mapping(("shape", word("gamma"))))
  #expect(settings.section("shape").values == ["family": .text("gamma"), "gain": .real(1)])
}

@Test func `every mistake is found, in the order of the lines`() {
  let tree = mapping(
    ("width", word("0", 4)), ("sizes", Tree(.list([word("1", 3), word("x", 3)]), at: .start)),
    ("wdith", word("3", 2)), ("shape", mapping(("family", word("gama", 5)), ("gain", word("?", 5))))
  )
  #expect(
    schema.reading(of: tree).problems.map(\.description) == [
      "2:1: unknown key \"wdith\"; expected width, shape, ranks or sizes; did you mean \"width\"?",
      "3:9: sizes is x; expected a whole number from 1 to 9",
      "4:9: width is 0; expected a whole number from 1 to 512",
      "5:9: shape.family is gama; expected tanh or gamma; did you mean \"gamma\"?",
    ])
}

@Test func `an open setting has an alternative for each value of its axis`() {
  let axis = Tree(.axis(0, values: [word("tanh"), word("gamma")]), at: .start)
  let reading = schema.reading(of: mapping(("shape", mapping(("family", axis)))))
  #expect(reading.problems.isEmpty)
  #expect(reading.axes[0]?.path == "shape.family")
  let shapes = (0...1).map { choice in
    reading.template.settings { _ in choice }.section("shape").values
  }
  #expect(shapes == [["family": .text("tanh")], ["family": .text("gamma"), "gain": .real(1)]])
}

@Test func `one configuration cannot hold an axis`() {
  let tree = mapping(("width", Tree(.axis(0, values: [word("3")]), at: .start)))
  let problem = #expect(throws: Diagnostic.self) { try schema.settings(of: tree) }
  #expect(problem?.description == "1:1: width is an axis; expected one value")
}

@Test func `the reference lists every key with type, default and meaning`() {
  #expect(
    settingsReference(schema) == """
      - `width` (a whole number from 1 to 512; default 64): Units.
      - `shape` (a section): What units apply.
        - `family` (tanh or gamma; default tanh): Which.
          - `tanh`: Tangent.
          - `gamma`: Gamma.
            - `gain` (a number above 0; default 1.0): n.
      - `ranks` (a section, off where left out): Ranks.
        - `epsilon` (a number above 0; default 1e-06): Threshold.
      - `sizes` (a list, each a whole number from 1 to 9; default [3]): Sizes.

      """)
}

@Test func `a schema's own faults are found`() {
  #expect(schema.faults().isEmpty)
  let faulty = Section([
    .integer("width", 0, in: 1...9, "Too small."), .real("log", 1, "A keyword."),
    Entry(
      "cell",
      .variant(
        [Variant("a", "A.", [.real("width", 1, "Twice.")]), Variant("b", "B.")], default: "c"),
      "No such default."),
  ])
  #expect(
    faulty.faults() == [
      "log is an axis' keyword", "width may stand for two settings at once",
      "width does not accept its own default", "cell does not accept its own default",
    ])
}
