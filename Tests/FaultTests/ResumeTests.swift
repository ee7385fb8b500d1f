import Foundation
import Platform
import Records
import Results
import SweepFiles
import TestSupport
import Testing

@Suite(.serialized) struct ResumeTests {
  /// Runs until `trials` trials are closed and then kills everything.
  private func leave(_ folder: String, closed trials: Int) throws {
    let job = try Job(
      Sample.run(folder, "a", "--workers", "0", "--snapshot-every", "0.03"), fault: "slow")
    let file = "\(folder)/a.h5"
    let isFar = job.wait {
      let statuses =
        FileManager.default.fileExists(atPath: file)
        ? (try? ResultsReader(file).statuses()) ?? [] : []
      return statuses.count { $0 == .complete } >= trials
    }
    #expect(isFar, "\(job.errors)")
    job.killAll()
  }

  private func write(_ text: String, _ folder: String) throws {
    try text.write(toFile: "\(folder)/sweep.yaml", atomically: true, encoding: .utf8)
  }

  @Test func `a changed sweep is refused, and the change is shown`() throws {
    try Sample.withCalmRun { folder in
      try leave(folder, closed: 1)
      let before = FileManager.default.contents(atPath: "\(folder)/a.h5")
      try write(Sample.text.replacing("batch: 4", with: "batch: 5"), folder)
      for workers in ["0", "1"] {
        let job = try Job(Sample.run(folder, "a", "--workers", workers, "--resume"))
        #expect(job.end() == 65)
        #expect(
          job.errors.contains(
            """
            @@ -1,6 +1,6 @@
             name: faults
             seed: 5
            -task: {name: lag-echo, batch: 4, length: 12, lag: 3, validation_samples: 16}
            +task: {name: lag-echo, batch: 5, length: 12, lag: 3, validation_samples: 16}
             model: {width: {grid: [4, 6, 8]}}
            """), "\(job.errors)")
      }
      #expect(FileManager.default.contents(atPath: "\(folder)/a.h5") == before)
    }
  }

  @Test func `a sweep that differs in comments is the same sweep`() throws {
    try Sample.withCalmRun { folder in
      try leave(folder, closed: 1)
      try write("# Later.\n" + Sample.text, folder)
      let job = try Job(Sample.run(folder, "a", "--workers", "1", "--resume"))
      #expect(job.end() == 0, "\(job.errors)")
      try Sample.check(folder)
    }
  }

  /// Arguments of a run of `folder/sweep.yaml` into `folder/a.h5` that says what it notes.
  private func goingOn(_ folder: String) -> [String] {
    ["run", "\(folder)/sweep.yaml", "-o", "\(folder)/a.h5", "--workers", "0", "--resume"]
  }

  @Test func `how to judge findings that a sweep names later is told`() throws {
    try Sample.withCalmRun { folder in
      try FileManager.default.copyItem(atPath: "\(folder)/calm.h5", toPath: "\(folder)/a.h5")
      try write(Sample.text + "findings: [lyapunov-echo]\n", folder)
      let job = try Job(goingOn(folder))
      #expect(job.end() == 0, "\(job.errors)")
      #expect(
        job.errors.contains(
          "note: the file was begun without findings: [lyapunov-echo]; judge them by dynsweep verify "
            + "--finding lyapunov-echo"), "\(job.errors)")
    }
  }

  @Test func `what a file has no room for is told and left out`() throws {
    try Sample.withCalmRun { folder in
      try FileManager.default.copyItem(atPath: "\(folder)/calm.h5", toPath: "\(folder)/a.h5")
      let script = """
        import h5py, sys
        f = h5py.File(sys.argv[1], 'r+')
        del f['max_lyapunov']
        f['status'][1:] = 0
        """
      let made = try python(script, ["\(folder)/a.h5"])
      try #require(made.status == 0, "\(made.errors)")
      let job = try Job(goingOn(folder))
      #expect(job.end() == 0, "\(job.errors)")
      #expect(
        job.errors.contains("note: the file was made without room for max_lyapunov, which"),
        "\(job.errors)")
      let differences = try compare("\(folder)/calm.h5", "\(folder)/a.h5")
      #expect(differences.map(\.variable) == ["max_lyapunov"], "\(differences)")
    }
  }

  @Test(arguments: [1, Sample.trials])
  func `more replicates extend the file and rerun nothing`(closed: Int) throws {
    let larger = Sample.keeping + "replicates: 2\n"
    try Sample.withCalmRun(larger) { folder in
      try write(Sample.keeping, folder)
      try leave(folder, closed: closed)
      let before = try ResultsReader("\(folder)/a.h5").statuses()
      try write(larger, folder)
      let job = try Job(Sample.run(folder, "a", "--workers", "2", "--resume"))
      #expect(job.end() == 0, "\(job.errors)")
      try Sample.check(folder)
      let reader = try ResultsReader("\(folder)/a.h5")
      #expect(reader.trialCount == 2 * Sample.trials)
      #expect(reader.header.sweep == larger)
      let attempts = try reader.values(of: "attempts").values
      for trial in before.indices where before[trial] == .complete {
        #expect(attempts[trial] == 1)
      }
    }
  }

  /// The widest of the four nets has seven units, of the eight nets eight: spectra become longer, and more shapes of
  /// nets are kept.
  @Test func `more points of a design extend the file and rerun nothing`() throws {
    func sweep(points: Int) -> String {
      Sample.keeping.replacing("{grid: [4, 6, 8]}", with: "{linear: [4, 8]}")
        .replacing("{grid: [1e-3, 1e-2]}", with: "{log: [1e-3, 1e-2]}")
        + "design: {sobol: \(points), over: [width, learning_rate], scramble: false}\n"
    }
    try Sample.withCalmRun(sweep(points: 8)) { folder in
      try write(sweep(points: 4), folder)
      try leave(folder, closed: 1)
      let before = try ResultsReader("\(folder)/a.h5").statuses()
      try write(sweep(points: 8), folder)
      let job = try Job(Sample.run(folder, "a", "--workers", "0", "--resume"))
      #expect(job.end() == 0, "\(job.errors)")
      try Sample.check(folder)
      let reader = try ResultsReader("\(folder)/a.h5")
      #expect(reader.trialCount == 8 && reader.header.sweep == sweep(points: 8))
      let attempts = try reader.values(of: "attempts").values
      for trial in before.indices where before[trial] == .complete {
        #expect(attempts[trial] == 1)
      }
    }
  }

  /// The two trials that there are become numbers 3 and 1 of six, and the widest net has eight units in place of six.
  @Test(arguments: [1, 2])
  func `more values on axes extend the file and rerun nothing`(closed: Int) throws {
    let smaller = Sample.text.replacing("{grid: [4, 6, 8]}", with: "{grid: [6, 4]}")
      .replacing("{grid: [1e-3, 1e-2]}", with: "{grid: [1e-2]}")
    try Sample.withCalmRun { folder in
      try write(smaller, folder)
      try leave(folder, closed: closed)
      let before = try ResultsReader("\(folder)/a.h5").statuses()
      #expect(before.count == 2)
      try write(Sample.text, folder)
      let job = try Job(Sample.run(folder, "a", "--workers", "2", "--resume"))
      #expect(job.end() == 0, "\(job.errors)")
      try Sample.check(folder)
      let reader = try ResultsReader("\(folder)/a.h5")
      #expect(reader.header.sweep == Sample.text)
      let attempts = try reader.values(of: "attempts").values
      for (trial, place) in [3, 1].enumerated() where before[trial] == .complete {
        #expect(attempts[place] == 1)
      }
      // Fewer values are another sweep.
      try write(smaller, folder)
      #expect(try Job(Sample.run(folder, "a", "--workers", "0", "--resume")).end() == 65)
    }
  }

  @Test func `without a file to go on with the run starts anew`() throws {
    try Sample.withCalmRun { folder in
      let job = try Job(
        ["run", "\(folder)/sweep.yaml", "-o", "\(folder)/a.h5", "--workers", "1", "--resume"])
      #expect(job.end() == 0, "\(job.errors)")
      #expect(job.errors.contains("there is no \(folder)/a.h5 yet; starting anew"))
      try Sample.check(folder)
    }
  }

  @Test func `a damaged snapshot is told and passed over`() throws {
    try Sample.withCalmRun { folder in
      try leave(folder, closed: 2)
      let snapshots = "\(folder)/a.h5.snapshots"
      let names = try FileManager.default.contentsOfDirectory(atPath: snapshots)
      let reader = try ResultsReader("\(folder)/a.h5")
      let open = try reader.statuses().indices.filter { try reader.statuses()[$0] == .running }
      let trial = try #require(open.first)
      let name = "\(snapshots)/trial-\(trial)"
      if names.contains("trial-\(trial)") {
        let bytes = try #require(FileManager.default.contents(atPath: name))
        try bytes.dropLast(9).write(to: URL(fileURLWithPath: name))
      } else {
        try Data("dynsnap1".utf8).write(to: URL(fileURLWithPath: name))
      }
      let job = try Job(Sample.run(folder, "a", "--workers", "0", "--resume"))
      #expect(job.end() == 0, "\(job.errors)")
      #expect(
        job.errors.contains(
          "the snapshot of trial \(trial) is ignored: it is cut short or altered"), "\(job.errors)")
      try Sample.check(folder)
    }
  }
}
