import Foundation
import Results
import TestSupport
import Testing

/// Results files with some bytes changed, opened by the program. HDF5 trusts some of a file's numbers blindly: where it
/// crashes on one, that must be told as damage.
@Suite(.serialized) struct MutatedResultsTests {
  private static let files = allTestsAreWanted ? 10_000 : 60

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
      var tallies = [Tally(), Tally()]
      for number in 0..<Self.files {
        if number > 0, number % 500 == 0 { print("mutated results files: \(number); \(tallies)") }
        let bytes = mutated(original, &source)
        for (index, job) in jobs.enumerated() {
          try bytes.write(to: URL(fileURLWithPath: "\(folder)/a.h5"))
          try open("\(commands[index][0]), file \(number)", job, &tallies[index])
        }
      }
      print("mutated results files: \(Self.files); \(tallies)")
      for tally in tallies { #expect(tally.sound > 0 && tally.refused > 0) }
    }
  }

  private func open(_ name: String, _ job: RepeatedJob, _ tally: inout Tally) throws {
    let begin = Date()
    let (status, errors) = try job.run(within: 90)
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

  /// `original` with one to eight bits flipped, or a stretch overwritten, zeroed, copied from elsewhere, or cut off.
  private func mutated(_ original: Data, _ source: inout SeededSource) -> Data {
    var bytes = [UInt8](original)
    let kind = Int.random(in: 0..<10, using: &source)
    let place = Int.random(in: 0..<bytes.count, using: &source)
    let length = min(bytes.count - place, Int.random(in: 1...64, using: &source))
    switch kind {
    case 0:
      for i in place..<place + length { bytes[i] = UInt8.random(in: 0...255, using: &source) }
    case 1: for i in place..<place + length { bytes[i] = 0 }
    case 2:
      let from = Int.random(in: 0...bytes.count - length, using: &source)
      bytes.replaceSubrange(place..<place + length, with: Array(bytes[from..<from + length]))
    case 3: bytes.removeSubrange(place...)
    default:
      for _ in 0..<[1, 1, 1, 2, 4, 8][Int.random(in: 0..<6, using: &source)] {
        let bit = UInt8(1) << UInt8.random(in: 0..<8, using: &source)
        bytes[Int.random(in: 0..<bytes.count, using: &source)] ^= bit
      }
    }
    return Data(bytes)
  }
}
