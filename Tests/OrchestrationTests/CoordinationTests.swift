import Foundation
import MessagePassing
import Orchestration
import Platform
import Records
import Results
import Scheduling
import SweepFiles
import Synchronization
import Testing

private let payload: [UInt8] = [3]

private func makeRunner(_ payload: [UInt8]) throws -> ArithmeticRunner {
  guard let factor = payload.first, factor > 0 else { throw Odd() }
  return ArithmeticRunner(factor: Double(factor))
}

private func here(_ machine: String = "none") -> WorkerDescription {
  // Another host: threads have no process of their own to be watched.
  WorkerDescription(ProcessIdentity(identifier: 0, host: "nowhere"), machine: machine)
}

/// Starts `count` workers as threads; the coordinator's transport is returned.
private func startWorkers(
  _ count: Int, stepSeconds: Double = 0, steps: Int = 3
) -> MemoryTransport {
  let post = MemoryPost(size: count + 1)
  for rank in 1...count {
    Thread.detachNewThread {
      let transport = MemoryTransport(rank: rank, size: count + 1, post: post)
      let worker = Worker(transport, as: here("kernel \(rank)")) { payload in
        var runner = try makeRunner(payload)
        runner.stepSeconds = stepSeconds
        runner.steps = steps
        return runner
      }
      try? worker.run()
    }
  }
  return MemoryTransport(rank: 0, size: count + 1, post: post)
}

private func job(_ trials: Int, closed: Set<TrialID> = []) -> SweepJob {
  SweepJob(
    payload: payload, flops: (0..<trials).map { Double(1 + $0 % 5) }, closed: closed)
}

private func alone(_ trials: Int) throws -> KeepingSink {
  var runner = try makeRunner(payload)
  var sink = KeepingSink()
  let ending = try runInProcess(
    job(trials), runner: &runner, sink: &sink, isInterrupted: { false })
  #expect(ending == .finished)
  return sink
}

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

/// A message to or from worker 2 breaks off, the 20th of its kind.
private struct BreakingTransport: Transport {
  let whole: MemoryTransport
  let breaksSending: Bool
  private var count = 0

  init(_ whole: MemoryTransport, breaksSending: Bool) {
    self.whole = whole
    self.breaksSending = breaksSending
  }

  var rank: Int { whole.rank }
  var size: Int { whole.size }
  var unsentCount: Int { 0 }

  private mutating func pass(to worker: Int) throws {
    count += worker == 2 ? 1 : 0
    if worker == 2, count == 20 {
      throw MessagePassingError.lost(process: 2, explanation: "no such process")
    }
  }

  mutating func send(_ bytes: [UInt8], to destination: Int) throws {
    if breaksSending { try pass(to: destination) }
    whole.send(bytes, to: destination)
  }

  mutating func receive() throws -> Message? {
    let message = whole.receive()
    if !breaksSending, let message { try pass(to: message.source) }
    return message
  }

  func abandon(_ process: Int) {}
}

@Test(arguments: [true, false])
func `a worker whose message breaks off is lost and its trials are run by others`(
  breaksSending: Bool
) throws {
  let expected = try alone(200)
  var lost: [String] = []
  let coordinator = Coordinator(
    BreakingTransport(startWorkers(2, stepSeconds: 0.001), breaksSending: breaksSending),
    job: job(200), sink: KeepingSink(), as: here(),
    observer: SweepObserver(notice: {
      if case .lost(worker: 2, let reason) = $0 { lost.append(reason) }
    }),
    isInterrupted: { false })
  #expect(try coordinator.run() == .finished)
  #expect(lost == ["no such process"])
  #expect(coordinator.sink.rows == expected.rows)
  #expect(coordinator.sink.closings == expected.closings)
}

/// Worker 2 is gone after its 20th message; with some MPIs whoever writes to it then waits for ever.
private struct LosingTransport: Transport {
  let whole: MemoryTransport
  /// Takes what is written to it once it is gone.
  let nobody: MemoryPost
  private var count = 0

