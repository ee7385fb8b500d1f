import MessagePassing
import Records
import Scheduling
import Snapshots

/// What a worker says to the coordinator. Several messages travel together, so that many tiny trials cost few sends.
enum WorkerMessage: Equatable {
  /// I am this process.
  case hello(WorkerDescription)
  /// I can run trials, and have none.
  case ready
  /// I cannot run this sweep at all.
  case unfit(reason: String)
  /// I have begun this trial.
  case began(Assignment)
  /// I am at this step of a trial; nil where I have no trial.
  case heartbeat(Assignment?, step: Int)
  /// This trial has reached a checkpoint, with these numbers.
  case record(Assignment, CheckpointRecord)
  /// This trial has ended.
  case finished(FinishedAttempt)
  /// This trial has come to the checkpoint at which it is to wait, after so many seconds.
  case paused(Assignment, seconds: Double)
  /// I had not begun these trials and give them back.
  case returned([Assignment])
  /// A signal told me to end.
  case interrupted
  /// I have left.
  case goodbye

  fileprivate enum Kind: UInt8 {
    case hello = 65
    case ready, unfit, began, heartbeat, idle, record, finished, returned, interrupted, goodbye
    case paused
  }
}

extension MessageEncoder {
  mutating func append(_ message: WorkerMessage) {
    switch message {
    case .hello(let description):
      append(WorkerMessage.Kind.hello.rawValue)
      description.encode(to: &self)
    case .ready: append(WorkerMessage.Kind.ready.rawValue)
    case .unfit(let reason):
      append(WorkerMessage.Kind.unfit.rawValue)
      append(reason)
    case .began(let assignment):
      append(WorkerMessage.Kind.began.rawValue)
      append(assignment)
    case .heartbeat(let assignment?, let step):
      append(WorkerMessage.Kind.heartbeat.rawValue)
      append(assignment)
      append(step)
    case .heartbeat(nil, _): append(WorkerMessage.Kind.idle.rawValue)
    case .record(let assignment, let record): append(record, of: assignment)
    case .finished(let attempt): append(attempt)
    case .paused(let assignment, let seconds):
      append(WorkerMessage.Kind.paused.rawValue)
      append(assignment)
      append(seconds)
    case .returned(let assignments):
      append(WorkerMessage.Kind.returned.rawValue)
      append(assignments)
    case .interrupted: append(WorkerMessage.Kind.interrupted.rawValue)
    case .goodbye: append(WorkerMessage.Kind.goodbye.rawValue)
    }
  }

  private mutating func append(_ record: CheckpointRecord, of assignment: Assignment) {
    append(WorkerMessage.Kind.record.rawValue)
    append(assignment)
    append(record)
    append(record.kept)
  }

  private mutating func append(_ attempt: FinishedAttempt) {
    append(WorkerMessage.Kind.finished.rawValue)
    append(attempt.assignment)
    append(attempt.outcome.status.rawValue)
    append(attempt.seconds)
    append(attempt.outcome.steps)
    append(attempt.outcome.reason)
  }
}

extension MessageDecoder {
  /// The next message of the batch that `source` has sent; nil at its end.
  mutating func workerMessage(from source: Int) throws -> WorkerMessage? {
    guard !isAtEnd else { return nil }
    let kind = try integer(UInt8.self)
    switch WorkerMessage.Kind(rawValue: kind) {
    case .hello: return .hello(try WorkerDescription(from: &self))
    case .ready: return .ready
    case .unfit: return .unfit(reason: try text())
    case .began: return .began(try assignment())
    case .heartbeat: return .heartbeat(try assignment(), step: try integer())
    case .idle: return .heartbeat(nil, step: 0)
    case .record: return .record(try assignment(), try record().keeping(kept()))
    case .finished: return .finished(try finishedAttempt())
    case .paused: return .paused(try assignment(), seconds: try double())
    case .returned: return .returned(try assignments())
    case .interrupted: return .interrupted
    case .goodbye: return .goodbye
    case nil: throw OrchestrationError.unknownMessage(kind: kind, from: source)
    }
  }

  private mutating func finishedAttempt() throws(MessagePassingError) -> FinishedAttempt {
    let assignment = try assignment()
    let start = offset
    let code = try integer(Int8.self)
    guard let status = TrialStatus(rawValue: code), status.isClosed else {
      throw .invalid(reading: "how a trial ended", found: "\(code)", offset: start)
    }
    let seconds = try double()
    let outcome = TrialOutcome(status, steps: try integer(), reason: try text())
    return FinishedAttempt(assignment, outcome, seconds: seconds)
  }
}
