import FileOwnership
import Records
import Results
import ResultsSupport
import TestSupport
import Testing

@testable import Reruns

/// Records of trials that are run again against the file that has them.
@Suite struct RerunCheckTests {
  /// Trial 0 keeps two arrays at its end, trial 3 one at each checkpoint.
  private let layout = ResultsLayout.keptExample(trials: 4, checkpoints: 3)

  /// What a trial finds at a checkpoint; trial 1 a NaN and a zero.
  private func record(_ trial: Int, _ checkpoint: Int) -> CheckpointRecord {
    var values = layout.exampleRow(trial: trial, checkpoint: checkpoint)
    if trial == 1 { (values[0], values[4]) = (.nan, 0) }
    return CheckpointRecord(
      checkpoint: checkpoint, step: 10 * checkpoint, values: values,
      kept: layout.exampleNumbers(trial: trial, checkpoint: checkpoint))
  }

  /// A file in which trial 1 has diverged after one checkpoint, trial 2 is pending, and the others are complete.
  private func withFile(_ body: (String) throws -> Void) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      var writer = try ResultsWriter.create(path, layout)
      for (trial, count) in [3, 1, 0, 3].enumerated() {
        for checkpoint in 0..<count {
          let record = record(trial, checkpoint)
          try writer.record(
            trial: TrialID(trial), checkpoint: checkpoint, step: record.step,
            values: record.values, kept: record.kept)
        }
      }
      try writer.setStatus(TrialRecord(0, .complete, parameterCount: 7))
      try writer.setStatus(TrialRecord(1, .diverged))
      try writer.setStatus(TrialRecord(3, .complete))
      try writer.close()
      try body(path)
    }
  }

  private func check(_ path: String, _ layout: ResultsLayout? = nil) throws -> RerunCheck {
    try RerunCheck(path, layout ?? self.layout, circumstances: "it rains")
  }

  /// What the error says behind the file's name and before what may explain it.
  private func finding(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      guard case ResultsError.foundOtherwise(_, let place, let finding, "it rains") = error else {
        return "\(error)"
      }
      return "\(place): \(finding)"
    }
  }

  @Test func `what is found again passes, in any order and more than once`() throws {
    try withFile { path in
      var check = try check(path)
      for (trial, checkpoint) in [(3, 0), (0, 0), (0, 1), (3, 1), (0, 0), (0, 2), (3, 2), (1, 0)] {
        try check.check(record(trial, checkpoint), of: TrialID(trial))
      }
      try check.check(TrialRecord(0, .running))
      try check.check(TrialRecord(0, .complete, parameterCount: 7))
      try check.check(TrialRecord(1, .diverged, parameterCount: 9))
      try check.check(TrialRecord(3, .complete))
    }
  }

  @Test
  func
    `rows with more, in another order and at further checkpoints, are compared in what both have`()
    throws
  {
    try withFile { path in
      var larger = layout
      larger.checkpointCount = 5
      larger.quantities = [
        Quantity("new", longName: "new"), layout.quantities[2],
        Quantity("lyapunov_spectrum", dimensions: [.init("exponent", size: 4)], longName: "more"),
        layout.quantities[0],
      ]
      var check = try check(path, larger)
      func row(_ known: [Double]) -> [Double] {
        [5, known[4], known[1], known[2], known[3], 6, known[0]]
      }
      for (checkpoint, step) in [0, 5, 10, 15, 20].enumerated() {
        let known = step % 10 == 0 ? record(1, step / 10).values : [1, 2, 3, 4, 5]
        try check.check(
          CheckpointRecord(checkpoint: checkpoint, step: step, values: row(known)), of: 1)
      }
      var other = row(record(0, 2).values)
      other[4] = other[4].nextUp
      let found = finding {
        try check.check(CheckpointRecord(checkpoint: 4, step: 20, values: other), of: 0)
      }
      #expect(
        found
          == "\(words(0)), checkpoint 2 at step 20: lyapunov_spectrum at [2] is \(other[4]) now, and was "
          + "\(other[4].nextDown)")
    }
  }

  private func words(_ trial: Int) -> String { layout.words(forTrial: trial) }

  @Test func `any NaN equals a NaN, and zeros differ in their sign`() throws {
    try withFile { path in
      var check = try check(path)
      var values = record(1, 0).values
      values[0] = -.nan
      try check.check(CheckpointRecord(checkpoint: 0, step: 0, values: values), of: 1)
      values[4] = -0.0
      let found = finding {
        try check.check(CheckpointRecord(checkpoint: 0, step: 0, values: values), of: 1)
      }
      #expect(
        found == "\(words(1)), checkpoint 0 at step 0: gradient_norm is -0.0 now, and was 0.0")
    }
  }

  @Test func `each number that differs in its last bit is named`() throws {
    try withFile { path in
      let names = [
        "train_loss", "lyapunov_spectrum at [0]", "lyapunov_spectrum at [1]",
        "lyapunov_spectrum at [2]", "gradient_norm",
      ]
      for (place, name) in names.enumerated() {
        for change in [\Double.nextUp, \.nextDown] {
          var check = try check(path)
          let known = record(3, 1)
          var values = known.values
          values[place] = values[place][keyPath: change]
          let found = finding {
            try check.check(
              CheckpointRecord(checkpoint: 1, step: 10, values: values, kept: known.kept), of: 3)
          }
          #expect(
            found
              == "\(words(3)), checkpoint 1 at step 10: \(name) is \(values[place]) now, and was \(known.values[place])"
          )
        }
      }
    }
  }

  @Test func `what is kept counts, in each array`() throws {
    try withFile { path in
      func finding(_ trial: Int, _ checkpoint: Int, _ kept: KeptNumbers) throws -> String? {
        var check = try check(path)
        return self.finding {
          try check.check(
            record(trial, checkpoint).keeping(kept), of: TrialID(trial))
        }
      }
      guard case .float32(var single) = layout.exampleNumbers(trial: 0, checkpoint: 2) else {
        Issue.record("no single precision")
        return
      }
      let before = single
      single[7] = -single[7]
      let changed = try finding(0, 2, .float32(single))
      #expect(
        changed
          == "\(words(0)), checkpoint 2 at step 20: readout.bias at [1] is \(single[7]) now, and was \(before[7])"
      )
      single = before
      single[5] = .nan
      let undefined = try finding(0, 2, .float32(single))
      #expect(
        undefined
          == "\(words(0)), checkpoint 2 at step 20: weight_hh_l0 at [1, 2] is nan now, and was \(before[5])"
      )
      guard case .float64(var double) = layout.exampleNumbers(trial: 3, checkpoint: 1) else {
        Issue.record("no double precision")
        return
      }
      double[0] = double[0].nextUp
      let last = try finding(3, 1, .float64(double))
      #expect(
        last
          == "\(words(3)), checkpoint 1 at step 10: bias_ih_l0 at [0] is \(double[0]) now, and was \(double[0].nextDown)"
      )
    }
  }

  @Test func `another end, an earlier one and another number of parameters are named`() throws {
    try withFile { path in
      func finding(_ records: [CheckpointRecord], _ end: TrialRecord) throws -> String? {
        var check = try check(path)
        for record in records { try check.check(record, of: end.trial) }
        return self.finding { try check.check(end) }
      }
      let all = (0..<3).map { record(0, $0) }
      let diverged = try finding(all, TrialRecord(0, .diverged))
      #expect(
        diverged
          == "\(words(0)), its end: status is diverged now, and was complete")
      let earlier = try finding(Array(all.dropLast()), TrialRecord(0, .complete))
      #expect(
        earlier
          == "\(words(0)), its end: a checkpoint at step 20 is missing now, and was there")
      let larger = try finding(all, TrialRecord(0, .complete, parameterCount: 8))
      #expect(
        larger
          == "\(words(0)), its end: parameter_count is 8 now, and was 7")
      // A failure is no finding.
      let failed = try finding([], TrialRecord(0, .failed, reason: "it killed two workers"))
      #expect(failed == nil)
    }
  }

  @Test func `files of other trials are no measure`() throws {
    try withFile { path in
      var other = layout
      other.seeds[2] += 1
      let seeds = #expect(throws: ResultsError.self) { _ = try check(path, other) }
      #expect("\(seeds.map { "\($0)" } ?? "")".hasSuffix("its seeds are not those of its sweep"))
      var fewer = ResultsLayout.keptExample(trials: 3, checkpoints: 3)
      fewer.kept = []
      #expect(throws: ResultsError.self) { _ = try check(path, fewer) }
    }
  }
}
