import Foundation
import Orchestration

/// The time and the processor time since it was made.
struct Meter {
  private let start = Date()
  private let processorStart = Meter.processorSeconds

  var seconds: Double { Date().timeIntervalSince(start) }
  var processorSeconds: Double { Meter.processorSeconds - processorStart }

  private static var processorSeconds: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
      + 1e-6 * Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
  }
}

/// What a sweep of no work came to.
struct Report: Codable, Equatable {
  let ending: String
  let trials: Int
  /// Trials closed exactly once, and more than once.
  let closedOnce: Int
  let closedTwice: Int
  let closedWithoutRecords: Int
  let records: Int
  let sum: Double
  let mostAttempts: Int
  /// Trials that failed, and why the first of them did: of ten megabytes mpirun of Open MPI 5.0.7 passes on nothing.
  let failures: Int
  let reasons: [String]
  let lostWorkers: Int
  let seconds: Double
  let trialsPerSecond: Double
  /// Of one core.
  let coordinatorShare: Double

  init(_ ending: SweepEnding, _ sink: CountingSink, _ meter: Meter, lost: Int) {
    self.ending = "\(ending)"
    trials = sink.closings.count
    closedOnce = sink.closings.count { $0 == 1 }
    closedTwice = sink.closings.count { $0 > 1 }
    closedWithoutRecords = sink.closedWithoutRecords
    records = sink.records
    sum = sink.sum
    mostAttempts = sink.attempts
    failures = sink.reasons.count
    reasons = Array(sink.reasons.prefix(10))
    lostWorkers = lost
    seconds = meter.seconds
    trialsPerSecond = Double(closedOnce) / seconds
    coordinatorShare = meter.processorSeconds / seconds
  }

  func print() {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    guard let data = try? encoder.encode(self) else { return }
    FileHandle.standardOutput.write(data + Data("\n".utf8))
  }
}
