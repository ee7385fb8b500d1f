import ResultsSupport
import TestSupport
import Testing

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

  @Test func `runs stay where a file is given more trials`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      try ResultsWriter.create(path, .example(trials: 2)).close()
      let runs = try ResultsReader(path).runs()
      var larger = ResultsLayout.example(trials: 4)
      larger.created = "2027-01-01T00:00:00Z"
      try ResultsWriter.extend(path, larger)
      #expect(try ResultsReader(path).runs() == runs)
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
  }
}
