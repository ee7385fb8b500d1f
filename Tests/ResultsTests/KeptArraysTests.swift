import Foundation
import Records
import Results
import ResultsSupport
import TestSupport
import Testing

/// What trials keep beside their rows, as it lies in the file and is read by others.
@Suite struct KeptArraysTests {
  private func record(
    _ trials: Range<Int>, of layout: ResultsLayout, into writer: inout ResultsWriter
  ) throws {
    for trial in trials {
      for checkpoint in 0..<layout.checkpointCount {
        try writer.record(
          trial: TrialID(trial), checkpoint: checkpoint, step: checkpoint,
          values: layout.exampleRow(trial: trial, checkpoint: checkpoint),
          kept: layout.exampleNumbers(trial: trial, checkpoint: checkpoint))
      }
      try writer.setStatus(TrialRecord(TrialID(trial), .complete))
    }
  }

  /// A finished file of four trials of two checkpoints, the last of which has not begun.
  private func withFile(
    trials: Int = 4, recorded: Range<Int> = 0..<3, _ body: (String) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      let path = folder + "/a.h5"
      let layout = ResultsLayout.keptExample(trials: trials)
      var writer = try ResultsWriter.create(path, layout)
      try record(recorded, of: layout, into: &writer)
      try writer.close()
      try body(path)
    }
  }

  private func doubles(_ numbers: KeptNumbers) -> [Double] {
    switch numbers {
    case .float32(let numbers): numbers.map { Double($0) }
    case .float64(let numbers): numbers
    }
  }

  /// Whether trials of a file have what `exampleNumbers` says, and no others.
  private func check(_ path: String, _ layout: ResultsLayout, recorded: Set<Int>) throws {
    let reader = try ResultsReader(path)
    for trial in 0..<layout.trialCount {
      let form = layout.kept.first { $0.trials.contains(trial) }?.form
      for checkpoint in 0..<layout.checkpointCount {
        let isLast = checkpoint == layout.checkpointCount - 1
        let found = try reader.kept(of: TrialID(trial), checkpoint: checkpoint, isLast: isLast)
        #expect((found == nil) == (form == nil))
        guard let form, let found else { continue }
        let expected = layout.exampleNumbers(trial: trial, checkpoint: checkpoint)
        let names = expected == nil ? [] : form.arrays.map(\.name)
        #expect(found.map(\.name).sorted() == names.sorted())
        // As they are recorded: in the order of the form.
        let numbers = names.flatMap { name in
          found.first { $0.name == name }.map { doubles($0.numbers) } ?? []
        }
        guard recorded.contains(trial), let expected else {
          #expect(numbers.allSatisfy { $0.isNaN })
          continue
        }
        #expect(found.allSatisfy { $0.numbers.precision == form.precision })
        let first = Double(trial * 1000 + checkpoint * 100)
        #expect(numbers == (0..<expected.count).map { first + Double($0) })
      }
    }
  }

  @Test func `numbers come back by trial, and those that were not kept are missing`() throws {
    try withFile(trials: 8, recorded: 0..<7) { path in
      try check(path, .keptExample(trials: 8), recorded: Set(0..<7))
    }
  }

  @Test func `many trials, some twice and in any order, lie in their places`() throws {
    try withTemporaryDirectory { folder in
      let path = folder + "/a.h5"
      let layout = ResultsLayout.keptExample(trials: 300, checkpoints: 3)
      var writer = try ResultsWriter.create(path, layout)
      var chance = SeededSource(seed: 4)
      let order = (Array(0..<200) + Array(50..<90)).shuffled(using: &chance)
      for (position, trial) in order.enumerated() {
        try record(trial..<trial + 1, of: layout, into: &writer)
        if position % 37 == 0 { try writer.flush() }
      }
      try writer.close()
      try check(path, layout, recorded: Set(0..<200))
    }
  }

  @Test func `a later record of a checkpoint replaces an earlier one`() throws {
    try withTemporaryDirectory { folder in
      let path = folder + "/a.h5"
      let layout = ResultsLayout.keptExample()
      var writer = try ResultsWriter.create(path, layout)
      for first in [Float(5), 6] {
        try writer.record(
          trial: 0, checkpoint: 1, step: 1, values: [1, 2, 3, 4, 5],
          kept: .float32((0..<8).map { first + Float($0) }))
      }
      try writer.close()
      let found = try ResultsReader(path).kept(of: 0, checkpoint: 1, isLast: true)
      let weight = found?.first { $0.name == "weight_hh_l0" }
      #expect(weight?.numbers == .float32([6, 7, 8, 9, 10, 11]) && weight?.shape == [2, 3])
      let bias = found?.first { $0.name == "readout.bias" }
      #expect(bias?.numbers == .float32([12, 13]) && bias?.shape == [2] && found?.count == 2)
    }
  }

  @Test func `a resumed file and one with room for more trials keep what they have`() throws {
    try withFile { path in
      // The larger sweep's last trials have a form of their own, too.
      for trials in [4, 8] {
        let layout = ResultsLayout.keptExample(trials: trials)
        if trials > 4 { try ResultsWriter.extend(path, layout, places: [0, 1, 2, 3]) }
        var writer = try ResultsWriter.resume(path, layout)
        try record(trials - 1..<trials, of: layout, into: &writer)
        try writer.close()
        try check(path, layout, recorded: trials == 4 ? [0, 1, 2, 3] : [0, 1, 2, 3, 7])
      }
    }
  }

  @Test func `a group of a form that no trial had comes with more trials`() throws {
    try withFile(trials: 3) { path in
      #expect(try ResultsReader(path).keptNames.allSatisfy { $0.hasPrefix("nets_1/") })
      let layout = ResultsLayout.keptExample(trials: 4)
      try ResultsWriter.extend(path, layout, places: [0, 1, 2])
      var writer = try ResultsWriter.resume(path, layout)
      try record(3..<4, of: layout, into: &writer)
      try writer.close()
      try check(path, layout, recorded: [0, 1, 2, 3])
    }
  }

  @Test func `files differ by a bit of what is kept`() throws {
    try withFile { path in
      let other = path + ".other"
      try FileManager.default.copyItem(atPath: path, toPath: other)
      #expect(try compare(path, other) == [])
      let outcome = try python(
        """
        import h5py, numpy, sys
        f = h5py.File(sys.argv[1], 'r+', libver=('v110', 'v110'))
        f['nets_1/weight_hh_l0'][1, 1, 2] = numpy.nextafter(numpy.float32(2105), numpy.float32(9999))
        """, [other])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(
        try compare(path, other).map(\.variable) == ["nets_1/weight_hh_l0"])
    }
  }

  @Test func `the file is as large as its data, and does not grow`() throws {
    try withTemporaryDirectory { folder in
      let path = folder + "/a.h5"
      let layout = ResultsLayout.keptExample(trials: 1000)
      var writer = try ResultsWriter.create(path, layout)
      func size() throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
      }
      let before = try size()
      #expect((0..<60_000).contains(Double(before) - layout.byteCount))
      try record(0..<1000, of: layout, into: &writer)
      try writer.close()
      #expect(try size() == before)
    }
  }
}

