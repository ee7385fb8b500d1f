import Schema
import SweepFiles
import Synchronization
import Testing

private let twoAxes = """
  task: copy
  model: {width: {grid: [1, 2, 4]}, modularity: {grid: [0, 0.5, 0.9]}}

  """

/// The pairs of width and modularity that a filter leaves.
private func left(_ filter: String) throws -> [[Double]] {
  let plan = try plan(twoAxes + filter)
  return (0..<plan.trialCount).map { trial in
    let model = plan.configuration(of: trial).settings.section("model")
    return [Double(model.integer("width")), model.real("modularity")]
  }
}

private let everything: [[Double]] = [1.0, 2, 4].flatMap { width in
  [0.0, 0.5, 0.9].map { modularity in [width, modularity] }
}

@Test func `exclude drops a trial where all of any one condition holds`() throws {
  #expect(
    try left("exclude: [{width: 1, modularity: {above: 0}}, {width: [2, 4]}]") == [[1, 0]])
}

@Test func `only keeps a trial where all of any one condition holds`() throws {
  #expect(
    try left("only: [{width: 1, modularity: {above: 0}}, {model.width: 4, modularity: 0.0}]")
      == [[1, 0.5], [1, 0.9], [4, 0]])
}

@Test(arguments: [
  ("{above: 1, below: 4}", [2.0]), ("{at_least: 2}", [2, 4]), ("{at_most: 2}", [1, 2]),
  ("{not: 2}", [1, 4]), ("{not: [1, 4]}", [2]), ("{equals: [1, 2], not: 1}", [2]),
  ("{above: 0.5, at_most: 2.5}", [1, 2]),
])
func `comparisons hold where their words say`(condition: String, widths: [Double]) throws {
  #expect(
    try left("only: [{width: \(condition)}]") == everything.filter { widths.contains($0[0]) })
}

@Test func `exclude and only together are the difference of the sets`() throws {
  let found = try left("only: {width: {at_least: 2}}\nexclude: {modularity: 0.5}")
  #expect(found == everything.filter { $0[0] >= 2 && $0[1] != 0.5 })
}

@Test func `complementary filters part the trials`() throws {
  let condition = "[{width: {below: 4}, modularity: {not: 0.9}}]"
  let some = try left("only: \(condition)")
  let rest = try left("exclude: \(condition)")
  #expect(some.count + rest.count == everything.count)
  #expect(Set(some + rest) == Set(everything))
}

private struct Selection: Sendable {
  let text: String
  let holds: @Sendable (_ width: Double, _ modularity: Double) -> Bool
}

private let selections = [
  Selection(text: "width * modularity < 1") { $0 * $1 < 1 },
  Selection(text: "model.width == 4 or modularity == 0") { $0 == 4 || $1 == 0 },
  Selection(text: "not (width > 1 and modularity > 0)") { !($0 > 1 && $1 > 0) },
  Selection(text: "1 < width ^ 2 - 12 * modularity <= 16") {
    (1 + 1e-9...16).contains($0 * $0 - 12 * $1)
  },
]

@Test(arguments: selections.indices)
func `an expression of axes keeps or drops the trials of which it holds`(number: Int) throws {
  let (text, holds) = (selections[number].text, selections[number].holds)
  let kept = everything.filter { holds($0[0], $0[1]) }
  #expect(!kept.isEmpty && kept.count < everything.count)
  #expect(try left("only: \(text)") == kept)
  #expect(try left("exclude: ['\(text)']") == everything.filter { !holds($0[0], $0[1]) })
  #expect(try left("exclude: [{width: 4}]\nonly: [\(text)]") == kept.filter { $0[0] != 4 })
}

/// How often a number was computed.
private let computations = Mutex(0)

/// The schema with a number that follows from the settings of `model`: of cells of two modules there is none.
private let countingSchema = Section(
  exampleSchema.entries,
  derived: [
    DerivedNumber("area", "the square of the width") {
      $0.hasPrefix("model.")
    } value: {
      settings, seed in
      let model = settings.section("model")
      computations.withLock { $0 += 1 }
      guard model.integer("modules") != 2 else { throw NoArea() }
      return Double(model.integer("width") * model.integer("width")) + (seed == 8 ? 0.5 : 0)
    }
  ])

