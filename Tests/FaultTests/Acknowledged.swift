import Foundation
import Records
import Results
import TestSupport
import Testing

/// What a run said to be in its file for certain (`DYNSWEEP_ACKNOWLEDGED`), before it died.
struct Acknowledged {
  private(set) var rows: [(trial: Int, checkpoint: Int)] = []
  /// The last status of each trial.
  private(set) var statuses: [Int: String] = [:]
  /// How often each trial was said to be complete.
  private(set) var completions: [Int: Int] = [:]

  init(_ log: String) {
    let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count == 3, let trial = Int(words[1]) else { continue }
      if words[0] == "status" {
        statuses[trial] = String(words[2])
        if words[2] == "complete" { completions[trial, default: 0] += 1 }
      } else if let checkpoint = Int(words[2]) {
        rows.append((trial, checkpoint))
      }
    }
  }

  var isEmpty: Bool { rows.isEmpty && statuses.isEmpty }
  var complete: [Int] { statuses.filter { $0.value == "complete" }.map(\.key) }

  /// What of it the file at `path` lacks, or has otherwise than the calm run's file.
  func missing(in path: String, calm: CalmRows) throws -> [String] {
    guard FileManager.default.fileExists(atPath: path) else {
      return isEmpty ? [] : ["there is no file"]
    }
    let found = try CalmRows(path)
    var missing = rows.filter { !found.hasRow($0.trial, $0.checkpoint, like: calm) }.map {
      "row \($0.trial) \($0.checkpoint)"
    }
    missing += complete.filter { found.statuses[$0] != .complete }.map { "status \($0)" }
    // What the file calls complete has all its rows, acknowledged or not.
    for trial in found.statuses.indices where found.statuses[trial] == .complete {
      for checkpoint in 0..<found.checkpoints
      where !found.hasRow(trial, checkpoint, like: calm) {
        missing.append("row \(trial) \(checkpoint) of a complete trial")
      }
    }
    return missing
  }
}

/// The rows of a results file.
struct CalmRows {
  let statuses: [TrialStatus]
  let checkpoints: Int
  private let columns: [[Double]]

  init(_ path: String) throws {
    let reader = try ResultsReader(path)
    statuses = try reader.statuses()
    checkpoints = reader.checkpointCount
    var columns: [[Double]] = []
    for name in ["step", "train_loss", "validation_loss", "gradient_norm", "weight_norm"] {
      columns.append(try reader.values(of: name).values)
    }
    self.columns = columns
  }

  func hasRow(_ trial: Int, _ checkpoint: Int, like other: CalmRows) -> Bool {
    let place = trial * checkpoints + checkpoint
    return zip(columns, other.columns).allSatisfy {
      $0[place].bitPattern == $1[place].bitPattern
    }
  }
}