/// The programs of others that read results files.
@Suite struct KeptReadersTests {
  private func withFile(_ body: (String) throws -> Void) throws {
    try withTemporaryDirectory { folder in
      let path = folder + "/a.h5"
      let layout = ResultsLayout.keptExample()
      var writer = try ResultsWriter.create(path, layout)
      for trial in 0..<4 {
        for checkpoint in 0..<2 {
          try writer.record(
            trial: TrialID(trial), checkpoint: checkpoint, step: checkpoint,
            values: layout.exampleRow(trial: trial, checkpoint: checkpoint),
            kept: layout.exampleNumbers(trial: trial, checkpoint: checkpoint))
        }
      }
      try writer.close()
      try body(path)
    }
  }

  @Test func `h5py finds a trial's arrays in their type, with dimensions by name`() throws {
    try withFile { path in
      let outcome = try python(
        """
        import h5py, sys
        f = h5py.File(sys.argv[1], 'r')
        g = f['nets_1']
        print(g['kept_trial'][:].tolist(), g['weight_hh_l0'].dtype, g['weight_hh_l0'][1].tolist())
        print([d.keys()[0] for d in g['weight_hh_l0'].dims], g['readout.bias'][0].tolist())
        g = f['nets_2']
        print(g['bias_ih_l0'].dtype, g['bias_ih_l0'][0].tolist(), [d[0].name for d in g['bias_ih_l0'].dims])
        """, [path])
      #expect(
        outcome.output == """
          [0, 2] float32 [[2100.0, 2101.0, 2102.0], [2103.0, 2104.0, 2105.0]]
          ['kept_trial', 'row_2', 'column_3'] [106.0, 107.0]
          float64 [[3000.0, 3001.0], [3100.0, 3101.0]] \
          ['/nets_2/kept_trial', '/checkpoint', '/nets_2/row_2']\n
          """, "\(outcome.errors)")
    }
  }

  @Test func `ncdump shows groups with dimensions of their own and those of the root`() throws {
    try withFile { path in
      let dump = try run("/usr/bin/ncdump", [path])
      #expect(dump.status == 0, "\(dump.errors)")
      for line in [
        "group: nets_1 {", "kept_trial = 2 ;", "float weight_hh_l0(kept_trial, row_2, column_3) ;",
        "weight_hh_l0:_FillValue = NaNf ;", "float readout.bias(kept_trial, row_2) ;",
        "group: nets_2 {", "double bias_ih_l0(kept_trial, checkpoint, row_2) ;",
      ] { #expect(dump.output.contains(line), "\(line) in \(dump.output)") }
      #expect(!dump.output.contains("phony"))
    }
  }

  @Test(arguments: ["h5netcdf", "netcdf4"])
  func `xarray opens root and groups, as a tree where it has trees`(engine: String) throws {
    try withFile { path in
      let outcome = try python(
        """
        import sys, xarray
        path, engine = sys.argv[1:]
        root = xarray.open_dataset(path, engine=engine).load()
        print(dict(root.sizes))
        d = xarray.open_dataset(path, engine=engine, group='nets_1').load()
        print(d.weight_hh_l0.dims, d.weight_hh_l0.dtype, d.weight_hh_l0.sel(kept_trial=2, row_2=1, column_3=2).item())
        d = xarray.open_dataset(path, engine=engine, group='nets_2').load()
        print(d.bias_ih_l0.isel(checkpoint=1).sel(kept_trial=3).values.tolist())
        if hasattr(xarray, 'open_datatree'):
            tree = xarray.open_datatree(path, engine=engine)
            assert list(tree.children) == ['nets_1', 'nets_2']
            assert tree['nets_2/bias_ih_l0'].sel(kept_trial=3, checkpoint=0).values[1] == 3001
        """, [path, engine])
      #expect(
        outcome.output == """
          {'trial': 4, 'checkpoint': 2, 'exponent': 3}
          ('kept_trial', 'row_2', 'column_3') float32 2105.0
          [3100.0, 3101.0]\n
          """, "\(outcome.errors)")
    }
  }

  @Test func `netCDF's own numbers of dimensions differ over all groups`() throws {
    try withFile { path in
      let outcome = try python(
        """
        import h5py, sys
        f = h5py.File(sys.argv[1], 'r')
        found = []
        def look(name, data):
            if isinstance(data, h5py.Dataset):
                if '_Netcdf4Dimid' in data.attrs: found.append(int(data.attrs['_Netcdf4Dimid']))
                elif data.ndim:
                    order = [int(d[0].attrs['_Netcdf4Dimid']) for d in data.dims]
                    assert data.attrs['_Netcdf4Coordinates'].tolist() == order, name
        f.visititems(look)
        print(sorted(found) == list(range(len(found))), len(found))
        """, [path])
      // trial, checkpoint, exponent; kept_trial, row_2, column_3; kept_trial, row_2.
      #expect(outcome.output == "True 8\n", "\(outcome.errors)")
    }
  }

  @Test func `h5py sees what a live sweep keeps`() throws {
    try withTemporaryDirectory { folder in
      let path = folder + "/a.h5"
      let layout = ResultsLayout.keptExample()
      var writer = try ResultsWriter.create(path, layout)
      try writer.record(
        trial: 3, checkpoint: 0, step: 5, values: [1, 2, 3, 4, 5], kept: .float64([7, 8]))
      try writer.flush()
      let live = try python(
        """
        import h5py, sys
        f = h5py.File(sys.argv[1], 'r', libver='latest', swmr=True)
        print(f['nets_2/bias_ih_l0'][:].tolist())
        """, [path])
      #expect(live.output == "[[[7.0, 8.0], [nan, nan]]]\n", "\(live.errors)")
      try writer.close()
    }
  }

  @Test(.enabled(if: allTestsAreWanted))
  func `Octave reads root and groups`() throws {
    try withFile { path in
      let outcome = try run(
        "/usr/bin/octave-cli",
        ["--eval", "x = load('\(path)'); disp(size(x.nets_1.weight_hh_l0)); disp(x.status)"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("3   2   2"), "\(outcome.output)")
    }
  }
}
