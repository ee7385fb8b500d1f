import Experiment
import Schema
import SweepFiles
import Records
import Testing

private let base = """
  task: {name: lag-echo, symbols: 4, lag: 3, length: 20, batch: 16, validation_samples: 64}
  model: {width: 12, activation: {family: gamma, adapt: shared}}
  training: {learning_rate: 1e-2, steps: 20, checkpoints: {count: 2}}

  """

private func readPlan(_ text: String) throws -> SweepPlan {
  try SweepPlan(text: text, file: "test.yaml", schema: ExperimentSchema.section)
}

@Suite struct ChangeTests {
  @Test func `a change of nothing changes nothing`() throws {
    let text = base + "observe: {under_change: {changes: [{}, {lag: 3}]}}"
    let own = try recorded("validation_loss", text)
    #expect(try recorded("changed_loss", text) == own.map { [$0[0], $0[0]] })
    let accuracy = try recorded("validation_accuracy", text)
    #expect(try recorded("changed_accuracy", text) == accuracy.map { [$0[0], $0[0]] })
  }

  @Test func `a change is evaluated as a trial of the changed task would be`() throws {
    let text = base + "observe: {under_change: {changes: [{lag: 5}, {length: 30, lag: 2}]}}"
    let changed = try recorded("changed_loss", text)
    let five = try recorded("validation_loss", base.replacing("lag: 3", with: "lag: 5"))
    let two = try recorded(
      "validation_loss",
      base.replacing("lag: 3", with: "lag: 2").replacing("length: 20", with: "length: 30"))
    // Before training all nets are one.
    #expect(changed[0] == [five[0][0], two[0][0]])
    #expect(changed[1] != [five[1][0], two[1][0]])
  }

  @Test func `adapting everything from the start is training on the changed task`() throws {
    let text =
      base + """
        observe:
          under_change:
            changes: [{lag: 5}]
            adapt:
              {groups: [input, recurrent, bias, readout, activation], steps: 20, learning_rate: 1e-2}
        """
    let trained = try recorded("validation_loss", base.replacing("lag: 3", with: "lag: 5"))
    #expect(try recorded("adapted_loss", text)[0] == trained[1])
  }

  @Test func `each change of a task of one batch is adapted to on its own batch`() throws {
    func adapted(_ changes: String) throws -> [[Double]] {
      try recorded(
        "adapted_loss",
        """
        task: {name: two-moons, samples: 40, validation_samples: 20}
        model: {cell: feed_forward, widths: [8], activation: tanh}
        training: {learning_rate: 0.1, steps: 1, checkpoints: {count: 2}}
        observe: {under_change: {changes: [\(changes)], adapt: {steps: 30, learning_rate: 0.5, groups: [bias, readout]}}}

        """)
    }
    let (near, far) = ("{gap: 0.5}", "{gap: -0.5, rotation: 90}")
    let (one, other) = (try adapted(near), try adapted(far))
    #expect(one != other)
    #expect(try adapted("\(near), \(far)") == zip(one, other).map { $0 + $1 })
  }

  @Test func `adaptation leaves the trial itself as it was, and only its groups move`() throws {
    let adapting =
      base + "observe: {under_change: {changes: [{lag: 5}], adapt: {steps: 5, groups: [GROUPS]}}}"
    let calm = try recorded("weight_norm", base)
    let activation = adapting.replacing("GROUPS", with: "activation")
    #expect(try recorded("weight_norm", activation) == calm)
    #expect(try recorded("adapted_loss", activation) != recorded("changed_loss", activation))
    let fixed = activation.replacing("adapt: shared", with: "adapt: fixed")
    // A net that has no such parameters does not adapt.
    #expect(try recorded("adapted_loss", fixed) == recorded("changed_loss", fixed))
  }

  @Test func `changes are labelled as they are written`() throws {
    let trial = try trial(
      base + "observe: {under_change: {changes: [{lag: 5}, {length: 30, lag: 2}, {}]}}")
    let quantity = try #require(trial.quantities.first { $0.name == "changed_loss" })
    #expect(
      quantity.dimensions == [
        Quantity.Dimension("change", labels: ["lag=5", "length=30 lag=2", "unchanged"])
      ])
  }

  @Test func `an axis of the task holds under its changes too`() throws {
    let text =
      base.replacing("symbols: 4", with: "symbols: {grid: [4, 6]}")
      + "observe: {under_change: {changes: [{lag: 5}]}}"
    let plan = try readPlan(text)
    for (trial, symbols) in [4, 6].enumerated() {
      let observe = plan.configuration(of: trial).settings.section("observe")
      let change = try #require(observe.section("under_change").changes("changes").first)
      #expect(change.settings.integer("symbols") == symbols)
      #expect(change.settings.integer("lag") == 5)
    }
    let full = plan.fullText()
    #expect(try readPlan(full) == plan, "\(full)")
  }

  @Test(arguments: [
    ("[{lga: 5}]", "2:37: unknown key \"lga\" in observe.under_change.changes; expected"),
    (
      "[{lag: 0}]",
      "2:42: observe.under_change.changes.lag is 0; expected a whole number from 1 to 1000000"
    ),
    (
      "[{delay: 5}]",
      "2:37: observe.under_change.changes.delay has no meaning with "
        + "observe.under_change.changes.name: lag-echo; expected"
    ),
    (
      "3",
      "2:35: observe.under_change.changes is 3; expected a list of mappings, each with settings "
        + "of task to change"
    ),
    (
      "[lag]",
      "2:36: observe.under_change.changes is lag; expected a list of mappings, each with settings "
        + "of task to change"
    ),
    (
      "[{lag: {grid: [1, 2]}}]",
      "2:42: an axis in observe.under_change.changes; expected one value; list several changes "
        + "instead"
    ),
  ])
  func `a mistake in a change is answered with its place`(_ changes: String, _ says: String) throws
  {
    let error = #expect(throws: SweepError.self) {
      try readPlan("task: lag-echo\nobserve: {under_change: {changes: \(changes)}}")
    }
    let found = try #require(error).problems.map(\.description)
    #expect(found.count == 1 && found[0].hasPrefix(says), "\(found)")
  }

  @Test func `changes that the net does not fit, or that do not go together, are refused`() throws {
    for (change, reason) in [
      ("{symbols: 5}", "5 inputs and 5 outputs, where the net has 4 and 4"),
      ("{lag: 20}", "length"),
    ] {
      let error = #expect(throws: ExperimentError.self) {
        try trial(base + "observe: {under_change: {changes: [\(change)]}}")
      }
      #expect(error?.path == "observe.under_change.changes")
      #expect("\(try #require(error))".contains(reason), "\(String(describing: error))")
    }
  }
}
