import Foundation
import Records

/// The workers of one launch, grouped by the machines that they compute on, as far as last bits depend on these. The
/// results file records machines that differ from the coordinator's.
struct WorkerRoll {
  /// What a new worker changes.
  struct News: Equatable {
    /// Whether `runs` has changed.
    var isRecorded = false
    /// A warning for people, where there is one.
    var warning: String?
  }

  /// The machines that differ from the coordinator's, each with its workers.
  private(set) var runs: [RecordedRun] = []
  private let own: MachineReport
  private var workers: [[WorkerID]] = []
  private var kernels: Set<String>
  /// The index in `runs` of each machine, by its report; nil for one like the coordinator's. All workers of a host send
  /// the same report.
  private var places: [String: Int?] = [:]

  init(_ own: MachineReport) {
    self.own = own
    kernels = [own.blas.fullName]
  }

  /// Adds a worker that computes on `machine`, a machine's report in JSON.
  mutating func add(_ worker: WorkerID, on machine: String) -> News {
    var news = News()
    if places[machine] == nil { news.warning = add(machine) }
    guard let place = places[machine] ?? nil else { return news }
    workers[place].append(worker)
    runs[place].workers = Self.ranges(workers[place].sorted())
    news.isRecorded = true
    return news
  }

  /// - Returns: A warning, if the machine's BLAS kernel differs from those before.
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

  /// The numbers, which are in order, as a text such as `1-3,7`.
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
