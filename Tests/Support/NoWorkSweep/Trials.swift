import Foundation
import Orchestration
import Records
import Scheduling

/// Trials that train nothing: they report numbers that depend on the trial alone, after as much busy waiting as asked.
struct NoWorkRunner: TrialRunner {
  let options: Options

  mutating func run(
    trial: TrialID, attempt: Attempt, report: (CheckpointRecord) throws -> Void,
    heartbeat: (_ step: Int) throws -> Void
  ) throws -> TrialOutcome {
    if trial.number == options.killer, attempt.number <= options.kills { raise(SIGKILL) }
    if options.work > 0 { try wait(options.work * options.cost(of: trial.number), heartbeat) }
    for checkpoint in 0..<options.checkpoints {
      let values = (0..<options.values).map { Double(trial.number) + Double(checkpoint + $0) / 64 }
      try report(CheckpointRecord(checkpoint: checkpoint, step: checkpoint, values: values))
    }
    if options.failing > 0 { return .failed(reason: "asked to") }
    return .complete(steps: options.checkpoints)
  }

  private func wait(_ seconds: Double, _ heartbeat: (Int) throws -> Void) throws {
    let end = Date().timeIntervalSinceReferenceDate + seconds
    var step = 0
    while Date().timeIntervalSinceReferenceDate < end {
      try heartbeat(step)
      step += 1
    }
  }
}

/// Counts what it is given, and checks that each trial is closed once, after all its records.
struct CountingSink: RecordSink {
  private(set) var records = 0
  private(set) var sum = 0.0
  private(set) var closings: [UInt8]
  private(set) var reasons: [String] = []
  private(set) var attempts = 0
  private(set) var flushes = 0
  private(set) var closedWithoutRecords = 0
  private var recordCounts: [UInt16]
  private let checkpoints: Int

  init(_ options: Options) {
    closings = Array(repeating: 0, count: options.trials)
    recordCounts = Array(repeating: 0, count: options.trials)
    checkpoints = options.checkpoints
  }

  mutating func record(_ record: CheckpointRecord, of trial: TrialID) {
    records += 1
    recordCounts[trial.number] += 1
    sum += record.values.reduce(0, +)
  }

  mutating func setStatus(_ record: TrialRecord) {
    guard record.status.isClosed else { return }
    closings[record.trial.number] += 1
    attempts = max(attempts, record.attempts ?? 0)
    if recordCounts[record.trial.number] < checkpoints { closedWithoutRecords += 1 }
    if let reason = record.reason { reasons.append("trial \(record.trial): \(reason)") }
  }

  mutating func flush() { flushes += 1 }
}
