import Foundation
import Results
import ResultsSupport
import TestSupport
import Testing

/// Files that other programs have rewritten: read where that is safe, never written.
@Suite struct RewrittenTests {
  @Test func `a compressed file is read with all its numbers, and not gone on with`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      let layout = ResultsLayout.example(trials: 3)
      var writer = try ResultsWriter.create(path, layout)
      try writer.record(trial: 1, checkpoint: 0, step: 5, values: [1, 2, 3, 4, 5])
      try writer.close()
      let packed = "\(folder)/packed.h5"
      let outcome = try run("/usr/bin/env", ["h5repack", "-f", "GZIP=5", path, packed])
      try #require(outcome.status == 0, "\(outcome.errors)")
      let plain = try ResultsReader(path)
      let found = try ResultsReader(packed)
      for name in ["train_loss", "lyapunov_spectrum", "step", "seed"] {
        let (x, y) = (try plain.values(of: name).values, try found.values(of: name).values)
        #expect(x.map(\.bitPattern) == y.map(\.bitPattern), "\(name)")
      }
      let (runs, packedRuns) = (try plain.runs(), try found.runs())
      #expect(packedRuns == runs)
      let before = try Data(contentsOf: URL(fileURLWithPath: packed))
      #expect(throws: ResultsError.self) { try ResultsWriter.resume(packed, layout).close() }
      #expect(try Data(contentsOf: URL(fileURLWithPath: packed)) == before)
    }
  }

  @Test func `what a file keeps in a file outside is neither read nor written`() throws {
    try withTemporaryDirectory { folder in
      let (path, victim) = ("\(folder)/a.h5", "\(folder)/victim")
      let layout = ResultsLayout.example(trials: 3)
      try ResultsWriter.create(path, layout).close()
      try "precious".write(toFile: victim, atomically: true, encoding: .utf8)
      let script = """
        import sys, h5py
        with h5py.File(sys.argv[1], 'r+') as f:
            del f['attempts']
            f.create_dataset('attempts', (3,), 'i4', external=[(sys.argv[2], 0, 12)])
        """
      let made = try python(script, [path, victim])
      try #require(made.status == 0, "\(made.errors)")
      #expect(throws: ResultsError.self) {
        try ResultsWriter.resume(path, layout).close()
      }
      #expect(throws: ResultsError.self) { try ResultsReader(path).values(of: "attempts") }
      #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
    }
  }
}
