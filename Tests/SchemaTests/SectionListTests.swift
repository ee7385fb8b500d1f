import Schema
import Testing

/// Lists of sections, each of which may change settings of another section.
@Suite struct SectionListTests {
  private let schema = Section([
    Entry(
      "task",
      .section(Section([.integer("lag", 3, in: 1...9, "Lag."), .integer("batch", 8, "Batch.")])),
      "What is learnt."),
    Entry(
      "phases",
      .sections(
        Section([
          Entry("task", .change(of: "task"), "What differs."),
          .integer("steps", 5, in: 0...99, "Steps."),
        ])), "What comes before."),
  ])

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

  private func phases(_ elements: Tree...) -> Tree {
    mapping(
      ("phases", Tree(.list(elements), at: .start)), ("task", mapping(("batch", word("4")))))
  }

  @Test func `a list that is left out is empty, and so is one without elements`() throws {
    #expect(try schema.settings().sections("phases").isEmpty)
    #expect(
      try schema.settings(of: phases())
        == schema.settings(of: mapping(("task", mapping(("batch", word("4")))))))
  }

  @Test func `each element has its own settings and defaults, in their order`() throws {
    let tree = phases(
      mapping(("steps", word("1"))), mapping(("task", mapping(("lag", word("7"))))),
      mapping(("steps", word("9"))))
    let found = try schema.settings(of: tree).sections("phases")
    #expect(found.map { $0.integer("steps") } == [1, 5, 9])
    let changes = found.map { $0.change("task") }
    #expect(changes.map { $0?.label } == [nil, "lag=7", nil])
    // What the change leaves alone is as the section has it.
    #expect(changes[1]?.settings.values == ["lag": .integer(7), "batch": .integer(4)])
  }

  @Test func `a setting of an element may be an axis, of its number's path`() {
    let axis = Tree(.axis(0, values: [word("2"), word("3")]), at: .start)
    let reading = schema.reading(of: phases(mapping(), mapping(("steps", axis))))
    #expect(reading.problems.isEmpty && reading.axes[0]?.path == "phases.2.steps")
    let steps = (0...1).map { choice in
      reading.template.settings { _ in choice }.sections("phases").map { $0.integer("steps") }
    }
    #expect(steps == [[5, 2], [5, 3]])
  }

  @Test func `mistakes are answered at the element`() {
    let tree = phases(
      mapping(("stpes", word("1", 2))), mapping(("task", mapping(("lag", word("12", 3))))),
      mapping(("task", word("copy", 4))))
    #expect(
      schema.reading(of: tree).problems.map(\.description) == [
        "2:1: unknown key \"stpes\" in phases.1; expected task or steps; did you mean \"steps\"?",
        "3:9: phases.2.task.lag is 12; expected a whole number from 1 to 9",
        "4:9: phases.3.task is copy; expected a mapping of settings of task to change",
      ])
    let none = schema.reading(of: mapping(("phases", word("3")))).problems.map(\.description)
    #expect(none == ["1:9: phases is 3; expected a list of mappings, each of task or steps"])
  }

  @Test func `the reference tells of lists and changes`() throws {
    #expect(
      try settingsReference(schema, at: "phases") == """
        - `phases` (a list of sections; default []): What comes before.
          - `task` (a mapping of some settings of task; left as they are where left out): What differs.
          - `steps` (a whole number from 0 to 99; default 5): Steps.

        """)
    #expect(try settingsReference(schema, at: "phases.steps").contains("Steps."))
    #expect(schema.faults().isEmpty)
  }
}
