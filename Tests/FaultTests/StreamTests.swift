import Foundation
import Platform
import Results
import TestSupport
import Testing

/// Streams that are closed, full, or another's.
@Suite(.serialized) struct StreamTests {
  @Test(arguments: 0..<8)
  func `with any of the first three descriptors closed the results are the same`(
    closed: Int
  ) throws {
    try Sample.withCalmRun { folder in
      let redirections = (0..<3).filter { closed >> $0 & 1 == 1 }.map { "\($0)>&-" }
      let outcome = try shell(
        "exec \"$0\" run \(folder)/sweep.yaml -o \(folder)/a.h5 --workers 0 "
          + redirections.joined(separator: " "))
      #expect(outcome.status == 0, "\(outcome.errors)")
      try Sample.check(folder)
    }
  }

  @Test(arguments: ["2>/dev/full", "2>&1 | true", "--workers 2 2>/dev/full"])
  func `a standard error that cannot be written costs no sweep`(redirection: String) throws {
    try Sample.withCalmRun { folder in
      let workers = redirection.hasPrefix("--") ? "" : "--workers 0"
      let outcome = try shell(
        "{ \"$0\" run \(folder)/sweep.yaml -o \(folder)/a.h5 \(workers) \(redirection); }; "
          + "echo $? >\(folder)/status")
      if !redirection.contains("|") {
        let status = try String(contentsOfFile: "\(folder)/status", encoding: .utf8)
        #expect(status == "0\n", "\(outcome.errors)")
      }
      try Sample.check(folder)
    }
  }

  @Test(arguments: [
    "show FILE", "show FILE --json", "plan SWEEP", "compare FILE FILE", "doctor", "watch FILE",
  ])
  func `a report that could not be written is no success`(command: String) throws {
    try Sample.withCalmRun { folder in
      let words = command.replacingOccurrences(of: "FILE", with: "\(folder)/calm.h5")
        .replacingOccurrences(of: "SWEEP", with: "\(folder)/sweep.yaml")
      let outcome = try shell("exec \"$0\" \(words) >/dev/full")
      #expect(outcome.status == 74)
      #expect(outcome.errors.contains("standard output: No space left"), "\(outcome.errors)")
      #expect(try shell("exec \"$0\" \(words) 2>/dev/full").status == 0)
    }
  }

  @Test func `a run leaves standard input to the script that started it`() throws {
    try Sample.withCalmRun { folder in
      let outcome = try shell(
        "printf 'a\\nb\\n' | while read name; do "
          + "\"$0\" run \(folder)/sweep.yaml -o \(folder)/$name.h5 --workers 1 -q; done")
      #expect(outcome.status == 0, "\(outcome.errors)")
      for name in ["a", "b"] { try Sample.check(folder, name) }
    }
  }

  @Test func `a file that may not be made that large is an error that is told, not a signal`()
    throws
  {
    try Sample.withCalmRun { folder in
      let outcome = try shell(
        "ulimit -f 8; exec \"$0\" run \(folder)/sweep.yaml -o \(folder)/a.h5 --workers 0 -q")
      #expect(outcome.status == 73)
      #expect(outcome.errors.contains("File too large"), "\(outcome.errors)")
    }
  }

  @Test(arguments: [0, 2])
  func `a run all of whose trials fail is no success`(workers: Int) throws {
    try Sample.withCalmRun { folder in
      let job = try Job(
        Sample.run(folder, "a", "--workers", "\(workers)", "--trial-limit", "1e-9"))
      #expect(job.end() == 1)
      #expect(job.errors.contains("every trial has failed"), "\(job.errors)")
    }
  }

  @Test(arguments: [0, 2], [false, true])
  func `a folder is no results file, and is told as one`(workers: Int, resumes: Bool) throws {
    try Sample.withCalmRun { folder in
      let place = "\(folder)/results"
      try FileManager.default.createDirectory(
        atPath: place, withIntermediateDirectories: false)
      let job = try Job(
        ["run", "\(folder)/sweep.yaml", "-o", place, "--workers", "\(workers)"]
          + (resumes ? ["--resume"] : []))
      let status = job.end()
      #expect(status == (resumes ? 65 : 73), "\(job.errors)")
      #expect(job.errors.contains("it is a folder"), "\(job.errors)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: place) == [])
    }
  }

  @Test func `trials that fail at once take no more time than others`() throws {
    let text = """
      name: failing
      theory:
        {name: two_features, strength: {linear: [2, 6, 200]}, learning_rate: 0.05, steps: 1}
      replicates: 200

      """
    try withTemporaryDirectory { folder in
      try text.write(toFile: "\(folder)/sweep.yaml", atomically: true, encoding: .utf8)
      let job = try Job(
        Sample.run(folder, "a", "--workers", "2", "--trial-limit", "1e-9"))
      #expect(job.end(within: 120) == 1, "\(job.errors)")
      // They took 500 s where each one waited for the next.
      #expect(job.seconds < 60)
    }
  }

