package import Records

/// The workers that trials have cost so far, from which a later run of the sweep starts. Without it, a trial that ends
/// its workers would end those of every run.
package struct FailureHistory: Codable, Equatable, Sendable {
  /// How many workers each trial has cost.
  package var charged: [TrialID: Int]
  /// In how many failures of many workers at once each trial was at hand; it is charged with none of them. nil in old
  /// files.
  package var shared: [TrialID: Int]?
  /// The trials that may have caused a failure, for each failure that is not explained yet.
  package var suspected: [[TrialID]]

  /// A history of the given failures; an empty one by default.
  package init(
    charged: [TrialID: Int] = [:], shared: [TrialID: Int] = [:], suspected: [[TrialID]] = []
  ) {
    self.charged = charged
    self.shared = shared
    self.suspected = suspected
  }

  /// The history of the same trials under other numbers, without those that get none.
  package func renumbered(_ number: (TrialID) -> TrialID?) -> FailureHistory {
    func moved(_ counts: [TrialID: Int]) -> [TrialID: Int] {
      counts.reduce(into: [:]) { counts, entry in
        if let trial = number(entry.key) { counts[trial] = entry.value }
      }
    }
    return FailureHistory(
      charged: moved(charged), shared: moved(shared ?? [:]),
      suspected: suspected.map { $0.compactMap(number) }.filter { !$0.isEmpty })
  }

  /// Whether no trial has cost a worker or is suspected of it.
  package var isEmpty: Bool { charged.isEmpty && suspected.isEmpty && shared?.isEmpty ?? true }
}

extension WorkerFailures {
  /// The number that stands for any worker of an earlier run.
  static let earlierWorker: WorkerID = -1

  /// The failures that `history` tells of. A file may say anything: more than enough to fail a trial is as good as
  /// enough.
  init(_ history: FailureHistory) {
    func told(_ count: Int) -> Int { min(max(0, count), 1_000) }
    for trials in history.suspected { suspect(trials, of: Self.earlierWorker) }
    for (trial, count) in history.charged {
      for _ in 0..<told(count) { _ = charge(trial, with: Self.earlierWorker) }
    }
    for (trial, count) in history.shared ?? [:] { _ = share(trial, times: told(count)) }
  }
}
