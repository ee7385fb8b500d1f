package import Records

/// The workers that trials have cost so far, for a later run of the sweep to start from: otherwise a trial that ends
/// its workers would end those of every run.
package struct FailureHistory: Codable, Equatable, Sendable {
  /// How many workers each trial has cost.
  package var charged: [TrialID: Int]
  /// In how many failures of many workers at once each trial was at hand, for which none is charged; nil in old files.
  package var shared: [TrialID: Int]?
  /// Of each failure that is not explained yet, the trials that may have caused it.
  package var suspected: [[TrialID]]

  package init(
    charged: [TrialID: Int] = [:], shared: [TrialID: Int] = [:], suspected: [[TrialID]] = []
  ) {
    self.charged = charged
    self.shared = shared
    self.suspected = suspected
  }

  package var isEmpty: Bool { charged.isEmpty && suspected.isEmpty && shared?.isEmpty ?? true }
}

extension WorkerFailures {
  /// Stands for a worker of an earlier run.
  static let earlierWorker: WorkerID = -1

  init(_ history: FailureHistory) {
    for trials in history.suspected { suspect(trials, of: Self.earlierWorker) }
    for (trial, count) in history.charged {
      for _ in 0..<count { _ = charge(trial, with: Self.earlierWorker) }
    }
    for (trial, count) in history.shared ?? [:] { _ = share(trial, times: count) }
  }
}
