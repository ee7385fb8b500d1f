/// What the trials of a sweep cost under a rule, in the unit of the costs that it was made from.
package struct RuleBounds: Equatable, Sendable {
  /// No run in which every trial can be trained costs less…
  package let least: Double
  /// …and none costs more.
  package let most: Double
  /// What all trials would cost without the rule.
  package let whole: Double
}

extension Rule {
  /// Between what bounds the cost of a sweep lies.
  ///
  /// Of those that may go on from a rung, the cheapest or the costliest are taken for each stretch between two rungs.
  ///
  /// - Parameters:
  ///   - configurations: How many trials a replicate has.
  ///   - rungs: The checkpoints of each trial that the rule looks at.
  ///   - cost: What a trial costs up to a checkpoint, or to its end where that is nil.
  package func bounds(
    configurations: Int, rungs: [[Int]], cost: (_ trial: Int, _ checkpoint: Int?) -> Double
  ) -> RuleBounds {
    let cohorts = cohorts(configurations: configurations, trials: rungs.count)
    let whole = rungs.indices.reduce(0) { $0 + cost($1, nil) }
    var (least, most) = (0.0, 0.0)
    switch kind {
    case .halving(let ladder, _), .hyperband(let ladder):
      for cohort in cohorts {
        for place in 0...(ladder.rungs - cohort.firstRung) {
          let stretches = cohort.trials.map { trial in
            stretch(cohort.firstRung + place, rungs[trial], place == 0) { cost(trial, $0) }
          }.sorted()
          let count =
            place == 0 ? stretches.count : ladder.quota(of: stretches.count, after: place - 1)
          least += stretches.prefix(count).reduce(0, +)
          most += stretches.suffix(count).reduce(0, +)
        }
      }
    case .median(_, _, let startup):
      most = whole
      var complete = 0
      for cohort in cohorts {
        let mayStop = complete >= max(startup, 1)
        for trial in cohort.trials { least += cost(trial, mayStop ? rungs[trial].first : nil) }
        if !mayStop { complete += cohort.trials.count }
      }
    case .threshold(let threshold):
      most = whole
      let first = threshold.earliestCheckpoint
      for (trial, checkpoints) in rungs.enumerated() {
        least += cost(trial, checkpoints.contains(first) ? first : nil)
      }
    }
    return RuleBounds(least: least, most: most, whole: whole)
  }

  /// What a trial costs from the rung before to rung number `rung`, or to its end after the last.
  private func stretch(
    _ rung: Int, _ rungs: [Int], _ isFirst: Bool, _ cost: (_ checkpoint: Int?) -> Double
  ) -> Double {
    let end = cost(rung < rungs.count ? rungs[rung] : nil)
    return isFirst ? end : end - cost(rungs[rung - 1])
  }
}

extension Threshold {
  /// The first checkpoint at which a trial can stop.
  fileprivate var earliestCheckpoint: Int {
    var first = Int.max
    if above != nil || below != nil { first = times - 1 }
    if let plateau { first = min(first, plateau) }
    return stopsWhereNotFinite ? 0 : first
  }
}
