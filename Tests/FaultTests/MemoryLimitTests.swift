import Foundation
import TestSupport
import Testing

/// Trials that take more memory than a control group has, as a scheduler's jobs are given.
@Suite(
  .serialized, .enabled(if: MemoryGroup.canBeMade, "no control group for memory can be made here"))
struct MemoryLimitTests {
  @Test func `a control group's limit is the memory that doctor tells`() throws {
    let group = try MemoryGroup(bytes: 1_500_000_000)
    let program = productsDirectory.appendingPathComponent("dynsweep").path
    let outcome = try run("/bin/sh", ["-c", "\(group.entry); exec '\(program)' doctor"])
    #expect(outcome.output.contains("1.5 GB of "), "\(outcome.output)")
    #expect(outcome.output.contains("(a control group) of memory"))
  }

  @Test(arguments: [true, false])
  func `a trial whose workers the kernel kills for their memory is failed and the rest completes`(
    isWholeJobLimited: Bool
  ) throws {
    try Sample.withCalmRun { folder in
      // Three processes of some 60 MB.
      let group = try MemoryGroup(bytes: 500_000_000)
      let job = try Job(
        Sample.run(folder, "a", "--workers", "2", "--snapshot-every", "0.001"),
        fault: "slow;memory:trial=4,step=5", limits: isWholeJobLimited ? group.entry : nil)
      if !isWholeJobLimited {
        for rank in 1...2 {
          var worker: Int32?
          _ = job.wait {
            worker = job.rank(rank)
            return worker != nil
          }
          try group.add(try #require(worker, "\(job.errors)"))
        }
      }
      #expect(job.end() == 0, "\(job.errors)")
      #expect(group.kills == 2)
      try Sample.expectOnlyFourFailed(in: folder, reason: "were lost while they ran it")
    }
  }
}
