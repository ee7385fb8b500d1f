import Experiment
import Foundation
import Launching
import Orchestration
import Records
import Results
import SweepFiles
import TestSupport
import Testing

@Suite(.serialized) struct RunTests {
  @Test func `the observables are bitwise the same however many ranks there are`() throws {
    try withTemporaryDirectory { folder in
      let sweep = try Sweeps.write(Sweeps.small, in: folder)
      // In one process, and with 1, 2 and 4 workers: 2, 3 and 5 ranks.
      for workers in [0, 1, 2, 4] {
        let outcome = try Sweeps.dynsweep(
          ["run", sweep, "-o", "\(folder)/\(workers).h5", "--workers", "\(workers)"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        // Open MPI 5 said so of every pair of ranks.
        #expect(!outcome.errors.contains("Unable to find reachable"), "\(outcome.errors)")
        let reader = try ResultsReader("\(folder)/\(workers).h5")
        #expect(try reader.statuses().allSatisfy { $0 == .complete })
        #expect(try compare("\(folder)/0.h5", "\(folder)/\(workers).h5") == [])
      }
    }
  }

  @Test func `a log tells with time and rank what happens inside, and changes no number`() throws {
    try withTemporaryDirectory { folder in
      let sweep = try Sweeps.write(Sweeps.small, in: folder)
      for level in [[], ["--log-level", "debug"]] {
        let file = "\(folder)/\(level.count).h5"
        let outcome = try Sweeps.dynsweep(
          ["run", sweep, "-o", file, "--workers", "2", "-q"] + level)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.errors.split(separator: "\n")
        let entry = #/\d{4}-\d\d-\d\dT[0-9:.]+Z rank (\d) (info|debug): .*/#
        let entries = lines.compactMap { $0.wholeMatch(of: entry) }
        guard !level.isEmpty else {
          #expect(entries.isEmpty)
          continue
        }
        #expect(Set(entries.map { $0.1 }) == ["0", "1", "2"])
        for words in ["debug: assign trials=", "debug: finish seconds=", "debug: flushed entries="]
        {
          #expect(outcome.errors.contains(words), "\(words)")
        }
      }
      #expect(try compare("\(folder)/0.h5", "\(folder)/2.h5") == [])
    }
  }

  @Test func `under a launcher, one rank trains alone and three share the work`() throws {
    let launcher = try #require(Launcher.find(environment: ProcessInfo.processInfo.environment))
    try withTemporaryDirectory { folder in
      let sweep = try Sweeps.write(Sweeps.small, in: folder)
      let program = productsDirectory.appendingPathComponent("dynsweep").path
      for workers in [0, 2] {
        let arguments = launcher.arguments(
          workers: workers, command: [program, "run", sweep, "-o", "\(folder)/\(workers).h5"],
          isRoot: getuid() == 0)
        let outcome = try run(
          launcher.path, arguments, environment: ["OPENBLAS_NUM_THREADS": "1"])
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
      #expect(try compare("\(folder)/0.h5", "\(folder)/2.h5") == [])
    }
  }

  @Test func `the observables are bitwise the same in whatever order trials run`() throws {
    try withTemporaryDirectory { folder in
      let sweep = try Sweeps.write(Sweeps.small, in: folder)
      let file = "\(folder)/a.h5"
      #expect(try Sweeps.dynsweep(["run", sweep, "-o", file, "--workers", "0"]).status == 0)
      let plan = try SweepPlan(contentsOf: sweep, schema: ExperimentSchema.section)
      let profile = try SweepProfile(plan)
      var runner = try SweepRunner(plan, row: profile.row)
      let reader = try ResultsReader(file)
      let losses = try reader.values(of: "validation_loss").values
      let place = try #require(profile.quantities.firstIndex { $0.name == "validation_loss" })
      for trial in (0..<plan.trialCount).reversed() {
        _ = try runner.run(
          trial: TrialID(trial), attempt: 1,
          report: { record in
            let found = record.values[place].bitPattern
            let expected = losses[trial * profile.checkpointCount + record.checkpoint].bitPattern
            #expect(found == expected, "trial \(trial), checkpoint \(record.checkpoint)")
          }, heartbeat: { _ in })
      }
    }
  }

  @Test func `every trial has a spectrum and ranks at every checkpoint`() throws {
    try withTemporaryDirectory { folder in
      let sweep = try Sweeps.write(Sweeps.small, in: folder)
      let file = "\(folder)/a.h5"
      #expect(try Sweeps.dynsweep(["run", sweep, "-o", file, "--workers", "2"]).status == 0)
      let reader = try ResultsReader(file)
      for name in [
        "train_loss", "validation_loss", "validation_accuracy", "gradient_norm", "weight_norm",
        "max_lyapunov", "kaplan_yorke_dimension", "entropy_rate", "effective_rank",
        "participation_ratio", "spectral_radius",
      ] {
        let (values, shape) = try reader.values(of: name)
        #expect(shape == [12, 4])
        #expect(values.allSatisfy { $0.isFinite }, "\(name)")
      }
      let (spectra, shape) = try reader.values(of: "lyapunov_spectrum")
      #expect(shape == [12, 4, 16])
      let widths = try reader.values(of: "width").values
      for trial in 0..<12 {
        for checkpoint in 0..<4 {
          let row = (trial * 4 + checkpoint) * 16
          // As many exponents as units; the rest of the row is not taken.
          let finite = spectra[row..<row + 16].prefix { $0.isFinite }
          #expect(finite.count == Int(widths[trial]))
          #expect(zip(finite, finite.dropFirst()).allSatisfy { $0 >= $1 })
        }
      }
      #expect(try reader.values(of: "step").values.prefix(4) == [0, 1, 5, 30])
    }
  }

  @Test func `float64 trials and feed-forward nets run from the same file format`() throws {
    try withTemporaryDirectory { folder in
      let sweep = try Sweeps.write(
        """
        task: {name: copy, delay: 2, payload: 2, batch: 8, validation_samples: 16}
        model: {cell: feed_forward, widths: [8, 4], activation: {grid: [tanh, sigmoid]}}
        training: {steps: 5, precision: {grid: [float32, float64]}, checkpoints: {count: 2}}
        observe: {effective_rank: {samples: 16}, gram_rank: {samples: 8}}
        """, in: folder)
      let outcome = try Sweeps.dynsweep(["run", sweep, "-o", "\(folder)/a.h5", "--workers", "1"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let ranks = try ResultsReader("\(folder)/a.h5").values(of: "effective_rank")
      #expect(ranks.shape == [4, 2])
      #expect(ranks.values.allSatisfy { $0 >= 1 && $0 <= 4 })
    }
  }

  @Test func `a trial that diverges is told apart and keeps what it had`() throws {
    try withTemporaryDirectory { folder in
      let sweep = try Sweeps.write(
        """
        task: {name: adding, length: 10, batch: 8, validation_samples: 16}
        model: {width: 8, activation: relu}
        training:
          {optimizer: sgd, learning_rate: {grid: [0.01, 1e12]}, steps: 40, checkpoints: {count: 5}}
        """, in: folder)
      #expect(
        try Sweeps.dynsweep(["run", sweep, "-o", "\(folder)/a.h5", "--workers", "1"]).status == 0)
      let reader = try ResultsReader("\(folder)/a.h5")
      #expect(try reader.statuses() == [.complete, .diverged])
      let losses = try reader.values(of: "train_loss").values
      #expect(losses[..<5].allSatisfy { $0.isFinite })
      #expect(losses[5].isFinite && losses[9].isNaN)
    }
  }
}
