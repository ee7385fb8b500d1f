import Foundation
import Platform
import Records
import Results
import ResultsSupport
import Synchronization
import TestSupport
import Testing

@testable import ForeignModels
@testable import Listings

@Suite struct WatchTests {
  @Test func `one look tells counts, progress and the best trials`() throws {
    try withTemporaryDirectory { folder in
      try writeExample("\(folder)/a.h5")
      let outcome = try dynsweep("watch", "\(folder)/a.h5", "--once")
      #expect(outcome.status == 0)
      #expect(outcome.output.contains("4 trials: 1 complete, 1 running, 1 pending, 1 failed"))
      // 6 rows are there; the running trial may have 1 more, the pending one 3.
      #expect(outcome.output.contains("60 %"))
      #expect(outcome.output.contains("nobody is writing the file"))
      #expect(outcome.output.contains("best by train_loss so far"))
      #expect(outcome.output.contains("flops\n    0  complete"))
    }
  }

  @Test func `while no trial is complete none is called the best`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      let layout = ResultsLayout.example(trials: 2, checkpoints: 2)
      var writer = try ResultsWriter.create(path, layout)
      for trial in 0..<2 {
        try writer.record(
          trial: TrialID(trial), checkpoint: 0, step: 0,
          values: layout.exampleRow(trial: trial, checkpoint: 0))
      }
      try writer.setStatus(TrialRecord(0, .diverged))
      try writer.setStatus(TrialRecord(1, .running))
      try writer.close()
      let snapshot = try SweepSnapshot(path)
      #expect(snapshot.best?.trials == [1, 0])
      let view = WatchView(snapshot: snapshot, rate: nil)
      #expect(view.lines(width: nil).contains("by train_loss, none complete yet"))
      #expect(!view.line.contains("best"))
    }
  }

  @Test func `a live sweep is followed to its end`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      let layout = ResultsLayout.example(trials: 2, checkpoints: 2)
      var writer = try ResultsWriter.create(path, layout)
      let outcome = Mutex<ToolOutcome?>(nil)
      let watcher = Thread {
        let found = try? dynsweep("watch", path, "--every", "0.05")
        outcome.withLock { $0 = found }
      }
      watcher.start()
      for trial in 0..<2 {
        try writer.setStatus(TrialRecord(TrialID(trial), .running))
        for checkpoint in 0..<2 {
          try writer.record(
            trial: TrialID(trial), checkpoint: checkpoint, step: checkpoint,
            values: layout.exampleRow(trial: trial, checkpoint: checkpoint))
          try writer.flush()
          Thread.sleep(forTimeInterval: 0.3)
        }
        try writer.setStatus(TrialRecord(TrialID(trial), .complete))
        try writer.flush()
      }
      // Far longer than it takes: a watcher that missed the end fails the test instead of hanging it.
      let limit = Date(timeIntervalSinceNow: 20)
      while outcome.withLock({ $0 == nil }), Date.now < limit {
        Thread.sleep(forTimeInterval: 0.05)
      }
      try writer.close()
      let found = try #require(outcome.withLock { $0 })
      #expect(found.status == 0)
      let lines = found.output.split(separator: "\n")
      #expect(lines.count >= 3, "a line for each change")
      #expect(lines.last?.hasPrefix("100 %; 2 trials: 2 complete; done") == true)
      #expect(lines.contains { $0.contains("checkpoints/s, about ") })
      #expect(!found.output.contains("nobody is writing"))
    }
  }

  @Test func `the rate is that of the last minutes`() {
    var rate = CheckpointRate()
    rate.note(rows: 100, at: 0)
    #expect(rate.perSecond == nil)
    rate.note(rows: 100, at: 10)
    #expect(rate.perSecond == nil)
    rate.note(rows: 150, at: 25)
    #expect(rate.perSecond == 2)
    // The window reaches back to 180: the last sample before it, at 25, is where it begins.
    rate.note(rows: 150, at: 200)
    rate.note(rows: 1150, at: 300)
    #expect(rate.perSecond == 1000.0 / 275)
  }
}
