import Schema
import SweepFiles
import Testing

private func settings(_ plan: SweepPlan) -> [Settings] {
  (0..<plan.trialCount).map { plan.configuration(of: $0).settings }
}

@Test func `a file without axes is one trial of the defaults`() throws {
  let plan = try plan("task: copy")
  #expect(plan.trialCount == 1 && plan.axes.isEmpty)
  let settings = plan.configuration(of: 0).settings
  #expect(settings.section("task").text("name") == "copy")
  #expect(settings.section("task").integer("delay") == 10)
  #expect(settings.section("training").real("learning_rate") == 1e-3)
  #expect(settings.section("training").realUnlessWord("clip") == nil)
  #expect(settings.section("model").section("activation").text("family") == "tanh")
  #expect(settings.section("observe").optionalSection("lyapunov") == nil)
}

@Test func `the documented example has 3 to the fourth, times 5, times 3 trials`() throws {
  let plan = try plan(exampleText)
  #expect(plan.trialCount == 81 * 5 * 3)
  #expect(plan.name == "fashion-rows-activation" && plan.seed == 7)
  #expect(
    plan.axes.map(\.path) == [
      "model.width", "model.modularity", "model.activation.gain", "model.activation.saturation",
      "training.learning_rate",
    ])
  #expect(plan.axes.map(\.kind) == [.grid, .grid, .grid, .linear, .log])
  #expect(Set(settings(plan)).count == 81 * 5)
}

@Test func `replicates run slowest and the last axis fastest`() throws {
  let plan = try plan(
    """
    task: copy
    model: {width: {grid: [10, 20]}}
    training: {steps: {grid: [1, 2, 3]}}
    replicates: 2
    """)
  let trials = (0..<plan.trialCount).map(plan.configuration)
  #expect(trials.map(\.index) == Array(0..<12))
  #expect(trials.map(\.replicate) == [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1])
  #expect(
    trials.prefix(6).map { $0.settings.section("model").integer("width") }
      == [10, 10, 10, 20, 20, 20])
  #expect(
    trials.prefix(6).map { $0.settings.section("training").integer("steps") }
      == [1, 2, 3, 1, 2, 3])
  #expect(trials[8].settings == trials[2].settings)
}

@Test func `configurations fall into classes that agree on some axes`() throws {
  let plan = try plan(
    """
    task: copy
    model: {width: {grid: [10, 20]}, modules: {grid: [1]}}
    training: {steps: {grid: [1, 2, 3]}, learning_rate: {grid: [0.1, 0.2, 0.3]}}
    zip: [[steps, learning_rate]]
    exclude: [{width: 20, steps: 3}]
    replicates: 2
    """)
  func check(_ axes: [Int], firsts: [Int], numbers: [Int32]) {
    let found = plan.classes(by: axes)
    #expect(found.firsts == firsts && found.numbers == numbers, "\(axes): \(found)")
  }
  check([], firsts: [0], numbers: [0, 0, 0, 0, 0])
  check([1], firsts: [0], numbers: [0, 0, 0, 0, 0])
  check([0, 1], firsts: [0, 3], numbers: [0, 0, 0, 1, 1])
  check([2, 3], firsts: [0, 1, 2], numbers: [0, 1, 2, 0, 1])
  check([3], firsts: [0, 1, 2], numbers: [0, 1, 2, 0, 1])
  check([0, 1, 2, 3], firsts: [0, 1, 2, 3, 4], numbers: [0, 1, 2, 3, 4])
}

@Test func `more replicates only append trials`() throws {
  let text = "task: copy\nmodel: {width: {grid: [1, 2, 3]}}\nexclude: [{width: 2}]\nreplicates: "
  let few = try plan(text + "2")
  let many = try plan(text + "5")
  #expect(
    (0..<few.trialCount).map(few.configuration) == (0..<few.trialCount).map(many.configuration))
}

@Test func `an axis' value is what the trial is set to`() throws {
  let plan = try plan(exampleText + "\nexclude: [{width: 64, gain: {above: 1}}]")
  let width = try #require(plan.axes.firstIndex { $0.path.hasSuffix(".width") })
  let rate = try #require(plan.axes.firstIndex { $0.path.hasSuffix(".learning_rate") })
  for trial in 0..<plan.trialCount {
    let settings = plan.configuration(of: trial).settings
    #expect(
      plan.axisValue(width, trial: trial) == .integer(settings.section("model").integer("width")))
    #expect(
      plan.axisValue(rate, trial: trial)
        == .real(settings.section("training").real("learning_rate")))
  }
}

