import Foundation
import MessagePassing
@testable import Orchestration
import Platform
import Records
import Testing

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

/// The identity of a process that has just ended.
private func endedProcess() throws -> ProcessIdentity {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/bin/cat")
  process.standardInput = Pipe()
  try process.run()
  let identity = try #require(ProcessIdentity(running: process.processIdentifier))
  // SIGTERM may be ignored, as it is here by other tests.
  kill(process.processIdentifier, SIGKILL)
  process.waitUntilExit()
  return identity
}

@Test func `a worker that died once it had said hello is lost, and nobody waits for it`() throws {
  let expected = try alone(20)
  var hello = MessageEncoder(reserving: 256)
  hello.append(WorkerMessage.hello(WorkerDescription(try endedProcess(), machine: "none")))
  let transport = startWorkers(1, size: 3)
  MemoryTransport(rank: 2, size: 3, post: transport.post).send(hello.bytes, to: 0)
  var lost: [String] = []
  let coordinator = Coordinator(
    transport, job: job(20), sink: KeepingSink(), as: here(),
    observer: SweepObserver(notice: {
      if case .lost(worker: 2, let reason) = $0 { lost.append(reason) }
    }),
    isInterrupted: { false })
  #expect(try coordinator.run() == .finished)
  #expect(lost == ["its process is gone"] && coordinator.lostWorkers == [2])
  // The one that is not seen is worker 1, a thread, which has said goodbye.
  #expect(!coordinator.mayAnyoneLinger)
  #expect(coordinator.sink.rows == expected.rows)
}
