import Foundation
import Logging
@testable import Orchestration
import Records
import Scheduling
import Synchronization
import Testing

/// Keeps the names of what is logged.
private final class LoggedNames: Sendable {
  let names = Mutex<[String]>([])

  func logger(_ level: Logger.Level) -> Logger {
    Logger(label: "test") { _ in Handler(logLevel: level, names: self) }
  }

  private struct Handler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    let names: LoggedNames

    init(logLevel: Logger.Level, names: LoggedNames) {
      self.logLevel = logLevel
      self.names = names
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      names.names.withLock { $0.append("\(event.message)") }
    }
  }
}

private func names(at level: Logger.Level) throws -> [String] {
  let logged = LoggedNames()
  var observer = SweepObserver()
  observer.logger = logged.logger(level)
  var runner = ArithmeticRunner(factor: 2)
  var sink = KeepingSink()
  let job = SweepJob(flops: [1, 1, 1])
  let ending = try runInProcess(
    job, runner: &runner, sink: &sink, observer: observer, isInterrupted: { false })
  #expect(ending == .finished)
  return logged.names.withLock { $0 }
}

@Test func `a log tells of each trial's way, and of each flush, as much as its level asks`() throws
{
  let debug = try names(at: .debug)
  for name in ["began", "finished"] {
    #expect(debug.count { $0 == name } == 3, "\(name)")
  }
  #expect(debug.contains("assign"))
  #expect(debug.first == "arrived" && debug.last == "flushed")
  #expect(!debug.contains("checkpoint"))
  #expect(try names(at: .trace).count { $0 == "checkpoint" } == 9)
  #expect(try names(at: .info) == ["arrived"])
  #expect(try names(at: .critical).isEmpty)
}

@Test
func `assignments are logged with the attempt where it is not the first, and not all of many`() {
  let few = [Assignment(trial: 4, attempt: 1), Assignment(trial: 6, attempt: 2)]
  #expect(few.logText == "4,6/2")
  let many = (0..<25).map { Assignment(trial: TrialID($0), attempt: 1) }
  #expect(many.logText.hasPrefix("0,1,2,") && many.logText.hasSuffix(",19 and 5 more"))
}
