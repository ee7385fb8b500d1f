/// The workers that trials have cost so far, for a later run of the sweep to start from: otherwise a trial that ends
/// its workers would end those of every run.
public struct LossHistory: Codable, Equatable, Sendable {
  /// How many workers each trial has cost.
  public var charged: [Int: Int]
  /// Of each loss that is not explained yet, the trials that may have caused it.
  public var suspected: [[Int]]

  public init(charged: [Int: Int] = [:], suspected: [[Int]] = []) {
    self.charged = charged
    self.suspected = suspected
  }

  public var isEmpty: Bool { charged.isEmpty && suspected.isEmpty }
}

extension SchedulerLosses {
  /// Stands for a worker of an earlier run.
  static let earlierWorker = -1

  init(_ history: LossHistory) {
    for trials in history.suspected { suspect(trials, of: Self.earlierWorker) }
    for (trial, count) in history.charged {
      for _ in 0..<count { _ = charge(trial, with: Self.earlierWorker) }
    }
  }
}