private struct NoArea: Error, CustomStringConvertible {
  var description: String { "two modules have no area" }
}

private func counted(_ text: String) throws -> SweepPlan {
  try SweepPlan(text: text, file: "sweep.yaml", schema: countingSchema)
}

@Suite(.serialized) struct DerivedNumberTests {
  @Test func `an expression may name a number that follows from the settings, found once for each`()
    throws
  {
    computations.withLock { $0 = 0 }
    let plan = try counted(
      """
      task: copy
      model: {width: {grid: [1, 2, 4]}}
      training: {learning_rate: {linear: [0.1, 1, 100]}, steps: {grid: [1, 2]}}
      seeds: [8, 9]
      only: [area == 4.5 and steps == 1, width == 4 and area > 16]
      """)
    #expect(computations.withLock { $0 } == 3)
    let kept = (0..<plan.configurationCount).map { trial in
      let settings = plan.configuration(of: trial).settings
      return [
        settings.section("model").integer("width"), settings.section("training").integer("steps"),
      ]
    }
    #expect(kept.count == 300)
    #expect(Set(kept) == [[2, 1], [4, 1], [4, 2]])
  }

  @Test func `an axis of that name hides such a number`() throws {
    let plan = try SweepPlan(
      text: "parameters: {area: {grid: [1, 2, 3]}}\nonly: area > 2", file: "sweep.yaml",
      schema: Section(
        [Entry("parameters", .free, "What a program is told.")], derived: countingSchema.derived))
    #expect(plan.trialCount == 1)
  }

  @Test
  func
    `where it cannot be told, the settings are named, unless a condition before leaves them out`()
    throws
  {
    let text = """
      task: copy
      model: {width: {grid: [1, 4]}, modules: {grid: [1, 2]}}
      training: {steps: {grid: [1, 2]}}

      """
    let error = #expect(throws: SweepError.self) { try counted(text + "only: area > 2") }
    #expect(
      error?.description == """
        sweep.yaml:4:7: area cannot be told with model.width: 1 and model.modules: 2: two modules have no area; \
        expected settings that go together, or a condition before this one that leaves them out
        """)
    #expect(try counted(text + "only: modules == 1 and area > 2").trialCount == 2)
    #expect(try counted(text + "exclude: [{modules: 2}]\nonly: area > 2").trialCount == 2)
  }

  @Test func `the reference explains it where there is one`() {
    #expect(sweepReference(schema: countingSchema).contains("`area` (the square of the width)"))
    #expect(!sweepReference(schema: exampleSchema).contains("Beside axes it may name"))
  }
}

@Test func `an axis of words and numbers is one of texts in an expression`() throws {
  let plan = try plan(
    """
    task: copy
    training: {clip: {grid: [none, 1, 2.5]}}
    model: {bias: {grid: [true, false]}}
    only: [clip == 'none' and bias, clip == '2.5' and bias == false]
    """)
  #expect(
    (0..<plan.trialCount).map { plan.axisValue(0, trial: $0).description } == ["none", "2.5"])
}

@Test func `zipped axes move together, at the place of the first`() throws {
  let plan = try plan(
    """
    task: copy
    model: {width: {grid: [1, 2, 4]}, modularity: {grid: [0, 0.5]}}
    training: {steps: {grid: [10, 20, 40]}}
    zip: [[steps, model.width]]
    """)
  #expect(plan.trialCount == 6)
  let points = (0..<6).map { trial in (0..<3).map { plan.axisPosition($0, trial: trial) } }
  #expect(points == [[0, 0, 0], [0, 1, 0], [1, 0, 1], [1, 1, 1], [2, 0, 2], [2, 1, 2]])
}

