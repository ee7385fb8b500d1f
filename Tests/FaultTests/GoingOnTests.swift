import Experiment
import Records
import Schema
import SweepFiles
import Testing

private struct Left: Error {}

/// A net that is observed at steps 0, 1, 3 and 9.
private func trial(_ training: String) throws -> NetworkTrial {
  let plan = try SweepPlan(
    text: """
      task: {name: lag-echo, batch: 4, length: 12, lag: 3, validation_samples: 8}
      model: {cell: rnn, width: 6}
      training: {steps: 9, clip: 0.5, warmup: 4, checkpoints: {count: 4}, \(training)}
      observe:
        lyapunov: {trajectories: 1, steps: 8, warmup: 2}
        effective_rank: {samples: 8}
        sharpness: {products: 4, probes: 2}
      """, file: "test.yaml", schema: ExperimentSchema.section)
  let configuration = plan.configuration(of: 0)
  return try NetworkTrial(configuration.settings, seed: configuration.seed)
}

@Suite struct GoingOnTests {
  /// Bit patterns of everything that is observed from `state` on, and the states met.
  private func follow(
    _ trial: NetworkTrial, from state: SavedTrial? = nil, leavingAt place: Int? = nil
  ) throws -> (observed: [String], states: [SavedTrial]) {
    var observed: [String] = []
    var states: [SavedTrial] = []
    do {
      let outcome = try trial.run(from: state) { _, state in
        if states.count == place { throw Left() }
        states.append(state())
      } report: { observation in
        let bits = observation.values.map { $0.isNaN ? 0 : $0.bitPattern }
        observed.append("\(observation.checkpoint) \(observation.step) \(bits)")
      }
      #expect(outcome.status == .complete)
    } catch is Left {}
    return (observed, states)
  }

  @Test(arguments: [
    "precision: float32, optimizer: adam", "precision: float64, optimizer: adam",
    "precision: float32, optimizer: sgd", "precision: float64, optimizer: sgd",
    "precision: float32, optimizer: adamw, weight_decay: 0.1",
    "precision: float32, optimizer: nesterov", "precision: float64, optimizer: rmsprop",
  ])
  func `a trial goes on from any step bit by bit`(_ training: String) throws {
    let trial = try trial(training)
    let calm = try follow(trial)
    // Before each of 9 steps and each of 4 checkpoints; right after a checkpoint too.
    #expect(calm.states.count == 13)
    for (place, state) in calm.states.enumerated() {
      let before = try follow(trial, leavingAt: place)
      let after = try follow(trial, from: state)
      #expect(before.observed + after.observed == calm.observed, "from \(place)")
      #expect(after.states == Array(calm.states[place...]), "from \(place)")
    }
  }

  @Test func `a state saved while a checkpoint is observed has what was kept before it`() throws {
    let trial = try trial("optimizer: adam")
    var (before, during): ([SavedTrial], [SavedTrial]) = ([], [])
    _ = try trial.run(
      from: nil,
      heartbeat: { _, state in before.append(state()) },
      observingHeartbeat: { _, state in during.append(state()) }, report: { _ in })
    // Heartbeats come before each observable and in the midst of some.
    #expect(during.count > 4 * 4 && Set(during).isSubset(of: before))
    #expect(Set(before.map(\.memory)).count == 4)
  }

  @Test func `a state of another shape is not accepted`() throws {
    let adam = try trial("optimizer: adam")
    let state = try #require(try follow(adam).states.last)
    #expect(adam.accepts(state))
    #expect(try !trial("optimizer: sgd").accepts(state))
    #expect(try !trial("optimizer: adam, precision: float64").accepts(state))
    func moved(_ step: Int, _ checkpoint: Int) -> SavedTrial {
      SavedTrial(
        step: step, nextCheckpoint: checkpoint, parameters: state.parameters,
        optimizerState: state.optimizerState, memory: state.memory)
    }
    #expect(
      !adam.accepts(
        SavedTrial(
          step: state.step, nextCheckpoint: state.nextCheckpoint, parameters: state.parameters,
          optimizerState: state.optimizerState, memory: [])))
    #expect(adam.accepts(moved(3, 3)) && adam.accepts(moved(3, 2)))
    #expect(!adam.accepts(moved(4, 2)) && !adam.accepts(moved(2, 3)))
    #expect(!adam.accepts(moved(-1, 0)) && !adam.accepts(moved(9, 4)))
  }
}
