import Foundation
import Logging
import Orchestration

/// How much a run logs of its events; each level includes the ones before it.
package enum LogLevel: String, CaseIterable, Sendable {
  /// Workers that arrive, leave, are lost and come back.
  case info
  /// Also trials that are assigned, recalled and ended, and flushes.
  case debug
  /// Also heartbeats and checkpoints.
  case trace

  fileprivate var level: Logger.Level {
    switch self {
    case .info: .info
    case .debug: .debug
    case .trace: .trace
    }
  }
}

extension Logger {
  /// The log of one rank of a run, with lines on standard error; silent where `level` is nil.
  static func ofRank(_ rank: Int, level: LogLevel?) -> Logger {
    guard let level else { return .silent }
    return Logger(label: "dynsweep") { _ in
      RankLogHandler(rank: rank, logLevel: level.level)
    }
  }
}

/// Writes a line for each entry: the time, the rank, the level, the name of the event, and its facts.
///
///     2026-11-29T16:56:10.123Z rank 0 debug: assign trials=4,5 worker=3
struct RankLogHandler: LogHandler {
  let rank: Int
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]
  /// Takes the lines.
  var write: @Sendable (String) -> Void = { Console.say($0) }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let facts = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
      .map { " \($0.key)=\($0.value)" }.joined()
    let time = Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    write("\(time) rank \(rank) \(event.level): \(event.message)\(facts)")
  }
}
