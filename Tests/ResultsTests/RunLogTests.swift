import Records
import ResultsSupport
import TestSupport
import Testing

@testable import Platform
@testable import Results

/// Which programs and machines have written a file.
@Suite struct RunLogTests {
  @Test func `a run on another machine is told beside the first, one on the same is not`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      var layout = ResultsLayout.example(trials: 2)
      try ResultsWriter.create(path, layout).close()
      let first =
        #"{"from":"2026-01-02T03:04:05Z","software":"dynsweep 0.0.0","environment":{"blas": "Haswell"}}"#
      #expect(try ResultsReader(path).runs() == [first])
      layout.created = "2026-02-02T03:04:05Z"
      try ResultsWriter.resume(path, layout).close()
      #expect(try ResultsReader(path).runs() == [first])
      layout.environment = #"{"blas": "Cooperlake"}"#
      try ResultsWriter.resume(path, layout).close()
      let second =
        #"{"from":"2026-02-02T03:04:05Z","software":"dynsweep 0.0.0","environment":{"blas": "Cooperlake"}}"#
      #expect(try ResultsReader(path).runs() == [first, second])
    }
  }

  @Test func `workers on other machines are told behind their run, until the next one`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      var layout = ResultsLayout.example(trials: 2)
      var writer = try ResultsWriter.create(path, layout)
      writer.setWorkerRuns([#"{"workers":"1"}"#])
      try writer.flush()
      // A reader beside it, and the second worker of that kind.
      #expect(try ResultsReader(path).runs().dropFirst() == [#"{"workers":"1"}"#])
      writer.setWorkerRuns([#"{"workers":"1-2"}"#])
      try writer.close()
      #expect(try ResultsReader(path).runs().dropFirst() == [#"{"workers":"1-2"}"#])
      layout.created = "2026-02-02T03:04:05Z"
      try ResultsWriter.resume(path, layout).close()
      let runs = try ResultsReader(path).runs()
      #expect(runs.count == 3 && runs[2].contains(layout.created) && !runs[2].contains("workers"))
    }
  }

  @Test func `runs stay where a file is given more trials`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      try ResultsWriter.create(path, .example(trials: 2)).close()
      let runs = try ResultsReader(path).runs()
      var larger = ResultsLayout.example(trials: 4)
      larger.created = "2027-01-01T00:00:00Z"
      try ResultsWriter.extend(path, larger, places: [0, 1])
      #expect(try ResultsReader(path).runs() == runs)
    }
  }

  @Test(arguments: [2, 4])
  func `a file of an earlier version, without runs, is gone on with and extended`(
    trials: Int
  ) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      var writer = try ResultsWriter.create(path, .example(trials: 2))
      try writer.record(trial: 0, checkpoint: 0, step: 5, values: [1, 2, 3, 4, 5])
      try writer.setStatus(TrialRecord(0, .complete))
      try writer.close()
      let script = "import sys, h5py; f = h5py.File(sys.argv[1], 'r+'); del f['runs']; f.close()"
      let outcome = try python(script, [path])
      try #require(outcome.status == 0, "\(outcome.errors)")
      let layout = ResultsLayout.example(trials: trials)
      if trials > 2 { try ResultsWriter.extend(path, layout, places: [0, 1]) }
      var again = try ResultsWriter.resume(path, layout)
      #expect(again.statuses.first == .complete)
      try again.record(trial: 1, checkpoint: 0, step: 5, values: [6, 7, 8, 9, 10])
      try again.setStatus(TrialRecord(1, .complete))
      try again.close()
      let reader = try ResultsReader(path)
      #expect(try reader.values(of: "gradient_norm", trials: 0..<2) == [5, 10])
      // A larger file is made anew, and has room for them.
      let runs = try reader.runs()
      #expect(runs.count == (trials > 2 ? 1 : 0))
    }
  }

  @Test func `where there is no room left the oldest go`() {
    var log = RunLog()
    var layout = ResultsLayout.example(trials: 1)
    for number in 0..<1000 {
      layout.software = "dynsweep \(number) \(String(repeating: "x", count: 100))"
      let isNew = log.note(layout)
      #expect(isNew)
    }
    #expect(log.text.utf8.count <= RunLog.capacity && log.lines.count > 50)
    #expect(log.lines.last?.contains("dynsweep 999 ") == true)
    #expect(RunLog(log.text) == log)
    // The run itself stays, whatever its workers are.
    let last = log.lines.last
    log.setWorkers((0..<1000).map { #"{"workers":"\#($0)"}"# })
    #expect(log.lines.count == 1 && log.lines.last == last)
    #expect(log.text.utf8.count <= RunLog.capacity)
  }
}
