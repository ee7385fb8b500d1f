import Records

/// Which trials are blamed for the failures of workers.
///
/// Mostly it is known which trial a worker was running when it was lost. Where it had several tiny trials and had not
/// said which one it had begun, each of them is a suspect and runs alone from then on; the first one that loses a
/// worker alone is charged with the earlier failure too, and the others are cleared.
///
/// If many workers are lost at once, no trial is charged; only one that was at hand in several such failures is blamed.
struct WorkerFailures {
  /// The workers that each charged trial has cost.
  private var workersLost: [TrialID: [WorkerID]] = [:]
  /// In how many failures of many workers at once each trial was the only one at hand.
  private var massFailures: [TrialID: Int] = [:]
  /// The unexplained failure that each suspected trial may have caused.
  private var suspicion: [TrialID: Int] = [:]
  /// The worker of each unexplained failure; it is removed once the failure is explained.
  private var unexplained: [Int: WorkerID] = [:]
  private var nextFailure = 0

  init() {}

  /// The failures so far, for a later run to start from.
  var history: FailureHistory {
    let groups = Dictionary(grouping: suspicion.keys) { suspicion[$0] ?? -1 }
    return FailureHistory(
      charged: workersLost.mapValues(\.count), shared: massFailures,
      suspected: groups.filter { unexplained[$0.key] != nil }.sorted { $0.key < $1.key }
        .map { $0.value.sorted() })
  }

  /// Whether the trial must be the only one in its batch.
  func mustRunAlone(_ trial: TrialID) -> Bool {
    if !workersLost.isEmpty, workersLost[trial] != nil { return true }
    guard !unexplained.isEmpty, let failure = suspicion[trial] else { return false }
    return unexplained[failure] != nil
  }

  /// Charges a trial with the failure of `worker`.
  ///
  /// - Returns: All workers that the trial has cost.
  mutating func charge(_ trial: TrialID, with worker: WorkerID) -> [WorkerID] {
    let charged = wouldCharge(trial, with: worker)
    if let failure = suspicion.removeValue(forKey: trial) { unexplained[failure] = nil }
    workersLost[trial] = charged
    return charged
  }

  /// All workers that the trial would have cost if it were charged with the failure of `worker`.
  func wouldCharge(_ trial: TrialID, with worker: WorkerID) -> [WorkerID] {
    let earlier = suspicion[trial].flatMap { unexplained[$0] }
    return workersLost[trial, default: []] + [earlier, worker].compactMap(\.self)
  }

  /// Notes that a trial was at hand when many workers were lost.
  ///
  /// - Returns: How often that has happened to the trial.
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

  /// Withdraws the charges for `worker`, which speaks again, so that no trial has ended it.
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
