import Records

/// Which trials are held to blame for the failure of workers.
///
/// Mostly it is known what a worker was doing when it was lost. Where it had several tiny trials and had not said which
/// one it was at, each of them is a suspect and runs alone from then on; the first one that loses a worker alone is
/// charged with the earlier failure too, and the others are cleared.
///
/// Many workers lost at once are no trial's doing; only one that was at hand in several such failures is held to blame.
struct WorkerFailures {
  /// The workers that each charged trial has cost.
  private var workersLost: [TrialID: [WorkerID]] = [:]
  /// In how many failures of many workers at once each trial was at hand alone.
  private var massFailures: [TrialID: Int] = [:]
  /// The unexplained failure that a trial is suspected of.
  private var suspicion: [TrialID: Int] = [:]
  /// The worker of each unexplained failure; gone once that is explained.
  private var unexplained: [Int: WorkerID] = [:]
  private var nextFailure = 0

  init() {}

  /// For a later run to start from.
  var history: FailureHistory {
    let groups = Dictionary(grouping: suspicion.keys) { suspicion[$0] ?? -1 }
    return FailureHistory(
      charged: workersLost.mapValues(\.count), shared: massFailures,
      suspected: groups.filter { unexplained[$0.key] != nil }.sorted { $0.key < $1.key }
        .map { $0.value.sorted() })
  }

  /// Whether the trial must run with no other in its batch.
  func mustRunAlone(_ trial: TrialID) -> Bool {
    if !workersLost.isEmpty, workersLost[trial] != nil { return true }
    guard !unexplained.isEmpty, let failure = suspicion[trial] else { return false }
    return unexplained[failure] != nil
  }

  /// Charges one trial with the failure of `worker`.
  ///
  /// - Returns: All workers that it has cost.
  mutating func charge(_ trial: TrialID, with worker: WorkerID) -> [WorkerID] {
    if let failure = suspicion.removeValue(forKey: trial),
      let earlier = unexplained.removeValue(forKey: failure)
    {
      workersLost[trial, default: []].append(earlier)
    }
    workersLost[trial, default: []].append(worker)
    return workersLost[trial, default: []]
  }

  /// Notes that a trial was at hand when many workers were lost.
  ///
  /// - Returns: How often that has happened to it.
  mutating func share(_ trial: TrialID, times count: Int = 1) -> Int {
    massFailures[trial, default: 0] += count
    return massFailures[trial, default: 0]
  }

  /// Suspects several trials of the failure of `worker`.
  mutating func suspect(_ trials: [TrialID], of worker: WorkerID) {
    unexplained[nextFailure] = worker
    for trial in trials { suspicion[trial] = nextFailure }
    nextFailure += 1
  }

  /// Takes the charge back: `worker` speaks again, so that nothing killed it.
  mutating func acquit(_ worker: WorkerID) {
    for (trial, workers) in workersLost where workers.contains(worker) {
      let left = workers.filter { $0 != worker }
      workersLost[trial] = left.isEmpty ? nil : left
    }
    unexplained = unexplained.filter { $0.value != worker }
    suspicion = suspicion.filter { unexplained[$0.value] != nil }
  }

  /// Forgets a trial that is closed.
  mutating func clear(_ trial: TrialID) {
    if !suspicion.isEmpty { suspicion[trial] = nil }
    if !workersLost.isEmpty { workersLost[trial] = nil }
    if !massFailures.isEmpty { massFailures[trial] = nil }
  }
}
