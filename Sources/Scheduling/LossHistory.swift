/// The workers that trials have cost so far, for a later run of the sweep to start from: otherwise a trial that ends
/// its workers would end those of every run.
package struct LossHistory: Codable, Equatable, Sendable {
  /// How many workers each trial has cost.
  package var charged: [Int: Int]
  /// In how many losses of many workers at once each trial was at hand, for which none is charged; nil in old files.
  package var shared: [Int: Int]?
  /// Of each loss that is not explained yet, the trials that may have caused it.
  package var suspected: [[Int]]

  package init(charged: [Int: Int] = [:], shared: [Int: Int] = [:], suspected: [[Int]] = []) {
    self.charged = charged
    self.shared = shared
    self.suspected = suspected
  }

  package var isEmpty: Bool { charged.isEmpty && suspected.isEmpty && shared?.isEmpty ?? true }
}

extension SchedulerLosses {
  /// Stands for a worker of an earlier run.
  static let earlierWorker = -1

  init(_ history: LossHistory) {
    for trials in history.suspected { suspect(trials, of: Self.earlierWorker) }
    for (trial, count) in history.charged {
      for _ in 0..<count { _ = charge(trial, with: Self.earlierWorker) }
    }
    for (trial, count) in history.shared ?? [:] { _ = share(trial, times: count) }
  }
}
