import Foundation
import TestSupport
import Testing

/// A library that crashes on a file, or does not come back from it, as HDF5 does on some damaged ones: every command that
/// reads tells it as damage, and ends.
@Suite struct FailingLibraryTests {
  private static let crashes = ["crash", "abort", "mute", "stack"]

  @Test func `a crash inside the library is told as a damaged file by every reader`() throws {
    try Sample.withCalmRun { folder in
      let shim = try Shim.build("failing-reads", in: folder)
      let file = "\(folder)/calm.h5"
      for fault in Self.crashes {
        for arguments in Self.readers(of: file, folder) {
          let job = try Job(arguments, variables: ["LD_PRELOAD": shim, "READ_FAULT": fault])
          #expect(job.end() == 65, "\(fault), \(arguments): \(job.errors)")
          #expect(job.errors.contains("a damaged results file"), "\(arguments): \(job.errors)")
          #expect(job.errors.hasSuffix("crashed on it\n"), "\(arguments): \(job.errors)")
        }
      }
    }
  }

  @Test func `a clean-up of the library that crashes at the end of a process is not run`() throws {
    try Sample.withCalmRun { folder in
      let shim = try Shim.build("failing-cleanup", in: folder)
      let file = "\(folder)/calm.h5"
      let readers = Self.readers(of: file, folder)
      for arguments in readers + [Sample.run(folder, "fresh", "--workers", "0")] {
        let job = try Job(arguments, variables: ["LD_PRELOAD": shim])
        // The sample lacks what the finding needs.
        #expect(job.end() == (arguments[0] == "verify" ? 65 : 0), "\(arguments): \(job.errors)")
      }
    }
  }

  private static func readers(of file: String, _ folder: String) -> [[String]] {
    [
      ["show", file], ["show", file, "--trial", "0"], ["watch", file], ["compare", file, file],
      ["verify", file, "--finding", "rank-staircase"], ["report", file, "-o", "\(folder)/page"],
      Sample.run(folder, "calm", "--workers", "0", "--resume"),
    ]
  }

  @Test func `a crash inside the library on a model is told as one by spectrum`() throws {
    try withTemporaryDirectory { folder in
      let shim = try Shim.build("failing-reads", in: folder)
      for fault in Self.crashes {
        let job = try Job(
          ["spectrum", MutatedResultsTests.model],
          variables: ["LD_PRELOAD": shim, "READ_FAULT": fault])
        #expect(job.end() == 65, "\(fault): \(job.errors)")
        #expect(job.errors.hasSuffix("crashed on it\n"), "\(fault): \(job.errors)")
      }
    }
  }

  @Test(arguments: [["FIFO"], [MutatedResultsTests.model, "--inputs", "FIFO"]])
  func `a pipe is no model, and is not waited for`(words: [String]) throws {
    try withTemporaryDirectory { folder in
      try #require(mkfifo("\(folder)/pipe", 0o644) == 0)
      let job = try Job(["spectrum"] + words.map { $0 == "FIFO" ? "\(folder)/pipe" : $0 })
      #expect(job.end(within: 10) == 65, "\(job.errors)")
      #expect(job.errors.contains("it is not a regular file"), "\(job.errors)")
    }
  }

  @Test func `a call that does not end is told as a damaged file after ten seconds of work`() throws
  {
    try Sample.withCalmRun { folder in
      let shim = try Shim.build("failing-reads", in: folder)
      let file = "\(folder)/calm.h5"
      let resumed = Sample.run(folder, "calm", "--workers", "0", "--resume")
      let jobs = try (allTestsAreWanted ? [["show", file], resumed] : [resumed]).map {
        try Job($0, variables: ["LD_PRELOAD": shim, "READ_FAULT": "loop"])
      }
      for job in jobs {
        #expect(job.end(within: 90) == 65, "\(job.errors)")
        #expect(job.errors.contains("a damaged results file"), "\(job.errors)")
        #expect(job.errors.hasSuffix("came to no end with it\n"), "\(job.errors)")
        // The other tests have the machine too; its own work is ten seconds.
        #expect(job.seconds > 9, "\(job.seconds)")
      }
    }
  }

  @Test(.enabled(if: allTestsAreWanted, "a minute of work"))
  func `calls that take long but end are let be, however many`() throws {
    try Sample.withCalmRun { folder in
      let shim = try Shim.build("failing-reads", in: folder)
      let job = try Job(
        ["show", "\(folder)/calm.h5"], variables: ["LD_PRELOAD": shim, "READ_FAULT": "slow"])
      #expect(job.end(within: 300) == 0, "\(job.errors)")
      #expect(job.seconds > 12, "\(job.seconds)")
    }
  }

  @Test func `a crash of another's making stays a crash`() throws {
    try Sample.withCalmRun { folder in
      // While it trains, nobody is on guard.
      let job = try Job(
        Sample.run(folder, "a", "--workers", "0"), fault: "trap:trial=0,step=3")
      let status = try #require(job.end())
      #expect(status < 0, "\(status): \(job.errors)")
      #expect(!job.errors.contains("damaged"), "\(job.errors)")
    }
  }
}
