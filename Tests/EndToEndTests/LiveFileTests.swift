import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct LiveFileTests {
  /// Prints, while the sweep runs, how many rows are there, until all trials are complete.
  private static let reader = """
    import h5py, sys, time
    seen = []
    for _ in range(3000):
        try:
            with h5py.File(sys.argv[1], 'r', swmr=True) as f:
                # A trial is complete once its rows are there: read first, its status promises them.
                complete = int((f['status'][:] == 2).sum())
                seen.append((int((f['step'][:] >= 0).sum()), complete))
                if complete == f['status'].size: break
        except OSError: pass
        time.sleep(0.02)
    print(len(set(seen)), seen == sorted(seen), seen[-1][0])
    """

  @Test func `h5py sees rows arrive while the sweep runs`() throws {
    try withTemporaryDirectory { folder in
      let slow = Sweeps.small.replacing("steps: 30", with: "steps: 1000")
      let sweep = try Sweeps.write(slow, in: folder)
      let process = Process()
      process.executableURL = productsDirectory.appendingPathComponent("dynsweep")
      process.arguments = ["run", sweep, "-o", "\(folder)/a.h5", "--workers", "1", "--quiet"]
      try process.run()
      let outcome = try python(Self.reader, ["\(folder)/a.h5"])
      process.waitUntilExit()
      let words = outcome.output.split(separator: " ").map(String.init)
      try #require(words.count == 3, "\(outcome.errors)")
      // Several stages were seen, rows only ever grew, and in the end all were there.
      #expect((Int(words[0]) ?? 0) >= 3, "\(outcome.output)")
      #expect(words[1] == "True")
      #expect(words[2].hasPrefix("48"))
    }
  }

  @Test func `a sweep's file opens in the tools of the field, with names`() throws {
    try withTemporaryDirectory { folder in
      let sweep = try Sweeps.write(Sweeps.small, in: folder)
      let file = "\(folder)/a.h5"
      #expect(try Sweeps.dynsweep(["run", sweep, "-o", file, "--workers", "1"]).status == 0)
      for (tool, arguments) in [
        ("h5dump", ["-A", file]), ("h5ls", [file]), ("ncdump", ["-h", file]),
      ] {
        let outcome = try run("/usr/bin/\(tool)", arguments)
        #expect(outcome.status == 0, "\(tool): \(outcome.errors)")
        #expect(outcome.output.contains("lyapunov_spectrum"))
      }
      for engine in ["h5netcdf", "netcdf4"] {
        let outcome = try python(
          """
          import sys, xarray
          d = xarray.open_dataset(sys.argv[1], engine=sys.argv[2])
          assert d.lyapunov_spectrum.dims == ('trial', 'checkpoint', 'exponent'), d
          assert list(d.coords['exponent'].values) == list(range(1, 17))
          assert d.attrs['Conventions'] == 'CF-1.11 dynsweep-1'
          best = d.isel(checkpoint=-1).validation_loss.groupby(d.learning_rate).mean()
          assert best.sizes['learning_rate'] == 2 and float(best.min()) > 0
          assert d.max_lyapunov.attrs['units'] == '1'
          """, [file, engine])
        #expect(outcome.status == 0, "\(engine): \(outcome.errors)")
      }
    }
  }
}
