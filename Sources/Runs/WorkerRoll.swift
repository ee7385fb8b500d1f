import Foundation
import Records

/// The workers of one launch by what they compute on, as far as last bits hang on it; the results file records those that
/// differ from the coordinator.
struct WorkerRoll {
  /// What is new with a worker.
  struct News: Equatable {
    /// Whether `runs` has changed.
    var isRecorded = false
    /// What people should know.
    var warning: String?
  }

  /// Machines that differ from the coordinator's, each with its workers.
  private(set) var runs: [RecordedRun] = []
  private let own: MachineReport
  private var workers: [[WorkerID]] = []
  private var kernels: Set<String>
  /// Where in `runs` a machine is, as a worker has told of it: hosts tell the same of all their workers.
  private var places: [String: Int?] = [:]

  init(_ own: MachineReport) {
    self.own = own
    kernels = [own.blas.fullName]
  }

  /// Takes a worker that computes on `machine`, which is a machine's report in JSON.
  mutating func add(_ worker: WorkerID, on machine: String) -> News {
    var news = News()
    if places[machine] == nil { news.warning = add(machine) }
    guard let place = places[machine] ?? nil else { return news }
    workers[place].append(worker)
    runs[place].workers = Self.ranges(workers[place].sorted())
    news.isRecorded = true
    return news
  }

  /// - Returns: What is to be said where its kernel is another one than those before.
  private mutating func add(_ machine: String) -> String? {
    places[machine] = .some(nil)
    guard let report = try? decoded(MachineReport.self, from: machine),
      report.arithmetic != own.arithmetic
    else { return nil }
    var place = runs.firstIndex { $0.environment.arithmetic == report.arithmetic }
    if place == nil {
      place = runs.count
      workers.append([])
      runs.append(
        RecordedRun(
          from: Date().formatted(.iso8601), software: ProgramVersion.software,
          environment: report))
    }
    places[machine] = place
    guard kernels.insert(report.blas.fullName).inserted else { return nil }
    return
      "the ranks run different BLAS kernels (\(kernels.sorted().joined(separator: ", "))): results then "
      + "differ in their last bits; export OPENBLAS_CORETYPE alike on all hosts, and use one version of OpenBLAS"
  }

  /// Numbers in order, as `1-3,7`.
  static func ranges(_ workers: [WorkerID]) -> String {
    var ranges: [ClosedRange<WorkerID>] = []
    for worker in workers {
      if let last = ranges.last, worker <= last.upperBound.advanced(by: 1) {
        ranges[ranges.count - 1] = last.lowerBound...worker
      } else {
        ranges.append(worker...worker)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ",")
  }
}
