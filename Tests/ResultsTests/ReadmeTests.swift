import Foundation
import Records
import Results
import ResultsSupport
import TestSupport
import Testing

/// A quickstart.h5 in which trial 1, of width 1, is the best complete one; trial 2 diverged and trial 3 has just begun,
/// both with higher accuracies than any, and NaN at the last checkpoint.
private func withQuickstart(_ body: (String) throws -> Void) throws {
  try withTemporaryDirectory { folder in
    var layout = ResultsLayout.example(trials: 5, checkpoints: 2)
    layout.quantities[0] = Quantity("validation_accuracy", longName: "share of right answers")
    var writer = try ResultsWriter.create("\(folder)/quickstart.h5", layout)
    for (trial, accuracies) in [[0.1, 0.5], [0.2, 0.8], [0.95], [0.9], [0.1, 0.6]].enumerated() {
      for (checkpoint, accuracy) in accuracies.enumerated() {
        try writer.record(
          trial: TrialID(trial), checkpoint: checkpoint, step: checkpoint,
          values: [accuracy, 1, 2, 3, 4])
      }
      let statuses: [TrialStatus] = [.complete, .complete, .diverged, .running, .complete]
      try writer.setStatus(TrialRecord(TrialID(trial), statuses[trial]))
    }
    try writer.close()
    try body(folder)
  }
}

@Test func `the README's Python names the best complete trial`() throws {
  try withQuickstart { folder in
    let outcome = try python("import os; os.chdir('\(folder)')\n" + readmeSnippet("python"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.hasPrefix("1 [1. 2. 3.]\n"), "\(outcome.output)")
    // xarray's words: the trial's number.
    #expect(outcome.output.hasSuffix(" 1\n"), "\(outcome.output)")
  }
}

@Test(.enabled(if: allTestsAreWanted))
func `the README's MATLAB names the best complete trial, in Octave`() throws {
  try withQuickstart { folder in
    let reader =
      "function x = h5read(f, n) d = load(f); x = d.(n(2:end)); end; cd('\(folder)'); "
    let program = try readmeSnippet("matlab").replacing(
      #/ *%.*/#, with: "")
    let outcome = try run(
      "/usr/bin/octave-cli", ["--eval", "1; \(reader)\n\(program)\ndisp(best)"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    // Octave counts from 1.
    #expect(outcome.output.hasSuffix("2\n"), "\(outcome.output)")
  }
}
