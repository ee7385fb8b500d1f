import Experiment
import Records
import Schema
import SweepFiles
import Testing

@Suite struct TrialTests {
  private let echo = """
    task: {name: lag-echo, batch: 32, validation_samples: 256}
    model: {width: 32, initial: {recurrent: {scheme: gaussian, gain: 1.2}}}
    training: {learning_rate: 3e-3, clip: 1, steps: 300, checkpoints: {count: 3, spacing: linear}}
    """

  @Test func `a recurrent net learns to echo`() throws {
    var losses: [Double] = []
    let outcome = try trial(echo).run { losses.append($0.values[1]) }
    #expect(outcome == .complete(steps: 300))
    // From no memory, ln 8 = 2.08 nats, toward the task's floor of 0.80.
    #expect(losses.count == 3)
    #expect(abs(losses[0] - 2.1) < 0.3)
    #expect(losses[2] < 1.6)
  }

  @Test func `a trial repeats itself bit by bit`() throws {
    var runs: [[CheckpointRecord]] = []
    for _ in 0..<2 {
      var observations: [CheckpointRecord] = []
      _ = try trial(echo).run { observations.append($0) }
      runs.append(observations)
    }
    #expect(runs[0].map(\.step) == [0, 150, 300])
    #expect(zip(runs[0], runs[1]).allSatisfy { $0 == $1 })
  }

  @Test func `single and double precision tell the same story at first`() throws {
    var losses: [[Double]] = []
    for precision in ["float32", "float64"] {
      var found: [Double] = []
      let text = echo.replacing("steps: 300", with: "steps: 4, precision: \(precision)")
      _ = try trial(text).run { found.append($0.values[1]) }
      losses.append(found)
    }
    #expect(losses[0].count == losses[1].count)
    // Rounding of float32, carried through four updates.
    #expect(zip(losses[0], losses[1]).allSatisfy { abs($0 - $1) < 1e-4 && $0 != $1 })
  }

  @Test func `what is to be recorded is what is recorded`() throws {
    let observed = try trial(
      echo.replacing("steps: 300", with: "steps: 2") + "\n" + """
        observe:
          lyapunov: {trajectories: 2, steps: 10, warmup: 2, exponents: 3}
          effective_rank: {samples: 64}
          gram_rank: {samples: 64}
          participation_ratio: {samples: 64}
          spectral_radius: {}
        """)
    let width = observed.quantities.reduce(0) { $0 + $1.count }
    var names = Set<String>()
    #expect(observed.quantities.allSatisfy { names.insert($0.name).inserted })
    _ = try observed.run { #expect($0.values.count == width) }
    #expect(observed.quantities.first { $0.name == "lyapunov_spectrum" }?.count == 3)
    #expect(observed.flops > 0 && observed.memory > 0 && observed.parameterCount > 0)
  }
}

/// Snapshots of unfinished trials hold rows without names.
@Test func `numbers stand in a row in the order in which versions have come to record them`() throws
{
  let trial = try trial(
    """
    task: {name: lag-echo, batch: 4, length: 12, lag: 3, validation_samples: 8}
    model: {width: 6}
    observe: {gradient_norm_by_lag: {}, recurrent_kernel: {}, train_accuracy: {}, jacobian_norm: {}, spectral_radius: {}, participation_ratio: {}, effective_rank: {}, lyapunov: {}}
    """)
  let order = [
    "train_loss", "lyapunov_spectrum", "effective_rank", "participation_ratio", "spectral_radius",
    "train_accuracy", "gradient_norm_by_lag",
  ]
  let names = trial.quantities.map(\.name)
  #expect(names.filter(order.contains) == order)
  let places = ["gradient_norm_by_lag", "recurrent_kernel_trace"].map { names.firstIndex(of: $0) }
  #expect(try #require(places[0]) < #require(places[1]))
}
