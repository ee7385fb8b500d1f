import Experiment
import Records
import Schema
import SweepFiles
import Testing

private func trial(of text: String) throws -> any Trial {
  let plan = try SweepPlan(text: text, file: "test.yaml", schema: ExperimentSchema.section)
  let configuration = plan.configuration(of: 0)
  return try ExperimentSchema.trial(configuration.settings, seed: configuration.seed)
}

private struct Left: Error {}

@Suite struct TheoryTests {
  private let flow = """
    theory: {name: single_index, time_scale_ratio: 1e-3, checkpoints: 9, step_size: 0.1}
    """

  @Test func `a theory is followed in place of a net`() throws {
    let trial = try trial(of: flow)
    var observations: [CheckpointRecord] = []
    let outcome = try trial.run(
      from: nil, heartbeat: { _, _ in }, observingHeartbeat: { _, _ in },
      report: { observations.append($0) })
    #expect(outcome.status == .complete)
    #expect(observations.map(\.checkpoint) == Array(0..<9))
    let width = trial.quantities.reduce(0) { $0 + $1.count }
    #expect(observations.allSatisfy { $0.values.count == width })
    #expect(observations[0].step == 0 && trial.flops > 0 && trial.memory > 0)
  }

  @Test(arguments: [
    "single_index, time_scale_ratio: 1e-3, checkpoints: 9, step_size: 0.1",
    "min_max_game, method: complex_momentum, game: {couplings: [1, 3]}, steps: 150",
    "min_max_game, method: optimistic_gradient, step_size: 2, steps: 150",
    "min_max_tuning, method: extragradient, game: {kind: adversarial}",
    "least_action_flow, game: {couplings: [1, 2]}, until: 0.5, checkpoints: 4",
  ])
  func `a theory goes on from any step bit by bit`(_ name: String) throws {
    let trial = try trial(of: "theory: {name: \(name)}")
    func follow(_ state: SavedTrial?, leavingAt place: Int?) throws -> ([String], [SavedTrial]) {
      var (observed, states): ([String], [SavedTrial]) = ([], [])
      do {
        _ = try trial.run(
          from: state,
          heartbeat: { _, state in
            if states.count == place { throw Left() }
            states.append(state())
          }, observingHeartbeat: { _, _ in },
          report: { observed.append("\($0.checkpoint) \($0.step) \($0.values)") })
      } catch is Left {}
      return (observed, states)
    }
    let (calm, states) = try follow(nil, leavingAt: nil)
    for place in stride(from: 0, to: states.count, by: 17) {
      #expect(trial.accepts(states[place]))
      let before = try follow(nil, leavingAt: place).0
      let after = try follow(states[place], leavingAt: nil)
      #expect(before + after.0 == calm && after.1 == Array(states[place...]))
    }
    let foreign = SavedTrial(step: 0, nextCheckpoint: 0, parameters: [0], optimizerState: [])
    #expect(!trial.accepts(foreign))
  }

  @Test func `neither task nor theory is answered with what is missing`() throws {
    do {
      _ = try trial(of: "model: {width: 8}")
      Issue.record("nothing to learn was accepted")
    } catch let error as ExperimentError {
      #expect(error.path == "task")
      #expect("\(error)".hasPrefix("neither task nor theory nor program; expected task: {name: …}"))
    }
  }

  @Test(arguments: [
    ("task: copy", "task"), ("model: {width: 8}", "model"), ("training: {steps: 3}", "training"),
    ("observe: {effective_rank: {}}", "observe"), ("keep: {weights: final}", "keep"),
  ])
  func `what only nets have is refused beside a theory`(_ text: String, _ section: String) throws {
    do {
      _ = try trial(of: "\(flow)\n\(text)")
      Issue.record("\(section) was accepted")
    } catch let error as ExperimentError {
      #expect(error.path == section)
    }
  }

  @Test func `a theory's settings that do not go together are told with their place`() throws {
    do {
      _ = try trial(of: "theory: {name: single_index, target: [1, 2]}")
      Issue.record("two and four coefficients were accepted")
    } catch let error as ExperimentError {
      #expect(error.path == "theory.activation")
    }
  }
}
