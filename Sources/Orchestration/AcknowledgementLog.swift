import Foundation
import Records

/// A log of what the results file holds for certain: lines `row TRIAL CHECKPOINT` and `status TRIAL STATUS`, written
/// once a flush has returned. Tests compare it with what is left after a crash.
///
/// The environment variable `DYNSWEEP_ACKNOWLEDGED` names the log's file.
final class AcknowledgementLog {
  private let descriptor: Int32
  private var waiting = ""

  /// - Parameter environment: This process's environment; there is no log where it names no file.
  init?(environment: [String: String] = ProcessInfo.processInfo.environment) {
    guard let path = environment["DYNSWEEP_ACKNOWLEDGED"] else { return nil }
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    if descriptor < 0 { return nil }
  }

  deinit { close(descriptor) }

  func note(_ record: CheckpointRecord, of trial: TrialID) {
    waiting += "row \(trial) \(record.checkpoint)\n"
  }

  func note(_ status: TrialStatus, of trial: TrialID) { waiting += "status \(trial) \(status)\n" }

  /// Writes all entries that were noted since the last call.
  func acknowledge() {
    guard !waiting.isEmpty else { return }
    let bytes = Array(waiting.utf8)
    waiting = ""
    _ = write(descriptor, bytes, bytes.count)
  }
}