@Test func `linear axes have equal steps and logarithmic ones equal ratios, both ends exact`()
  throws
{
  let plan = try plan(
    """
    task: copy
    model: {modularity: {linear: [0.9, 0, 4]}, width: {linear: [0.5, 10, 3]}}
    training: {learning_rate: {log: [1e-4, 1e-2, 5]}, steps: {log: [32, 512, 5]}}
    """)
  #expect(plan.axes[0].values == [.real(0.9), .real(0.6), .real(0.3), .real(0)])
  // Whole-number settings round: 0.5 to 1 (away from zero), 5.25 to 5.
  #expect(plan.axes[1].values == [.integer(1), .integer(5), .integer(10)])
  let rates = plan.axes[2].values.compactMap(\.number)
  #expect(rates[0] == 1e-4 && rates[2] == 1e-3 && rates[4] == 1e-2)
  // Points are rounded to 12 digits. 10^-3.5, independently known.
  #expect(abs(rates[1] / 3.162277660168379e-4 - 1) < 1e-11)
  #expect(plan.axes[3].values == [32, 64, 128, 256, 512].map { .integer($0) })
}

@Test func `an axis over a variant gives each trial its own variant's keys`() throws {
  let plan = try plan(
    """
    task: copy
    model: {activation: {family: {grid: [tanh, gamma]}, gain: {grid: [2, 3]}}}
    """)
  let activations = settings(plan).map { $0.section("model").section("activation") }
  #expect(activations.map { $0.text("family") } == ["tanh", "tanh", "gamma", "gamma"])
  #expect(activations.map { $0.values["gain"] } == [nil, nil, .real(2), .real(3)])
  #expect(activations.map { $0.values["saturation"] } == [nil, nil, .real(0), .real(0)])
}

@Test func `an axis over a variant may bring whole sections`() throws {
  let plan = try plan(
    "task: copy\nmodel: {cell: {grid: [lstm, rnn]}, activation: relu, forget_bias: 2}")
  let models = settings(plan).map { $0.section("model") }
  #expect(models[0].optionalSection("activation") == nil)
  #expect(models[0].real("forget_bias") == 2)
  #expect(models[1].section("activation").text("family") == "relu")
  #expect(models[1].values["forget_bias"] == nil)
}

@Test func `a bare word names a section's variant, alone or in an axis`() throws {
  #expect(
    try plan("task: copy\nmodel: {activation: relu}")
      == plan("task: {name: copy}\nmodel: {activation: {family: relu}}"))
  let short = try plan("task: copy\nmodel: {activation: {grid: [relu, tanh]}}")
  #expect(
    try short == plan("task: copy\nmodel: {activation: {family: {grid: [relu, tanh]}}}"))
  #expect(short.axes.map(\.path) == ["model.activation.family"])
}

@Test func `numbers are read alike however they are written`() throws {
  let plain = try plan("task: copy\nmodel: {width: 1000}\ntraining: {learning_rate: 0.001}")
  for (width, rate) in [("1e3", "1e-3"), ("1000.0", "1.0E-03"), ("+1000", ".001")] {
    #expect(
      try plain == plan("task: copy\nmodel: {width: \(width)}\ntraining: {learning_rate: \(rate)}"))
  }
}

@Test func `anchors, aliases and merges are followed, own keys winning over merged ones`() throws {
  let plan = try plan(
    """
    task: &task {name: copy, delay: &few 3}
    training: {checkpoints: &spread {count: *few, spacing: log}, steps: &axis {grid: [5, 6]}}
    observe:
      lyapunov: {steps: *axis, exponents: *few}
    model: {<<: [{width: 7, bias: false}, {width: 8, modules: *few}], modules: 1}
    """)
  let settings = plan.configuration(of: 0).settings
  #expect(settings.section("training").section("checkpoints").integer("count") == 3)
  #expect(settings.section("model").integer("width") == 7)
  #expect(settings.section("model").integer("modules") == 1)
  #expect(!settings.section("model").boolean("bias"))
  #expect(plan.axes.map(\.path) == ["training.steps", "observe.lyapunov.steps"])
  #expect(plan.trialCount == 4)
}

@Test func `lists can be axes`() throws {
  let plan = try plan(
    "task: copy\nmodel: {layers: {grid: [[], [8], [8, 4]]}}\nexclude: [{layers: [8]}]")
  #expect(
    settings(plan).map { $0.section("model").list("layers") }
      == [[], [.integer(8), .integer(4)]])
}

@Test func `a byte-order mark and other line ends change nothing`() throws {
  let lines = exampleText.replacing("\n", with: "\r\n")
  #expect(try plan(lines) == plan(exampleText))
  #expect(try plan("\u{FEFF}" + exampleText) == plan(exampleText))
}

@Test func `the example schema is sound`() {
  #expect(exampleSchema.faults().isEmpty)
}
