import Foundation
import Platform
import Records
import Results
import ResultsSupport
import TestSupport
import Testing

/// Makes a finished file of three trials and two checkpoints; the last trial failed.
private func withExample<Value>(_ body: (String) throws -> Value) throws -> Value {
  try withTemporaryDirectory { folder in
    let path = folder + "/a.h5"
    let layout = ResultsLayout.example(trials: 3, checkpoints: 2)
    var writer = try ResultsWriter.create(path, layout)
    for trial in 0..<2 {
      let row = layout.exampleRow(trial: trial, checkpoint: 0)
      try writer.record(trial: TrialID(trial), checkpoint: 0, step: 10, values: row)
      try writer.setStatus(TrialRecord(TrialID(trial), .complete, attempts: 1, worker: 1))
    }
    try writer.setStatus(TrialRecord(2, .failed, reason: "it kîlled two"))
    try writer.close()
    return try body(path)
  }
}

@Test func `h5dump and h5ls read the file`() throws {
  try withExample { path in
    let dump = try run("/usr/bin/h5dump", ["-d", "lyapunov_spectrum", path])
    #expect(dump.status == 0, "\(dump.errors)")
    #expect(
      dump.output.contains("(1,0,0): 1e+06, 2e+06, 3e+06")
        || dump.output.contains("(1,0,0): 1000001, 2000001, 3000001"), "\(dump.output)")
    let list = try run("/usr/bin/h5ls", [path])
    #expect(list.output.contains("lyapunov_spectrum        Dataset {3, 2, 3}\n"), "\(list.output)")
  }
}

@Test func `ncdump reads the file whole, dimensions by name`() throws {
  try withExample { path in
    let dump = try run("/usr/bin/ncdump", [path])
    #expect(dump.status == 0, "\(dump.errors)")
    for line in [
      "trial = 3 ;", "double lyapunov_spectrum(trial, checkpoint, exponent) ;",
      "train_loss:_FillValue = NaN ;", "status:flag_values = 0b, 1b, 2b, 3b, 4b, 5b ;",
      #"status:flag_meanings = "pending running complete diverged failed pruned" ;"#,
      #"cell:flag_meanings = "rnn lstm gr__er_als" ;"#, " status = 2, 2, 4 ;",
      #" failures = "2: it kîlled two\n" ;"#,
    ] { #expect(dump.output.contains(line), "\(line) in \(dump.output)") }
  }
}

@Test func `h5py reads the file`() throws {
  try withExample { path in
    let outcome = try python(
      """
      import h5py, sys
      f = h5py.File(sys.argv[1], 'r')
      print(f['train_loss'][:].tolist(), f['step'][:].tolist(), f['seed'][:].tolist())
      print([d.keys()[0] for d in f['lyapunov_spectrum'].dims])
      print(f.attrs['Conventions'].decode(), f.attrs['sweep'].decode(), f['failures'][()].decode())
      """, [path])
    #expect(
      outcome.output == """
        [[0.0, nan], [1.0, nan], [nan, nan]] [[10, -1], [10, -1], [-1, -1]] \
        [\(UInt64.max), \(UInt64.max - 1), \(UInt64.max - 2)]
        ['trial', 'checkpoint', 'exponent']
        CF-1.11 dynsweep-1 name: example  # naïve
         2: it kîlled two\n\n
        """, "\(outcome.errors)")
  }
}

@Test func `readers of CF find units that UDUNITS takes as meant, people the words`() throws {
  try withExample { path in
    let outcome = try python(
      """
      import h5py, sys
      f = h5py.File(sys.argv[1], 'r')
      text = lambda name: f['lyapunov_spectrum'].attrs[name].decode()
      print(text('units'), text('unit_name'), text('long_name').endswith(', in nats per step'))
      print(sorted({v.attrs['units'].decode() for v in f.values()}))
      print(f.attrs['history'].decode() == f.attrs['created'].decode() + ': ' + f.attrs['software'].decode())
      """, [path])
    #expect(outcome.output == "1 nat step-1 True\n['1', 's']\nTrue\n", "\(outcome.errors)")
  }
}

@Test func `what a sweep tells about itself stands in the file under ACDD's names, in any length`()
  throws
{
  try withTemporaryDirectory { folder in
    let path = "\(folder)/a.h5"
    var layout = ResultsLayout.example(trials: 2)
    layout.title = "Ränge"
    layout.about = [
      ("summary", String(repeating: "lang ", count: 9_000)), ("creator_name", "Ada; Charles"),
      ("id", "10.5281/zenodo.1234"), ("license", "CC-BY-4.0"),
    ]
    try ResultsWriter.create(path, layout).close()
    let header = try ResultsReader(path).header
    #expect(header.title == "Ränge" && header.name == "example" && header.sweep == layout.sweep)
    for engine in ["h5netcdf", "netcdf4"] {
      let outcome = try python(
        """
        import sys, xarray
        a = xarray.open_dataset(sys.argv[1], engine=sys.argv[2]).attrs
        print(a['title'], a['Conventions'], len(a['summary']), a['creator_name'], a['id'], a['license'])
        print(a['source'] == a['software'], a['date_created'] == a['created'], a['sweep_name'], len(a))
        """, [path, engine])
      #expect(
        outcome.output == """
          Ränge CF-1.11, ACDD-1.3, dynsweep-1 45000 Ada; Charles 10.5281/zenodo.1234 CC-BY-4.0
          True True example 15

          """, "\(engine): \(outcome.errors)")
    }
  }
}