  @Test func `ranks of one machine are not said to differ`() throws {
    try Sample.withCalmRun { folder in
      let job = try Job(
        ["run", "\(folder)/sweep.yaml", "-o", "\(folder)/a.h5", "--workers", "2"])
      #expect(job.end() == 0, "\(job.errors)")
      #expect(!job.errors.contains("different BLAS"), "\(job.errors)")
    }
  }

  @Test func `what the hints say can be pasted into a shell, whatever the file is called`() throws {
    try Sample.withCalmRun { folder in
      let file = "\(folder)/it's $(touch x) a.h5"
      let job = try Job(["run", "\(folder)/sweep.yaml", "-o", file, "--workers", "0"])
      #expect(job.end() == 0, "\(job.errors)")
      let hint = try #require(
        job.errors.split(separator: "\n").first { $0.contains("dynsweep show ") })
      let outcome = try shell(String(hint).replacing("dynsweep show", with: "\"$0\" show"))
      #expect(outcome.status == 0 && outcome.output.contains("faults"), "\(outcome.errors)")
    }
  }

  @Test(arguments: [
    ([], "training in this process alone"),
    (
      ["--workers", "2"], "--workers 2 does not hold under an MPI launcher, which started one rank"
    ),
  ])
  func `a launcher's only rank says that it trains alone`(
    _ options: [String], _ words: String
  ) throws {
    try Sample.withCalmRun { folder in
      let job = try Job(
        ["run", "\(folder)/sweep.yaml", "-o", "\(folder)/a.h5"] + options,
        variables: ["PMIX_RANK": "0"])
      #expect(job.end() == 0, "\(job.errors)")
      #expect(job.errors.contains(words), "\(job.errors)")
      try Sample.check(folder)
    }
  }

  @Test func `processes that do not find each other train nothing`() throws {
    try Sample.withCalmRun { folder in
      let job = try Job(
        ["run", "\(folder)/sweep.yaml", "-o", "\(folder)/a.h5"],
        variables: ["PMIX_RANK": "0", "SLURM_STEP_NUM_TASKS": "4"])
      #expect(job.end() == 64)
      #expect(job.errors.contains("the launcher started 4 processes, but MPI ("), "\(job.errors)")
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/a.h5"))
    }
  }

  @Test func `a folder for temporary files that is full is told`() throws {
    try Sample.withCalmRun { folder in
      let job = try Job(
        Sample.run(folder, "a", "--workers", "2"), variables: ["TMPDIR": "/proc/self"])
      #expect(job.end() == 73)
      #expect(job.errors.contains("TMPDIR"), "\(job.errors)")
    }
  }

  private static let canMount =
    getuid() == 0 && (try? run("/usr/bin/unshare", ["--mount", "true"]).status) == 0

  /// MPI says some sixty lines, none of which speaks of the folder.
  @Test(.enabled(if: canMount, "no file system can be mounted here"))
  func `a full folder for temporary files is told by doctor and by run`() throws {
    try Sample.withCalmRun { folder in
      let mount = """
        cd '\(folder)' && mkdir full && mount -t tmpfs -o size=64k none full \
          && { head -c 99999 /dev/zero >full/x; export TMPDIR='\(folder)/full'; } 2>errors
        """
      let program = productsDirectory.appendingPathComponent("dynsweep").path
      func held(_ command: String) throws -> ToolOutcome {
        try run(
          "/usr/bin/unshare",
          [
            "--mount", "--propagation", "private", "/bin/sh", "-c",
            "\(mount); rm errors; exec \"$0\" \(command)", program,
          ])
      }
      let words = "\(folder)/full"
      let doctor = try held("doctor")
      #expect(doctor.output.contains("\(words) is full"), "\(doctor.output)")
      try FileManager.default.removeItem(atPath: words)
      let outcome = try held("run sweep.yaml -o a.h5 --workers 1")
      #expect(outcome.status != 0 && outcome.errors.contains("\(words)"), "\(outcome.errors)")
      #expect(outcome.errors.contains("TMPDIR"), "\(outcome.errors)")
    }
  }

  /// Runs a shell's line; `$0` is the built program.
  private func shell(_ line: String) throws -> ToolOutcome {
    let program = productsDirectory.appendingPathComponent("dynsweep").path
    return try run("/bin/sh", ["-c", line, program])
  }
}
