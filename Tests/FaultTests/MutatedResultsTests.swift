import Foundation
import Results
import TestSupport
import Testing

/// Results files with some bytes changed, opened by the program. HDF5 trusts some of a file's numbers blindly: where it
/// crashes on one, that must be told as damage.
@Suite(.serialized) struct MutatedResultsTests {
  private static let files = rounds(60, all: 1_000)

  private struct Tally: CustomStringConvertible {
    var sound = 0
    var refused = 0
    /// Of the refused, those on which the library crashed, and with which it came to no end.
    var crashes = 0
    var loops = 0
    var slowest = 0.0
    var description: String {
      "\(sound) sound, \(refused) refused (\(crashes) crashes, \(loops) endless loops), "
        + "slowest \(slowest) s"
    }
  }

  @Test func `a damaged results file is read or refused, and ends neither show nor a resumed run`()
    throws
  {
    try Sample.withCalmRun(inMemory: true) { folder in
      let original = try partial(in: folder)
      var source = SeededSource(seed: 44)
      let commands = [
        ["show", "\(folder)/a.h5", "--top", "0"],
        Sample.run(folder, "a", "--workers", "0", "--resume", "--snapshot-every", "0"),
      ]
      // An endless call is given up after a second of work, not ten.
      let clock = try Shim.build("fast-clock", in: folder)
      let jobs = try commands.map { try RepeatedJob($0, in: folder, libraries: [clock]) }
      for job in jobs { try job.limitMemory(to: 2_000_000_000) }
      var tallies = [Tally(), Tally()]
      for number in 0..<Self.files {
        if number > 0, number % 500 == 0 { print("mutated results files: \(number); \(tallies)") }
        let bytes = original.mutated(&source)
        for (index, job) in jobs.enumerated() {
          try bytes.write(to: URL(fileURLWithPath: "\(folder)/a.h5"))
          try open("\(commands[index][0]), file \(number)", job, &tallies[index])
        }
      }
      print("mutated results files: \(Self.files); \(tallies)")
      for tally in tallies { #expect(tally.sound > 0 && tally.refused > 0) }
    }
  }

  @Test func `every command that reads answers a damaged results file, with little memory`() throws
  {
    try Sample.withCalmRun(inMemory: true) { folder in
      let original = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/calm.h5"))
      let file = "\(folder)/a.h5"
      let commands = [
        ["show", file, "--json", "--top", "0"], ["show", file, "--trial", "3"],
        ["compare", "\(folder)/calm.h5", file], ["watch", file, "--once"],
        ["verify", file, "--finding", "lyapunov-random"], ["report", file, "-o", "\(folder)/page"],
      ]
      try answers(commands, original, at: file, in: folder, files: Self.files)
    }
  }

  @Test func `spectrum answers a damaged model file, with little memory`() throws {
    try withTemporaryDirectory { folder in
      let original = try Data(contentsOf: URL(fileURLWithPath: Self.model))
      let file = "\(folder)/a.h5"
      try answers([["spectrum", file]], original, at: file, in: folder, files: Self.files)
    }
  }

  static let model = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("DynamicsTests/Fixtures/tanh-net.h5")
    .path

  /// Gives mutations of `original` to each command: it ends in time, with a code that it documents, within 2 GB.
  private func answers(
    _ commands: [[String]], _ original: Data, at file: String, in folder: String, files: Int
  ) throws {
    var source = SeededSource(seed: 45)
    let clock = try Shim.build("fast-clock", in: folder)
    let jobs = try commands.map { try RepeatedJob($0, in: folder, libraries: [clock]) }
    for job in jobs { try job.limitMemory(to: 2_000_000_000) }
    var codes: [Int32: Int] = [:]
    for number in 0..<files {
      let bytes = original.mutated(&source)
      // Pages take a hundred times as long as the rest.
      for (job, command) in zip(jobs, commands) where command[0] != "report" || number % 20 == 0 {
        try bytes.write(to: URL(fileURLWithPath: file))
        let (status, errors) = try job.answer(within: 10)
        #expect(
          status.map { [0, 1, 65].contains($0) } == true,
          "\(command[0]), file \(number): \(status.map(String.init) ?? "no end"), \(errors)")
        codes[status ?? -1, default: 0] += 1
      }
    }
    print("mutated files of \(commands.map { $0[0] }): \(files); exit codes \(codes)")
    #expect(codes[0, default: 0] > 0 && codes[65, default: 0] > 0)
  }

  private func open(_ name: String, _ job: RepeatedJob, _ tally: inout Tally) throws {
    let begin = Date()
    let (status, errors) = try job.answer(within: 10)
    #expect(
      status == 0 || status == 65, "\(name): \(status.map(String.init) ?? "no end"), \(errors)")
    // Where the library has spoilt the heap, the C library may say so first, in a line of its own.
    let isCrash = errors.hasSuffix("crashed on it\n")
    let words = isCrash ? errors.split(separator: "\n").suffix(1).joined() : errors
    #expect(status == 0 || words.hasPrefix("dynsweep: "), "\(name): \(errors)")
    tally.sound += status == 0 ? 1 : 0
    tally.refused += status == 65 ? 1 : 0
    tally.loops += errors.contains("came to no end with it") ? 1 : 0
    tally.crashes += isCrash ? 1 : 0
    tally.slowest = max(tally.slowest, Date().timeIntervalSince(begin))
  }

  /// The file of a run that was killed when it had closed some trials: both commands have something to do.
  private func partial(in folder: String) throws -> Data {
    let job = try Job(Sample.run(folder, "a", "--workers", "0"), fault: "kill:trial=3,step=9")
    #expect(job.end() == -SIGKILL, "\(job.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    for name in names where name.hasPrefix("a.h5.") {
      try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
    return try Data(contentsOf: URL(fileURLWithPath: "\(folder)/a.h5"))
  }
}
