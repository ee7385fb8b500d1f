import FileOwnership
import Foundation
import HDF5
import Platform
import Records
import Results
import ResultsSupport
import TestSupport
import Testing

@Test func `a file tells all that it was made of`() throws {
  try withTemporaryDirectory { folder in
    let path = folder + "/a.h5"
    var layout = ResultsLayout.example(trials: 7, checkpoints: 2)
    // Longer than an attribute of the older formats can be.
    layout.sweep += String(repeating: "# a long sweep, naïvely\n", count: 10_000)
    try ResultsWriter.create(path, layout).close()
    let reader = try ResultsReader(path)
    #expect(reader.header.title == layout.title)
    #expect(reader.header.sweep == layout.sweep)
    #expect(reader.header.sweepSHA256 == sha256(layout.sweep))
    #expect(reader.header.software == layout.software)
    #expect(reader.header.created == layout.created)
    #expect(reader.header.environment == layout.environment)
    #expect((reader.trialCount, reader.checkpointCount) == (7, 2))
    #expect(try reader.axes() == layout.axes)
    #expect(try reader.seeds() == layout.seeds)
    #expect(
      reader.variableNames == [
        "trial", "checkpoint", "exponent", "learning_rate", "width", "cell", "trained", "seed",
        "replicate", "status", "attempts", "worker", "seconds", "parameter_count", "failures",
        "runs", "flops", "step", "train_loss", "lyapunov_spectrum", "gradient_norm",
      ])
    let spectrum = try reader.information(on: "lyapunov_spectrum")
    #expect(spectrum.dimensions == ["trial", "checkpoint", "exponent"])
    #expect((spectrum.units, spectrum.references) == ("nat step-1", "Benettin et al. 1980"))
    #expect(try reader.information(on: "width").path == "model.width")
  }
}

@Test func `a variable that is not there is answered with those that are`() throws {
  try withTemporaryDirectory { folder in
    let path = folder + "/a.h5"
    try ResultsWriter.create(path, .example(trials: 1)).close()
    let reader = try ResultsReader(path)
    let expected = ResultsError.noVariable(
      "loss", path: path, available: reader.variableNames)
    #expect(throws: expected) { try reader.values(of: "loss").shape }
  }
}

@Test func `a reader sees what a writer has flushed, and nothing else`() throws {
  try withTemporaryDirectory { folder in
    let path = folder + "/a.h5"
    let policy = FlushPolicy(interval: .seconds(3600))
    var writer = try ResultsWriter.create(path, .example(trials: 2), policy: policy)
    let reader = try ResultsReader(path)
    try writer.record(trial: 0, checkpoint: 0, step: 5, values: [1, 2, 3, 4, 5])
    #expect(try reader.values(of: "step").values == [-1, -1])
    try writer.flush()
    #expect(try reader.values(of: "step").values == [5, -1])
    try writer.close()
  }
}

@Test func `names of axes are short unless that is unclear`() {
  let layout = ResultsLayout.example(trials: 1)
  #expect(
    ResultsLayout.axisNames(
      paths: ["model.width", "task.width", "training.steps", "observe.exponent", "seed"],
      besides: layout.quantities)
      == ["model.width", "task.width", "steps", "observe.exponent", "sweep.seed"])
}

@Test func `files that are not ours are told apart`() throws {
  try withTemporaryDirectory { folder in
    let path = folder + "/a.h5"
    #expect(throws: ResultsError.missing(path: path)) { try ResultsReader(path).trialCount }
    for junk in ["", "HDF", "name: sweep\n"] {
      try Data(junk.utf8).write(to: URL(fileURLWithPath: path))
      #expect(throws: ResultsError.notHDF5(path: path)) { try ResultsReader(path).trialCount }
    }
    #expect(throws: ResultsError.unreadable(path: folder, reason: "it is a folder")) {
      try ResultsReader(folder).trialCount
    }
    for libver in ["earliest", "latest"] {
      let made = try python(
        "import h5py, sys; h5py.File(sys.argv[1], 'w', libver=sys.argv[2])['x'] = 1",
        [path, libver])
      #expect(made.status == 0, "\(made.errors)")
      #expect {
        try ResultsReader(path).trialCount
      } throws: { error in
        if case .foreign(path, _) = error as? ResultsError { true } else { false }
      }
    }
  }
}

@Test func `a file that only claims to be ours is called damaged`() throws {
  try withTemporaryDirectory { folder in
    let path = folder + "/a.h5"
    let script = """
      import h5py, numpy, sys
      f = h5py.File(sys.argv[1], 'w', libver='latest')
      f.attrs['Conventions'] = 'dynsweep-1'
      if sys.argv[2] == 'bare': sys.exit()
      for name in ['title', 'sweep', 'sweep_sha256', 'software', 'created', 'environment']:
        f.attrs[name] = 'x' if sys.argv[2] == 'texts' else 1
      for name in ['trial', 'checkpoint', 'step']:
        f.create_dataset(name, shape=(1 << 40, 1 << 20), dtype='f8', chunks=(1024, 1))
      f['status'] = numpy.zeros(3, dtype=[('a', 'i4')])
      """
    for kind in ["bare", "numbers", "texts"] {
      let made = try python(script, [path, kind])
      #expect(made.status == 0, "\(made.errors)")
      #expect {
        try ResultsReader(path).trialCount
      } throws: { error in
        if case .damaged(path, _) = error as? ResultsError { true } else { false }
      }
    }
    #expect(throws: ResultsError.self) {
      try ResultsWriter.resume(path, .example(trials: 1)).close()
    }
  }
}

@Test func `a file cut short anywhere is called damaged`() throws {
  try withTemporaryDirectory { folder in
    let path = folder + "/a.h5"
    try ResultsWriter.create(path, .example(trials: 5)).close()
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for length in stride(from: 9, to: whole.count, by: 97) {
      try whole.prefix(length).write(to: URL(fileURLWithPath: path))
      #expect {
        try ResultsReader(path).trialCount
      } throws: { error in
        if case .damaged(path, _) = error as? ResultsError { true } else { false }
      }
    }
  }
}

@Test func `damage is told at once, though a reader of live files tries again`() throws {
  try withTemporaryDirectory { folder in
    let path = folder + "/a.h5"
    try ResultsWriter.create(path, .example(trials: 5)).close()
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    // In the root's header, just after the superblock's 48 bytes.
    bytes[60] ^= 1
    try bytes.write(to: URL(fileURLWithPath: path))
    // Measured here: a limit of the test's would count its wait for the other tests too.
    let begin = ContinuousClock.now
    #expect {
      try ResultsReader(path).trialCount
    } throws: { error in
      if case .damaged(path, _) = error as? ResultsError { true } else { false }
    }
    #expect(begin.duration(to: .now) < .seconds(10))
  }
}

@Test func `groups that somebody has added to a file are left alone`() throws {
  try withTemporaryDirectory { folder in
    let path = folder + "/a.h5"
    let layout = ResultsLayout.example(trials: 2)
    try ResultsWriter.create(path, layout).close()
    let names = try ResultsReader(path).variableNames
    let made = try python(
      "import h5py, sys; h5py.File(sys.argv[1], 'r+').create_group('analysis')['mean'] = 1.5",
      [path])
    #expect(made.status == 0, "\(made.errors)")
    #expect(try ResultsReader(path).variableNames == names)
    try ResultsWriter.resume(path, layout).close()
    let kept = try python(
      "import h5py, sys; print(h5py.File(sys.argv[1])['analysis/mean'][()])", [path])
    #expect(kept.output == "1.5\n")
  }
}
