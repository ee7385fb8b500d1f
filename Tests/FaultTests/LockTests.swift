import Foundation
import Results
import TestSupport
import Testing

/// Who may write a file, also where the file system has no locks.
@Suite(.serialized) struct LockTests {
  @Test(arguments: allTestsAreWanted ? [0, 38, 95, 37] : [0, 38])
  func `a second run is refused, and one that was killed leaves no lock behind`(
    _ error: Int32
  ) throws {
    try Sample.withCalmRun { folder in
      let variables = try lockless(error, in: folder)
      for workers in allTestsAreWanted ? ["0", "2"] : [error == 0 ? "0" : "2"] {
        let arguments = Sample.run(folder, "a", "--workers", workers, "--resume")
        let first = try Job(arguments, fault: "slow", variables: variables)
        let file = "\(folder)/a.h5"
        try #require(
          first.wait { FileManager.default.fileExists(atPath: file) }, "\(first.errors)")
        let second = try Job(
          Sample.run(folder, "a", "--workers", "0", "--resume"), variables: variables)
        #expect(second.end() == 73)
        #expect(second.errors.contains("another run is writing it (process "), "\(second.errors)")
        first.killAll()
        let again = try Job(arguments, variables: variables)
        #expect(again.end() == 0, "\(again.errors)")
        try Sample.check(folder)
        try FileManager.default.removeItem(atPath: file)
      }
    }
  }

  @Test func `without locks a run on another host is believed until it has been silent for long`()
    throws
  {
    try Sample.withCalmRun { folder in
      let variables = try lockless(38, in: folder)
      let arguments = Sample.run(folder, "a", "--workers", "0")
      let lock = "\(folder)/a.h5.lock"
      try "process 1 on elsewhere".write(toFile: lock, atomically: true, encoding: .utf8)
      let refused = try Job(arguments, variables: variables)
      #expect(refused.end() == 73)
      #expect(refused.errors.contains("(process 1 on elsewhere)"), "\(refused.errors)")
      let past = Date(timeIntervalSinceNow: -400)
      try FileManager.default.setAttributes([.modificationDate: past], ofItemAtPath: lock)
      let again = try Job(arguments, variables: variables)
      #expect(again.end() == 0, "\(again.errors)")
      try Sample.check(folder)
    }
  }

  @Test func `a program that holds HDF5's own lock is told of, and overruled by the variable`()
    throws
  {
    try Sample.withCalmRun { folder in
      let job = try Job(Sample.run(folder, "a", "--workers", "0"), fault: "kill:trial=3,step=9")
      #expect(job.end() == -SIGKILL)
      let holder = Process()
      holder.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
      holder.arguments = ["--no-fork", "\(folder)/a.h5", "sleep", "60"]
      try holder.run()
      defer {
        // Not SIGTERM, which a process of Foundation's may have been given blocked.
        kill(holder.processIdentifier, SIGKILL)
        holder.waitUntilExit()
      }
      let arguments = Sample.run(folder, "a", "--workers", "0", "--resume")
      let flock = ["-n", "\(folder)/a.h5", "true"]
      while try TestSupport.run("/usr/bin/flock", flock).status == 0 { usleep(10_000) }
      let refused = try Job(arguments)
      #expect(refused.end() == 73, "\(refused.errors)")
      #expect(refused.errors.contains("another program has it open under HDF5's lock"))
      let forced = try Job(arguments, variables: ["HDF5_USE_FILE_LOCKING": "FALSE"])
      #expect(forced.end() == 0, "\(forced.errors)")
      try Sample.check(folder)
    }
  }

  /// - Parameter error: What locks fail with; 0 where they work.
  private func lockless(_ error: Int32, in folder: String) throws -> [String: String] {
    guard error != 0 else { return [:] }
    return [
      "LD_PRELOAD": try Shim.build("no-locks", in: folder), "NO_LOCKS_ERROR": "\(error)",
    ]
  }
}
