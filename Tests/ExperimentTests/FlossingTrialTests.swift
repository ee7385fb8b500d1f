import Experiment
import Records
import Schema
import SweepFiles
import Testing
import Training

/// Flossing as a part of a trial.
@Suite struct FlossingTrialTests {
  private static func trial(_ flossing: String) throws -> NetworkTrial {
    let text = """
      task: {name: delayed-copy, delay: 5, length: 30, batch: 8, validation_samples: 16}
      model:
        width: 12
        initial: {recurrent: {scheme: gaussian, gain: 0.8}, input: {scheme: normal, deviation: 1}}
      training:
        steps: 20
        precision: float64
        checkpoints: {count: 2}
        flossing: \(flossing)
      observe:
        train_accuracy: {}
        lyapunov: {trajectories: 2, steps: 60, warmup: 20, exponents: 4}
      """
    let plan = try SweepPlan(text: text, file: "test.yaml", schema: ExperimentSchema.section)
    let configuration = plan.configuration(of: 0)
    return try NetworkTrial(configuration.settings, seed: configuration.seed)
  }

  private static let twice =
    "{exponents: 4, window: 30, discarded: 10, updates: 60, at: [0, 8], learning_rate: 3e-3}"

  @Test func `flossing brings the first exponents near zero`() throws {
    // Frames start from random directions, of which the first ten steps forget most.
    let trial = try Self.trial(Self.twice.replacing("updates: 60", with: "updates: 120"))
    #expect(trial.checkpointSteps == [0, 120, 128, 248, 260])
    let place = try #require(trial.quantities.firstIndex { $0.name == "lyapunov_spectrum" })
    let start = trial.quantities[..<place].reduce(0) { $0 + $1.count }
    var spectra: [[Double]] = []
    _ = try trial.run { spectra.append(Array($0.values[start..<start + 4])) }
    let squares = spectra.map { $0.reduce(0) { $0 + $1 * $1 } }
    // The first phase does most of the way, the second the rest.
    #expect(squares[1] < squares[0] / 3)
    #expect(spectra[3].allSatisfy { abs($0) < 0.2 })
  }

  @Test(arguments: [0, 1, 17, 60, 63, 68, 100, 128, 133])
  func `a trial that goes on in the middle of flossing is bitwise the same`(_ step: Int) throws {
    let trial = try Self.trial(Self.twice)
    var saved: SavedTrial?
    var whole: [CheckpointRecord] = []
    _ = try trial.run(
      heartbeat: { if $0 == step && saved == nil { saved = $1() } }, report: { whole.append($0) })
    let state = try #require(saved)
    #expect(state.step == step && trial.accepts(state))
    var rest: [CheckpointRecord] = []
    _ = try trial.run(from: state) { rest.append($0) }
    #expect(!rest.isEmpty && rest == Array(whole.suffix(rest.count)))
  }

  @Test func `flossing at a rate of zero leaves training as it was, batches too`() throws {
    let still = Self.twice.replacing("learning_rate: 3e-3", with: "learning_rate: 0")
    var ends: [[Double]] = []
    for flossing in [still, "{exponents: 0}"] {
      let trial = try Self.trial(flossing)
      var last: [Double] = []
      _ = try trial.run { last = $0.values }
      ends.append(last)
    }
    #expect(!ends[0].isEmpty && ends[0] == ends[1])
  }

  @Test func `flossing of no exponents is training without it`() throws {
    let trial = try Self.trial("{exponents: 0}")
    #expect(trial.checkpointSteps == [0, 20])
    #expect(trial.training.updates == 20)
  }

  @Test func `a net too small for so many exponents is an error at the setting`() {
    #expect { try Self.trial("{exponents: 13, window: 30}") } throws: { error in
      (error as? ExperimentError)?.path == "training.flossing.exponents"
    }
  }
}