@Test func `values may repeat in zipped axes where their combinations differ`() throws {
  let plan = try plan(
    """
    task: copy
    model: {width: {grid: [8, 8, 16]}}
    training: {learning_rate: {grid: [0.1, 0.2, 0.1]}}
    zip: [[width, learning_rate]]
    """)
  let rows = (0..<plan.trialCount).map { trial in
    (0..<2).compactMap { plan.axisValue($0, trial: trial).number }
  }
  #expect(rows == [[8, 0.1], [8, 0.2], [16, 0.1]])
  #expect(plan.notes.isEmpty)
}

@Test func `all trials of a replicate share a seed, and no two replicates do`() throws {
  let plan = try plan(twoAxes + "replicates: 50\nseed: 12")
  let trials = (0..<plan.trialCount).map(plan.configuration)
  let seeds = Dictionary(grouping: trials, by: \.replicate).mapValues { Set($0.map(\.seed)) }
  #expect(seeds.values.allSatisfy { $0.count == 1 })
  #expect(Set(trials.map(\.seed)).count == 50)
}

@Test func `given seeds are those of the replicates, and more of them append trials`() throws {
  let few = try plan(twoAxes + "seeds: [8, 9]")
  #expect(few.replicates == 2 && few.trialCount == 18)
  #expect((0..<18).map { few.configuration(of: $0).seed } == (0..<18).map { $0 < 9 ? 8 : 9 })
  #expect(try plan(few.fullText()) == few)
  #expect(try plan(twoAxes + "replicates: 2") != few)
  #expect(try plan(twoAxes + "seeds: [8, 9, 4]").places(of: few) == Array(0..<18))
  #expect(try plan(twoAxes + "seeds: [9, 4, 8]").places(of: few) == Array(18..<27) + Array(0..<9))
  #expect(try plan(twoAxes + "replicates: 3").places(of: few) == nil)
}

@Test func `a seed is kept to the last digit`() throws {
  let plan = try plan("task: copy\nseed: 9007199254740993")
  #expect(plan.seed == 9_007_199_254_740_993)
  #expect(plan.fullText().contains("seed: 9007199254740993 "))
}

@Test func `seeds are SplitMix64's stream`() {
  // The published first outputs from seed 0, to which the key 0 mixes.
  let published: [UInt64] = [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F]
  #expect((0..<3).map { trialSeed(sweepSeed: 0, replicate: $0) } == published)
}

@Test func `a million trials are numbered at once`() throws {
  let clock = ContinuousClock()
  let start = clock.now
  let plan = try plan(
    """
    task: copy
    model: {width: {linear: [1, 1000, 1000]}}
    training: {learning_rate: {log: [1e-5, 1, 1000]}}
    exclude: [{width: 7, learning_rate: {above: 0.9}}]
    """)
  #expect(plan.trialCount > 990_000)
  #expect(plan.configuration(of: plan.trialCount - 1).index == plan.trialCount - 1)
  // Well under a second on any machine; ten leave room for debug builds on a loaded one.
  #expect(clock.now - start < .seconds(10))
}

@Test func `random axes that multiply are noted, zipped ones are not`() throws {
  let axes = """
    task: copy
    model: {width: {random: {integer: [1, 9]}, samples: 3}}
    training: {learning_rate: {random: {log_uniform: [1e-3, 1]}, samples: 3}}

    """
  #expect(
    try plan(axes).notes == [
      "The random axes model.width and training.learning_rate make a grid of all their draws; "
        + "zip them to draw points."
    ])
  #expect(try plan(axes + "zip: [[width, learning_rate]]").notes.isEmpty)
}

@Test func `trials repeated by an axis that means nothing in them are noted`() throws {
  let axes = """
    task: copy
    model: {activation: {family: {grid: [tanh, gamma]}, gain: {grid: [2, 3]}}}

    """
  #expect(
    try plan(axes).notes == [
      "model.activation.gain has no meaning with model.activation.family: tanh, so that trials "
        + "are repeated; leave out all but one with exclude."
    ])
  #expect(try plan(axes + "exclude: [{family: tanh, gain: 3}]").notes.isEmpty)
  let zipped = """
    task: copy
    model: {activation: {family: {grid: [tanh, gamma, gamma]}, gain: {grid: [2, 2, 3]}}}
    zip: [[family, gain]]
    """
  #expect(try plan(zipped).notes.isEmpty)
}