@Test func `a file from before CF is read, units too`() throws {
  try withExample { path in
    let outcome = try python(
      """
      import h5py, sys
      f = h5py.File(sys.argv[1], 'r+', libver=('v110', 'v110'))
      f.attrs['Conventions'] = 'dynsweep-1'
      del f.attrs['history']
      spectrum = f['lyapunov_spectrum']
      spectrum.attrs['units'] = spectrum.attrs['unit_name']
      del spectrum.attrs['unit_name']
      """, [path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try ResultsReader(path).information(on: "lyapunov_spectrum").units == "nat step-1")
  }
}

@Test(arguments: ["h5netcdf", "netcdf4"])
func `xarray reads the file, dimensions and coordinates by name`(_ engine: String) throws {
  try withExample { path in
    let outcome = try python(
      """
      import sys, xarray
      d = xarray.open_dataset(sys.argv[1], engine=sys.argv[2]).load()
      print(dict(d.sizes), sorted(d.train_loss.coords))
      third = d.lyapunov_spectrum.sel(exponent=3).values
      print(d.train_loss.sel(trial=1, checkpoint=0).item(), third[0, 0])
      print(d.status.values.tolist(), d.step.values[0].tolist(), d.cell.attrs['labels'])
      """, [path, engine])
    #expect(
      outcome.output == """
        {'trial': 3, 'checkpoint': 2, 'exponent': 3} ['cell', 'checkpoint', 'learning_rate', \
        'replicate', 'seed', 'step', 'trained', 'trial', 'width']
        1.0 3000000.0
        [2, 2, 4] [10.0, nan] ["rnn","lstm","größer als"]\n
        """, "\(outcome.errors)")
  }
}

@Test func `zeros are no fill values, and dimensions are named in netCDF's own attributes too`()
  throws
{
  try withExample { path in
    let outcome = try python(
      """
      import h5py, sys
      f = h5py.File(sys.argv[1], 'r')
      for name, data in f.items():
          if data.dtype.kind in 'iu' and '_FillValue' not in data.attrs:
              assert data.fillvalue != 0, name
              # The example's seeds reach to the last number.
              assert name == 'seed' or not (data[...] == data.fillvalue).any(), name
      print(f['status'][:].tolist(), f['attempts'][:].tolist(), f['replicate'][:].tolist())
      print({n: int(f[n].attrs['_Netcdf4Dimid']) for n in ['trial', 'checkpoint', 'exponent']})
      for name, data in f.items():
          if data.ndim and '_Netcdf4Dimid' not in data.attrs:
              order = [int(f[d[0].name].attrs['_Netcdf4Dimid']) for d in data.dims]
              assert data.attrs['_Netcdf4Coordinates'].tolist() == order, name
      print(*[f[name].attrs['encoding'].decode() for name in ('failures', 'runs')])
      """, [path])
    #expect(
      outcome.output == """
        [2, 2, 4] [1, 1, 0] [0, 1, 2]
        {'trial': 0, 'checkpoint': 1, 'exponent': 2}
        UTF-8 UTF-8\n
        """, "\(outcome.errors)")
  }
}

@Test func `h5py sees a live sweep with swmr=True, and h5netcdf's users the file afterwards`()
  throws
{
  try withTemporaryDirectory { folder in
    let path = folder + "/a.h5"
    var writer = try ResultsWriter.create(path, .example(trials: 2))
    try writer.record(trial: 1, checkpoint: 0, step: 5, values: [1, 2, 3, 4, 5])
    try writer.setStatus(TrialRecord(1, .complete))
    try writer.flush()
    let script = """
      import h5py, sys
      f = h5py.File(sys.argv[1], 'r', libver='latest', swmr=True)
      print(f['train_loss'][:].tolist(), f['status'][:].tolist(), f['trial'][:].tolist())
      """
    let live = try python(script, [path])
    #expect(live.output == "[[nan], [1.0]] [0, 2] [0, 1]\n", "\(live.errors)")
    try writer.close()
    #expect(try python(script, [path]).output == live.output)
  }
}

@Test func `h5py that keeps a live file open sees new rows after a refresh`() throws {
  try withTemporaryDirectory { folder in
    let path = folder + "/a.h5"
    var writer = try ResultsWriter.create(path, .example(trials: 2))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = [
      "-c",
      """
      import h5py, sys, time
      f = h5py.File(sys.argv[1], 'r', libver='latest', swmr=True)
      loss = f['train_loss']
      print(loss[:].tolist(), flush=True)
      for _ in range(1000):
        loss.refresh()
        if loss[1, 0] == 1: break
        time.sleep(0.01)
      print(loss[:].tolist(), flush=True)
      """, path,
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let before = pipe.fileHandleForReading.availableData
    try writer.record(trial: 1, checkpoint: 0, step: 5, values: [1, 2, 3, 4, 5])
    try writer.flush()
    let after = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(String(decoding: before, as: UTF8.self).hasPrefix("[[nan], [nan]]"))
    #expect(String(decoding: before + after, as: UTF8.self) == "[[nan], [nan]]\n[[nan], [1.0]]\n")
    try writer.close()
  }
}

@Test(.enabled(if: allTestsAreWanted))
func `Octave reads the file`() throws {
  try withExample { path in
    let outcome = try run(
      "/usr/bin/octave-cli",
      [
        "--eval",
        "x = load('\(path)'); disp(x.status); disp(size(x.lyapunov_spectrum)); disp(x.failures)",
      ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    // Octave turns rows into columns: the last dimension of the file comes first.
    #expect(outcome.output.contains("2  2  4"), "\(outcome.output)")
    #expect(outcome.output.contains("3   2   3"), "\(outcome.output)")
    #expect(outcome.output.contains("2: it kîlled two"), "\(outcome.output)")
  }
}
