package import Logging
import Records
import Scheduling

extension Logger {
  /// A logger that writes nothing and evaluates no message.
  package static let silent = Logger(label: "dynsweep") { _ in SwiftLogNoOpLogHandler() }

  /// Logs an event, a decision or a message, if its level is wanted.
  func log(_ entry: some LogEntry) {
    log(level: entry.logLevel, "\(entry.logName)", metadata: entry.logMetadata)
  }
}

/// An event, a decision or a message as the log shows it: a name and the facts that belong to it.
protocol LogEntry {
  /// `info` for workers that come and go, `debug` for trials that are sent and end, `trace` for what happens all the
  /// time.
  var logLevel: Logger.Level { get }
  var logName: String { get }
  var logMetadata: Logger.Metadata { get }
}

extension SchedulerEvent: LogEntry {
  var logLevel: Logger.Level {
    switch self {
    case .heartbeat: .trace
    case .began, .finished, .paused, .released, .pruned, .returned: .debug
    case .arrived, .lost, .left, .wasAway, .interrupted: .info
    }
  }

  var logName: String {
    switch self {
    case .arrived: "arrived"
    case .heartbeat: "heartbeat"
    case .began: "began"
    case .finished: "finished"
    case .paused: "paused"
    case .released: "may go on"
    case .pruned: "pruned"
    case .returned: "returned"
    case .lost: "lost"
    case .left: "left"
    case .wasAway: "was away"
    case .interrupted: "interrupted"
    }
  }

  var logMetadata: Logger.Metadata {
    switch self {
    case .arrived(let worker), .heartbeat(let worker), .left(let worker): ["worker": "\(worker)"]
    case .began(let worker, let assignment):
      ["worker": "\(worker)", "trials": "\([assignment].logText)"]
    case .finished(let worker, let attempts):
      [
        "worker": "\(worker)", "trials": "\(attempts.map(\.assignment).logText)",
        "seconds": "\(attempts.reduce(0) { $0 + $1.seconds })",
      ]
    case .paused(let worker, let assignment, let seconds):
      [
        "worker": "\(worker)", "trials": "\([assignment].logText)", "seconds": "\(seconds)",
      ]
    case .released(let trial, let stretch):
      ["trial": "\(trial)", "until": "\(stretch.until.map(String.init) ?? "its end")"]
    case .pruned(let trial, let reason): ["trial": "\(trial)", "reason": "\(reason)"]
    case .returned(let worker, let assignments):
      ["worker": "\(worker)", "trials": "\(assignments.logText)"]
    case .lost(let worker, let reason): ["worker": "\(worker)", "reason": "\(reason)"]
    case .wasAway(let seconds): ["seconds": "\(seconds)"]
    case .interrupted: [:]
    }
  }
}

extension SchedulerDecision: LogEntry {
  var logLevel: Logger.Level {
    switch self {
    case .assign, .recall, .leave, .record: .debug
    case .drop, .readmit, .remember: .info
    }
  }

  var logName: String {
    switch self {
    case .assign: "assign"
    case .recall: "recall"
    case .leave: "let a trial be left"
    case .record: "record"
    case .drop: "give up"
    case .readmit: "readmit"
    case .remember: "remember failures"
    }
  }

  var logMetadata: Logger.Metadata {
    switch self {
    case .assign(let worker, let assignments), .recall(let worker, let assignments):
      return ["worker": "\(worker)", "trials": "\(assignments.logText)"]
    case .leave(let worker, let assignment):
      return ["worker": "\(worker)", "trials": "\([assignment].logText)"]
    case .record(let record):
      let reason = record.reason.map { ["reason": "\($0)"] as Logger.Metadata } ?? [:]
      return ["trial": "\(record.trial)", "status": "\(record.status)"].merging(reason) { $1 }
    case .drop(let worker, let reason): return ["worker": "\(worker)", "reason": "\(reason)"]
    case .readmit(let worker): return ["worker": "\(worker)"]
    case .remember(let failures): return ["charged": "\(failures.charged.count)"]
    }
  }
}

extension WorkerMessage: LogEntry {
  var logLevel: Logger.Level {
    switch self {
    case .heartbeat, .record: .trace
    case .began, .finished, .paused, .returned: .debug
    case .hello, .ready, .unfit, .interrupted, .goodbye: .info
    }
  }

  var logName: String {
    switch self {
    case .hello: "say hello"
    case .ready: "say ready"
    case .unfit: "say unfit"
    case .began: "begin"
    case .heartbeat: "send heartbeat"
    case .record: "send checkpoint"
    case .finished: "finish"
    case .paused: "pause"
    case .returned: "give back"
    case .interrupted: "say interrupted"
    case .goodbye: "say goodbye"
    }
  }

  var logMetadata: Logger.Metadata {
    switch self {
    case .began(let assignment): ["trials": "\([assignment].logText)"]
    case .heartbeat(let assignment, let step):
      ["trials": "\((assignment.map { [$0] } ?? []).logText)", "step": "\(step)"]
    case .record(let assignment, let record):
      ["trials": "\([assignment].logText)", "checkpoint": "\(record.checkpoint)"]
    case .finished(let attempt):
      [
        "trials": "\([attempt.assignment].logText)", "status": "\(attempt.outcome.status)",
        "steps": "\(attempt.outcome.steps)", "seconds": "\(attempt.seconds)",
      ]
    case .paused(let assignment, let seconds):
      ["trials": "\([assignment].logText)", "seconds": "\(seconds)"]
    case .returned(let assignments): ["trials": "\(assignments.logText)"]
    case .unfit(let reason): ["reason": "\(reason)"]
    case .hello, .ready, .interrupted, .goodbye: [:]
    }
  }
}

extension CoordinatorMessage: LogEntry {
  var logLevel: Logger.Level {
    switch self {
    case .ping: .trace
    case .assign, .recall, .leave: .debug
    case .introduction, .welcome, .readmit, .stop: .info
    }
  }

  var logName: String {
    switch self {
    case .introduction: "meet the coordinator"
    case .welcome: "am welcome"
    case .assign: "am assigned"
    case .recall: "am to give back"
    case .leave: "am to leave a trial"
    case .readmit: "am readmitted"
    case .ping: "hear a ping"
    case .stop: "am to leave"
    }
  }

  var logMetadata: Logger.Metadata {
    switch self {
    case .assign(let assignments), .recall(let assignments): ["trials": "\(assignments.logText)"]
    case .leave(let assignment): ["trials": "\([assignment].logText)"]
    case .introduction, .welcome, .readmit, .ping, .stop: [:]
    }
  }
}

extension [Assignment] {
  /// The trials of the first twenty, with the attempt where it is not the first: `4,5,6/2 and 20 more`.
  var logText: String {
    let shown = prefix(20).map { $0.attempt == 1 ? "\($0.trial)" : "\($0.trial)/\($0.attempt)" }
    return shown.joined(separator: ",") + (count > 20 ? " and \(count - 20) more" : "")
  }
}
