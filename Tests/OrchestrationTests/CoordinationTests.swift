import Foundation
import Orchestration
import Records
import Synchronization
import Testing

@Test(arguments: [1, 2, 4])
func `workers give the same rows as one process alone`(workers: Int) throws {
  let expected = try alone(500)
  let coordinator = Coordinator(
    startWorkers(workers), job: job(500), sink: KeepingSink(), as: here(),
    isInterrupted: { false })
  #expect(try coordinator.run() == .finished)
  #expect(coordinator.sink.rows == expected.rows)
  #expect(coordinator.sink.closings == expected.closings)
  #expect(coordinator.sink.reasons == expected.reasons)
  #expect(coordinator.sink.wasFlushedLast)
  #expect(coordinator.hasEveryoneLeft)
  #expect(coordinator.workers[1]?.machine == "kernel 1")
}

@Test func `each kind of end is recorded with its rows and its reason`() throws {
  let sink = try alone(20)
  #expect(sink.closings[0] == [.complete] && sink.rows[0]?.count == 3)
  #expect(sink.closings[7] == [.diverged] && sink.rows[7]?.count == 2)
  #expect(sink.closings[9] == [.failed] && sink.reasons[9] == "an odd end")
  #expect(sink.rows[4]?[2] == CheckpointRecord(checkpoint: 2, step: 20, values: [12, 2.0 / 3]))
}

@Test func `trials that are closed already are skipped`() throws {
  let coordinator = Coordinator(
    startWorkers(2), job: job(30, closed: Set(0..<20)), sink: KeepingSink(), as: here(),
    isInterrupted: { false })
  #expect(try coordinator.run() == .finished)
  #expect(coordinator.sink.closings.keys.sorted() == Array(20..<30))
}

@Test func `workers that come too late for any trial leave in good order`() throws {
  let coordinator = Coordinator(
    startWorkers(2), job: job(5, closed: Set(0..<5)), sink: KeepingSink(), as: here(),
    isInterrupted: { false })
  #expect(try coordinator.run() == .finished)
  #expect(coordinator.hasEveryoneLeft)
}

@Test func `an interruption stops trials at their next step and loses no row that arrived`() throws
{
  let start = Date()
  let coordinator = Coordinator(
    startWorkers(2, stepSeconds: 0.01, steps: 100_000), job: job(8), sink: KeepingSink(),
    as: here(), isInterrupted: { Date().timeIntervalSince(start) > 0.5 })
  #expect(try coordinator.run() == .interrupted)
  #expect(coordinator.hasEveryoneLeft)
  #expect(coordinator.sink.closings.isEmpty)
  #expect(coordinator.sink.rows.values.reduce(0) { $0 + $1.count } > 10)
  #expect(coordinator.sink.wasFlushedLast)
}

@Test func `an interruption ends a sweep in one process too`() throws {
  var runner = ArithmeticRunner(factor: 1, stepSeconds: 0.005, steps: 100_000)
  var sink = KeepingSink()
  let start = Date()
  let ending = try runInProcess(
    job(3), runner: &runner, sink: &sink,
    isInterrupted: { Date().timeIntervalSince(start) > 0.1 })
  #expect(ending == .interrupted)
  #expect(sink.closings.isEmpty && sink.wasFlushedLast)
}

@Test func `the end of a sweep in one process is reported once`() throws {
  var runner = ArithmeticRunner(factor: 1, stepSeconds: 0.05)
  var sink = KeepingSink()
  let closed = Mutex<[Int]>([])
  let ending = try runInProcess(
    job(2), runner: &runner, sink: &sink,
    observer: SweepObserver(progress: { step in closed.withLock { $0.append(step.closed) } }),
    isInterrupted: { false })
  #expect(ending == .finished)
  #expect(closed.withLock { $0.filter { $0 == 2 } } == [2])
}

@Test func `a sink that fails ends the sweep with its error and the workers leave`() {
  let coordinator = Coordinator(
    startWorkers(2), job: job(500), sink: KeepingSink(room: 100), as: here(),
    isInterrupted: { false })
  #expect(throws: KeepingSink.Full()) { _ = try coordinator.run() }
}

@Test func `where no worker can run the sweep its reason is told`() {
  var bad = job(5)
  bad.payload = [0]
  let coordinator = Coordinator(
    startWorkers(2), job: bad, sink: KeepingSink(), as: here(), isInterrupted: { false })
  #expect(throws: OrchestrationError.allUnfit(reason: "an odd end")) {
    _ = try coordinator.run()
  }
}

@Test func `a coordinator without workers refuses`() {
  let lonely = MemoryTransport(rank: 0, size: 1, post: MemoryPost(size: 1))
  let coordinator = Coordinator(
    lonely, job: job(5), sink: KeepingSink(), as: here(), isInterrupted: { false })
  #expect(throws: OrchestrationError.noWorkers) { _ = try coordinator.run() }
}

@Test func `progress counts up to the end and estimates the rest`() throws {
  let seen = Mutex<[SweepProgress]>([])
  let coordinator = Coordinator(
    startWorkers(2, stepSeconds: 0.005), job: job(40), sink: KeepingSink(), as: here(),
    observer: SweepObserver(progress: { step in seen.withLock { $0.append(step) } }),
    isInterrupted: { false })
  #expect(try coordinator.run() == .finished)
  let steps = seen.withLock { $0 }
  #expect(steps.map(\.closed) == steps.map(\.closed).sorted())
  #expect(steps.last?.closed == 40 && steps.last?.failed == 4 && steps.last?.diverged == 4)
  #expect(steps.contains { ($0.secondsLeft ?? 0) > 0 && $0.running == 2 })
}
