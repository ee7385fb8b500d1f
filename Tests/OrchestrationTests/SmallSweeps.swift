import Foundation
import Orchestration
import Platform
import Records
import Testing

let payload: [UInt8] = [3]

func makeRunner(_ payload: [UInt8]) throws -> ArithmeticRunner {
  guard let factor = payload.first, factor > 0 else { throw Odd() }
  return ArithmeticRunner(factor: Double(factor))
}

func here(_ machine: String = "none") -> WorkerDescription {
  // Another host: threads have no process of their own to be watched.
  WorkerDescription(ProcessIdentity(identifier: 0, host: "nowhere"), machine: machine)
}

/// Starts `count` workers as threads, of a job of `size` processes; the coordinator's transport is returned.
func startWorkers(
  _ count: Int, size: Int? = nil, stepSeconds: Double = 0, steps: Int = 3
) -> MemoryTransport {
  let size = size ?? count + 1
  let post = MemoryPost(size: size)
  for rank in 1...count {
    Thread.detachNewThread {
      let transport = MemoryTransport(rank: rank, size: size, post: post)
      let worker = Worker(transport, as: here("kernel \(rank)")) { payload in
        var runner = try makeRunner(payload)
        runner.stepSeconds = stepSeconds
        runner.steps = steps
        return runner
      }
      try? worker.run()
    }
  }
  return MemoryTransport(rank: 0, size: size, post: post)
}

func job(_ trials: Int, closed: Set<TrialID> = []) -> SweepJob {
  SweepJob(
    payload: payload, flops: (0..<trials).map { Double(1 + $0 % 5) }, closed: closed)
}

func alone(_ trials: Int) throws -> KeepingSink {
  var runner = try makeRunner(payload)
  var sink = KeepingSink()
  let ending = try runInProcess(
    job(trials), runner: &runner, sink: &sink, isInterrupted: { false })
  #expect(ending == .finished)
  return sink
}
