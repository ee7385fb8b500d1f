import Foundation
import Records
import Results
import ResultsSupport
import Scheduling
import TestSupport
import Testing

/// Writes an example whose rows `change` may change, and whose incidentals depend on `worker`.
private func write(
  _ path: String, worker: Int = 1, trials: [Int] = [0, 1, 2, 3],
  change: (inout [Double], Int) -> Void = { _, _ in }
) throws {
  var layout = ResultsLayout.example(trials: 4, checkpoints: 2)
  layout.created = "2026-01-0\(worker)"
  layout.environment = "{\"worker\": \(worker)}"
  var writer = try ResultsWriter.create(path, layout)
  for trial in trials {
    var row = layout.exampleRow(trial: trial, checkpoint: 1)
    row[2] = .nan
    change(&row, trial)
    try writer.record(trial: TrialID(trial), checkpoint: 1, step: 9, values: row)
    let seconds = Double(worker)
    try writer.setStatus(
      TrialRecord(
        TrialID(trial), .complete, attempts: worker, worker: WorkerID(worker), seconds: seconds))
  }
  try writer.close()
}

@Test func `files differ by what was found, not by who found it and when`() throws {
  try withTemporaryDirectory { folder in
    let (a, b) = (folder + "/a.h5", folder + "/b.h5")
    try write(a)
    try write(b, worker: 2, trials: [2, 0, 3, 1]) { row, _ in
      row[2] = -Double.nan  // Another bit pattern of the same absence.
    }
    #expect(try compare(a, b) == [])
  }
}

@Test func `the last bit of one number is found`() throws {
  try withTemporaryDirectory { folder in
    let (a, b) = (folder + "/a.h5", folder + "/b.h5")
    try write(a)
    try write(b) { row, trial in
      if trial == 2 { row[3] = row[3].nextUp }
    }
    #expect(
      try compare(a, b).map(\.description) == [
        "lyapunov_spectrum: 3000002.001 against 3000002.0010000006 at [2, 1, 2]"
      ])
  }
}

@Test func `zero and negative zero, number and none, complete and pending differ`() throws {
  try withTemporaryDirectory { folder in
    let (a, b) = (folder + "/a.h5", folder + "/b.h5")
    try write(a) { row, _ in row[0] = 0 }
    try write(b, trials: [0, 1, 2]) { row, trial in row[0] = trial == 1 ? -0.0 : 0 }
    #expect(
      try compare(a, b).map(\.description) == [
        "status: 2 against 0 at [3]", "step: 9 against -1 at [3, 1]",
        "train_loss: 0.0 against -0.0 at [1, 1]",
        "lyapunov_spectrum: 1000003.001 against nan at [3, 1, 0]",
        "gradient_norm: 4000003.001 against nan at [3, 1]",
      ])
  }
}

@Test func `other variables and other shapes differ`() throws {
  try withTemporaryDirectory { folder in
    let (a, b) = (folder + "/a.h5", folder + "/b.h5")
    var layout = ResultsLayout.example(trials: 4)
    try ResultsWriter.create(a, layout).close()
    layout.quantities.removeFirst()
    layout.axes.removeLast()
    layout.checkpointCount = 2
    try ResultsWriter.create(b, layout).close()
    #expect(
      try compare(a, b).map(\.description) == [
        "checkpoint: shape [1] against [2]", "trained: missing in \(b)",
        "step: shape [4, 1] against [4, 2]", "train_loss: missing in \(b)",
        "lyapunov_spectrum: shape [4, 1, 3] against [4, 2, 3]",
        "gradient_norm: shape [4, 1] against [4, 2]",
      ])
  }
}
