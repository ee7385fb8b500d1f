import Foundation
import Platform
import Records
import Results
import SweepFiles
import TestSupport
import Testing

/// Small sweeps that are lost and found again.
enum Sample {
  /// Six nets, twelve steps each; with the fault `slow`, of 20 ms, a trial takes a quarter of a second.
  static let text = """
    name: faults
    seed: 5
    task: {name: lag-echo, batch: 4, length: 12, lag: 3, validation_samples: 16}
    model: {width: {grid: [4, 6, 8]}}
    training:
      {learning_rate: {grid: [1e-3, 1e-2]}, steps: 12, clip: 1, checkpoints: {count: 4}}
    observe: {lyapunov: {trajectories: 1, steps: 10, warmup: 2}}

    """
  static let trials = 6
  /// The same nets, all of which are kept at every checkpoint.
  static let keeping = text + "keep: {weights: all, states: {sequences: 2, at: all}}\n"

  /// A folder with `sweep.yaml` and `calm.h5`, the results of a calm run.
  static func withCalmRun<Value>(
    _ text: String = text, inMemory: Bool = false, _ body: (_ folder: String) throws -> Value
  ) throws -> Value {
    try withTemporaryDirectory(inMemory: inMemory) { folder in
      try text.write(toFile: "\(folder)/sweep.yaml", atomically: true, encoding: .utf8)
      let calm = try Job(run(folder, "calm", "--workers", "0"))
      let status = calm.end()
      try #require(status == 0, "\(calm.errors)")
      return try body(folder)
    }
  }

  /// Arguments of a run of `folder/sweep.yaml` into `folder/NAME.h5`.
  static func run(_ folder: String, _ name: String, _ more: String...) -> [String] {
    ["run", "\(folder)/sweep.yaml", "-o", "\(folder)/\(name).h5", "-q"] + more
  }

  /// Whether `folder/NAME.h5` holds what the calm run found, and nothing is left beside it.
  static func check(
    _ folder: String, _ name: String = "a", _ comment: @autoclosure () -> String = ""
  ) throws {
    let comment = comment()
    let differences = try compare("\(folder)/calm.h5", "\(folder)/\(name).h5")
    #expect(differences.isEmpty, "\(comment): \(differences)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    let left = names.filter { $0.hasPrefix("\(name).h5.") }
    #expect(left == [], "\(comment)")
  }

  /// Trial 4 has failed for `reason`; the others are those of the calm run.
  static func expectOnlyFourFailed(in folder: String, reason: String) throws {
    let calm = try ResultsReader("\(folder)/calm.h5")
    let reader = try ResultsReader("\(folder)/a.h5")
    var expected = [TrialStatus](repeating: .complete, count: trials)
    expected[4] = .failed
    #expect(try reader.statuses() == expected)
    let text = try reader.failures()[4] ?? ""
    #expect(text.contains(reason), "\(text)")
    for trial in 0..<trials where trial != 4 {
      for name in ["train_loss", "lyapunov_spectrum"] {
        let (x, y) = (
          try calm.values(of: name, trials: trial..<trial + 1),
          try reader.values(of: name, trials: trial..<trial + 1)
        )
        #expect(x.map(\.bitPattern) == y.map(\.bitPattern), "\(name) of trial \(trial)")
      }
    }
    #expect(!FileManager.default.fileExists(atPath: "\(folder)/a.h5.snapshots"))
  }
}
