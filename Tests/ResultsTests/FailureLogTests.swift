import Foundation
import Records
import ResultsSupport
import TestSupport
import Testing

@testable import Results

/// Sweeps of which very many trials fail.
@Suite struct FailureLogTests {
  @Test func `reasons are kept as far as there is room, and the rest is counted at once`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      var writer = try ResultsWriter.create(path, .example(trials: 100_000))
      let begin = threadSeconds()
      for trial in 0..<100_000 {
        try writer.setStatus(TrialRecord(TrialID(trial), .failed, reason: "no luck, as ever"))
        if trial % 1000 == 0 { try writer.flush() }
      }
      try writer.close()
      // It took 176 s where all reasons were sorted and joined at every flush; now under one.
      #expect(threadSeconds() - begin < 20)
      let reader = try ResultsReader(path)
      let kept = try reader.failures()
      #expect(kept.count > 2000 && kept.count < 4000)
      #expect(kept[0] == "no luck, as ever")
      let text = try reader.texts(of: "failures")[0]
      #expect(text.utf8.count <= 65_536 && text.hasSuffix("\nand \(100_000 - kept.count) more\n"))
    }
  }

  @Test func `a log that is read again goes on counting`() {
    var log = FailureLog(capacity: 100)
    for trial in 0..<20 {
      log.note(TrialRecord(TrialID(trial), .failed, reason: "why"), before: .running)
    }
    let kept = log.reasons.count
    #expect(log.uncounted == 20 - kept && kept > 0)
    var again = FailureLog(log.text, capacity: 100)
    #expect(again.text == log.text && again.text.utf8.count <= 100)
    again.note(TrialRecord(20, .failed, reason: "why"), before: .running)
    again.note(TrialRecord(20, .failed, reason: "why"), before: .failed)
    #expect(again.uncounted == 21 - kept)
    again.note(TrialRecord(20, .complete), before: .failed)
    again.note(TrialRecord(0, .complete), before: .failed)
    #expect(again.uncounted == 20 - kept && again.reasons[0] == nil)
  }

  @Test func `a reason of any length has its place, on one line`() {
    var log = FailureLog(capacity: 1024)
    let reason = "first\n" + String(repeating: "é", count: 5000)
    log.note(TrialRecord(3, .failed, reason: reason), before: .running)
    #expect(log.text.hasPrefix("3: first é") && log.text.hasSuffix("é…\n"))
    #expect(log.text.count { $0.isNewline } == 1 && log.text.utf8.count <= 1024)
  }
}