  init(_ whole: MemoryTransport, nobody: MemoryPost) {
    (self.whole, self.nobody) = (whole, nobody)
  }

  var rank: Int { whole.rank }
  var size: Int { whole.size }
  var unsentCount: Int { 0 }
  private var isGone: Bool { count >= 20 }

  func send(_ bytes: [UInt8], to destination: Int) {
    if destination == 2, isGone {
      nobody.put(Message(source: rank, bytes: bytes), to: 0)
    } else {
      whole.send(bytes, to: destination)
    }
  }

  mutating func receive() throws -> Message? {
    guard let message = whole.receive() else { return nil }
    guard message.source == 2 else { return message }
    if isGone { return nil }
    count += 1
    if isGone { throw MessagePassingError.lost(process: 2, explanation: "gone") }
    return message
  }

  func abandon(_ process: Int) {}
}

@Test func `nothing is written to a worker that is gone`() throws {
  let nobody = MemoryPost(size: 1)
  let transport = startWorkers(2, stepSeconds: 0.001)
  let coordinator = Coordinator(
    LosingTransport(transport, nobody: nobody), job: job(200), sink: KeepingSink(),
    as: here(), isInterrupted: { false })
  #expect(try coordinator.run() == .finished)
  #expect(coordinator.sink.closings.count == 200)
  #expect(coordinator.lostWorkers == [2])
  #expect(nobody.take(at: 0) == nil)
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

@Test func `a worker that sends rubbish is given up and its trials go to another`() throws {
  let transport = startWorkers(2)
  // From worker 2, as it seems: a record that ends in the middle.
  transport.post.put(.init(source: 2, bytes: [71, 0, 0, 0]), to: 0)
  let coordinator = Coordinator(
    transport, job: job(100), sink: KeepingSink(), as: here(), isInterrupted: { false })
  #expect(try coordinator.run() == .finished)
  #expect(coordinator.sink.closings.values.allSatisfy { $0.count == 1 })
  #expect(coordinator.sink.closings.count == 100)
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

@Test func `a trial that records often is heard by its records`() throws {
  // Three patiences a trial, a record every other millisecond: no time for other heartbeats.
  var dense = job(2)
  dense.setPatience(0.5)
  var notices: [String] = []
  let coordinator = Coordinator(
    startWorkers(2, stepSeconds: 0.002, steps: 750), job: dense, sink: KeepingSink(),
    as: here(),
    observer: SweepObserver(notice: {
      if case .lost(_, let reason) = $0 { notices.append(reason) }
    }),
    isInterrupted: { false })
  #expect(try coordinator.run() == .finished)
  #expect(notices == [])
  #expect(coordinator.sink.rows.values.allSatisfy { $0.count == 750 })
}

@Test func `a worker that waits for its sweep notices that the coordinator is gone`() throws {
  let child = Process()
  child.executableURL = URL(fileURLWithPath: "/bin/sleep")
  child.arguments = ["60"]
  try child.run()
  let identifier = child.processIdentifier
  let stat = try String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8)
  // The kernel's words for this process, but for the number and the start, field 22.
  var words = ProcessIdentity.this.text.split(separator: " ").map(String.init)
  words[0] = "\(identifier)"
  words[3] = String(stat.split(separator: " ")[21])
  let coordinator = try #require(ProcessIdentity(words.joined(separator: " ")))
  let post = MemoryPost(size: 2)
  var link = MemoryTransport(rank: 0, size: 2, post: post)
  introduceCoordinator(WorkerDescription(coordinator, machine: "none"), over: &link)
  let begin = Date()
  Thread.detachNewThread {
    usleep(500_000)
    kill(identifier, SIGKILL)
  }
  let worker = Worker(
    MemoryTransport(rank: 1, size: 2, post: post), as: here(), makeRunner: makeRunner)
  #expect(throws: OrchestrationError.self) { try worker.run() }
  let seconds = Date().timeIntervalSince(begin)
  #expect(seconds > 0.4 && seconds < 10)
}
