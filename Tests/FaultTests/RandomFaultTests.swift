import Foundation
import Results
import TestSupport
import Testing

/// Every fault of the table, at random moments of runs under MPI; `DYNSWEEP_TEST_ROUNDS` says how many.
@Suite(.serialized) struct RandomFaultTests {
  private static let faults = rounds(0, all: 42)
  /// Scenes mostly sleep: so many at a time.
  private static let lanes = 3

  @Test(.enabled(if: faults > 0, "minutes"))
  func `whatever befalls a run, it or the next one ends with a calm run's results`() throws {
    try Sample.withCalmRun { folder in
      let found = Found()
      DispatchQueue.concurrentPerform(iterations: Self.lanes) { lane in
        var random = SeededSource(seed: 2026 + UInt64(lane))
        while found.report.faults < Self.faults {
          let place = "\(folder)/\(lane)"
          do {
            let scene = try FaultScene(in: place, calm: "\(folder)/calm.h5", &random)
            found.add(try scene.play(&random))
          } catch { found.note("\(error)") }
          try? FileManager.default.removeItem(atPath: place)
        }
      }
      let report = found.report
      print("random faults: \(report)")
      #expect(report.mistakes.isEmpty)
      #expect(report.failed == 0 && report.lost == 0 && report.repeated == 0)
      #expect(report.different == 0 && report.touched == 0)
      #expect(Set(report.struck.keys) == Set(Fault.allCases))
    }
  }

  /// What several lanes find together.
  private final class Found: @unchecked Sendable {
    private let lock = NSLock()
    private var current = FaultReport()

    var report: FaultReport { lock.withLock { current } }

    func add(_ report: FaultReport) {
      lock.withLock {
        current.add(report)
        if current.scenes % 20 == 0 { print("random faults: \(current)") }
      }
    }

    func note(_ mistake: String) { lock.withLock { current.mistakes.append(mistake) } }
  }
}

/// What became of sweeps that faults befell.
struct FaultReport: CustomStringConvertible {
  var scenes = 0
  var struck: [Fault: Int] = [:]
  /// Exit codes of the runs that were struck.
  var codes: [Int32: Int] = [:]
  /// Trials that are failed, and none should be.
  var failed = 0
  /// Trials that the last run did not complete, and rows and statuses that were acknowledged and are not in the file.
  var lost = 0
  /// Trials that were acknowledged to be complete more than once.
  var repeated = 0
  /// Files that are not bit for bit the calm run's.
  var different = 0
  /// Files of others that were touched.
  var touched = 0
  /// Whatever else was not as it should be.
  var mistakes: [String] = []

  var faults: Int { struck.values.reduce(0, +) }

  mutating func add(_ other: FaultReport) {
    scenes += other.scenes
    struck.merge(other.struck, uniquingKeysWith: +)
    codes.merge(other.codes, uniquingKeysWith: +)
    failed += other.failed
    lost += other.lost
    repeated += other.repeated
    different += other.different
    touched += other.touched
    mistakes += other.mistakes
  }

  var description: String {
    let kinds = Fault.allCases.map { "\($0) \(struck[$0, default: 0])" }.joined(separator: ", ")
    let ends = codes.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    return "\(faults) in \(scenes) runs (\(kinds)), exit codes \(ends.joined(separator: ", ")); "
      + "\(failed) failed, \(lost) lost, \(repeated) repeated, \(different) different, "
      + "\(touched) touched, \(mistakes)"
  }
}
