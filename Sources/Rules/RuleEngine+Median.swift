// The median.
extension RuleEngine {
  /// Judges a trial at all rungs that it has come to, once all cohorts before its own are closed.
  mutating func judge(_ trial: Int, startup: Int) {
    while Int(members[trial].cohort) == front, !members[trial].isStopped, hasArrived(trial),
      let checkpoint = nextRung(of: trial)
    {
      let value = value(of: trial, at: checkpoint)
      let others = references[Int(members[trial].rung)]
      let median = others.count >= max(startup, 1) ? Self.median(of: others) : .nan
      decide(
        trial, value: value, threshold: median,
        place: median.isNaN ? 0 : 1 + place(of: value, among: others),
        isStop: !median.isNaN && rule.measure.isBetter(median, than: value),
        checkpoint: checkpoint)
    }
    guard !members[trial].isSettled,
      members[trial].isStopped || members[trial].end != nil && !hasArrived(trial)
    else { return }
    members[trial].isSettled = true
    states[Int(members[trial].cohort)].closedCount += 1
    if !isAdvancing { advanceFront(startup: startup) }
  }

  /// Makes the complete trials of closed cohorts references, and judges the cohorts after them.
  private mutating func advanceFront(startup: Int) {
    isAdvancing = true
    defer { isAdvancing = false }
    while front < cohorts.count, states[front].closedCount == cohorts[front].trials.count {
      for trial in cohorts[front].trials
      where members[trial].end == .complete && !members[trial].isStopped {
        refer(to: trial)
      }
      front += 1
      guard front < cohorts.count else { return }
      for trial in cohorts[front].trials { judge(trial, startup: startup) }
    }
  }

  private mutating func refer(to trial: Int) {
    for (rung, checkpoint) in rungs[trial].enumerated()
    where checkpoint < members[trial].course.count {
      let value = value(of: trial, at: checkpoint)
      guard !value.isNaN else { continue }
      references[rung].insert(value, at: place(of: value, among: references[rung]))
    }
  }

  /// How many of `others`, the best first, are better than a value.
  private func place(of value: Double, among others: [Double]) -> Int {
    var (low, high) = (0, others.count)
    while low < high {
      let middle = (low + high) / 2
      if rule.measure.isBetter(others[middle], than: value) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  private static func median(of sorted: [Double]) -> Double {
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
