import FileOwnership
import Foundation
import Records
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

  /// Commands of h5repack, netCDF and Python that write `$A` anew as `$B`.
  static let rewritings = [
    "h5repack $A $B", "h5repack -L $A $B", "h5repack -f SHUF -f GZIP=5 $A $B",
    "h5repack -l CHUNK=1 -f FLET $A $B", "nccopy $A $B", "nccopy -d 4 -s $A $B",
    "/usr/bin/python3 -c 'import xarray; xarray.open_dataset(\"'$A'\").to_netcdf(\"'$B'\")'",
    "/usr/bin/python3 -c 'import xarray; xarray.open_dataset(\"'$A'\", engine=\"h5netcdf\")"
      + ".to_netcdf(\"'$B'\", engine=\"h5netcdf\")'",
    // Its whole numbers with a fill value become reals.
    """
    /usr/bin/python3 -c 'import xarray
    d = xarray.open_dataset("'$A'").load()
    for name in d.variables: d[name].encoding.clear()
    d.to_netcdf("'$B'", encoding={n: {"zlib": True} for n in ["train_loss", "step"]})'
    """,
  ]

  @Test(arguments: rewritings)
  func `what other programs have written anew is read as it was`(_ command: String) throws {
    try withTemporaryDirectory { folder in
      let (path, other) = ("\(folder)/a.h5", "\(folder)/b.h5")
      let layout = ResultsLayout.example(trials: 3, checkpoints: 2)
      var writer = try ResultsWriter.create(path, layout)
      try writer.record(trial: 1, checkpoint: 0, step: 5, values: [1, 2, 3, 4, 5])
      try writer.setStatus(TrialRecord(1, .complete, attempts: 1, worker: 2))
      try writer.close()
      let outcome = try run("/bin/sh", ["-c", command], environment: ["A": path, "B": other])
      try #require(outcome.status == 0, "\(outcome.errors)")
      let plain = try ResultsReader(path)
      let found = try ResultsReader(other)
      for name in ["train_loss", "lyapunov_spectrum", "status"] {
        let (x, y) = (try plain.values(of: name).values, try found.values(of: name).values)
        #expect(x.map(\.bitPattern) == y.map(\.bitPattern), "\(name)")
      }
      for name in ["step", "worker", "attempts", "parameter_count"] {
        let (x, y) = (try plain.integers(of: name), try found.integers(of: name))
        #expect(x == y, "\(name)")
      }
      let (axes, otherAxes) = (try plain.axes(), try found.axes())
      #expect(axes == otherAxes)
      let (statuses, otherStatuses) = (try plain.statuses(), try found.statuses())
      #expect(statuses == otherStatuses)
      if !command.contains("clear()") { #expect(try compare(path, other).isEmpty) }
    }
  }

  @Test func `a compression that is not here is named, with the way out`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      try ResultsWriter.create(path, .example(trials: 3)).close()
      let script = """
        import sys, h5py
        with h5py.File(sys.argv[1], 'r+') as f:
            values, attributes = f['train_loss'][...], dict(f['train_loss'].attrs)
            del f['train_loss']
            made = f.create_dataset('train_loss', data=values, compression='lzf')
        """
      let made = try python(script, [path])
      try #require(made.status == 0, "\(made.errors)")
      let reader = try ResultsReader(path)
      do throws(ResultsError) {
        _ = try reader.values(of: "train_loss")
        Issue.record("read without the filter")
      } catch {
        #expect("\(error)".contains("train_loss in \(path): it is compressed with lzf, which"))
        #expect("\(error)".contains("compression=\"gzip\""))
      }
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
