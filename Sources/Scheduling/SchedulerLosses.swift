/// Which trials are held to blame for the loss of workers.
///
/// Mostly it is known what a worker was doing when it was lost. Where it had several tiny trials and had not said which
/// one it was at, each of them is a suspect and runs alone from then on; the first one that loses a worker alone is
/// charged with the earlier loss too, and the others are cleared.
///
/// Many workers lost at once are no trial's doing; only one that was at hand in several such losses is held to blame.
struct SchedulerLosses {
  /// The workers that each charged trial has cost.
  private var workersLost: [Int: [Int]] = [:]
  /// In how many losses of many workers at once each trial was at hand alone.
  private var massLosses: [Int: Int] = [:]
  /// The unexplained loss that a trial is suspected of.
  private var suspicion: [Int: Int] = [:]
  /// The worker of each unexplained loss; gone once that is explained.
  private var unexplained: [Int: Int] = [:]
  private var nextLoss = 0

  init() {}

  /// For a later run to start from.
  var history: LossHistory {
    let groups = Dictionary(grouping: suspicion.keys) { suspicion[$0] ?? -1 }
    return LossHistory(
      charged: workersLost.mapValues(\.count), shared: massLosses,
      suspected: groups.filter { unexplained[$0.key] != nil }.sorted { $0.key < $1.key }
        .map { $0.value.sorted() })
  }

  /// Whether the trial must run with no other in its batch.
  func mustRunAlone(_ trial: Int) -> Bool {
    if !workersLost.isEmpty, workersLost[trial] != nil { return true }
    guard !unexplained.isEmpty, let loss = suspicion[trial] else { return false }
    return unexplained[loss] != nil
  }

  /// Charges one trial with the loss of `worker`.
  ///
  /// - Returns: All workers that it has cost.
  mutating func charge(_ trial: Int, with worker: Int) -> [Int] {
    if let loss = suspicion.removeValue(forKey: trial),
      let earlier = unexplained.removeValue(forKey: loss)
    {
      workersLost[trial, default: []].append(earlier)
    }
    workersLost[trial, default: []].append(worker)
    return workersLost[trial, default: []]
  }

  /// Notes that a trial was at hand when many workers were lost.
  ///
  /// - Returns: How often that has happened to it.
  mutating func share(_ trial: Int, times count: Int = 1) -> Int {
    massLosses[trial, default: 0] += count
    return massLosses[trial, default: 0]
  }

  /// Suspects several trials of the loss of `worker`.
  mutating func suspect(_ trials: [Int], of worker: Int) {
    unexplained[nextLoss] = worker
    for trial in trials { suspicion[trial] = nextLoss }
    nextLoss += 1
  }

  /// Takes the charge back: `worker` speaks again, so that nothing killed it.
  mutating func acquit(_ worker: Int) {
    for (trial, workers) in workersLost where workers.contains(worker) {
      let left = workers.filter { $0 != worker }
      workersLost[trial] = left.isEmpty ? nil : left
    }
    unexplained = unexplained.filter { $0.value != worker }
    suspicion = suspicion.filter { unexplained[$0.value] != nil }
  }

  /// Forgets a trial that is closed.
  mutating func clear(_ trial: Int) {
    if !suspicion.isEmpty { suspicion[trial] = nil }
    if !workersLost.isEmpty { workersLost[trial] = nil }
    if !massLosses.isEmpty { massLosses[trial] = nil }
  }
}
