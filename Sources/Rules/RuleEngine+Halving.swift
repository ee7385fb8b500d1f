// Successive halving.
extension RuleEngine {
  /// Notes that a member has come to the rung, or never will, and judges the rung once all have.
  mutating func settle(_ trial: Int, _ ladder: Rule.Ladder) {
    let cohort = Int(members[trial].cohort)
    guard !members[trial].isSettled, members[trial].end != nil || hasArrived(trial) else { return }
    members[trial].isSettled = true
    states[cohort].openCount -= 1
    while states[cohort].openCount == 0, states[cohort].rung < ladder.rungs,
      !states[cohort].members.isEmpty
    {
      judgeRung(of: cohort, ladder)
    }
  }

  private mutating func judgeRung(of cohort: Int, _ ladder: Rule.Ladder) {
    let place = states[cohort].rung - cohorts[cohort].firstRung
    let quota = ladder.quota(of: cohorts[cohort].trials.count, after: place)
    // Those that were broken off before the rung have no value there; they take no place.
    let ranked = states[cohort].members.filter(hasArrived).map { trial in
      (trial: trial, value: value(of: trial, at: rungs[trial][states[cohort].rung]))
    }.sorted { a, b in
      if rule.measure.isBetter(a.value, than: b.value) { return true }
      if rule.measure.isBetter(b.value, than: a.value) { return false }
      return a.trial < b.trial
    }
    let promoted = ranked.prefix(quota).prefix { !$0.value.isNaN }
    let threshold = promoted.last?.value ?? .nan
    for (place, (trial, value)) in ranked.enumerated() {
      decide(
        trial, value: value, threshold: threshold, place: place + 1,
        isStop: place >= promoted.count, checkpoint: rungs[trial][states[cohort].rung])
    }
    states[cohort].rung += 1
    states[cohort].members = promoted.map(\.trial).sorted()
    states[cohort].openCount = states[cohort].members.count
    for trial in states[cohort].members where members[trial].end != nil || hasArrived(trial) {
      members[trial].isSettled = true
      states[cohort].openCount -= 1
    }
  }
}
