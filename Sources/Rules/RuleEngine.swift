/// Decides by a rule, as a function of what trials have recorded.
///
/// It is told the numbers of trials and their ends as they come, and answers with what has thereby become decided. In
/// whatever order it is told, the decisions are the same; only a trial's end must not come before its numbers.
package struct RuleEngine: Sendable {
  /// Where a trial stands by what was decided so far.
  package enum Standing: Equatable, Sendable {
    /// It may go on, up to a checkpoint, or to its end where that is nil.
    case goesOn(until: Int?)
    /// It has come to a rung, and what follows is not decided.
    case waits
    /// It was stopped.
    case isStopped
    /// It has ended by itself.
    case hasEnded
  }

  package let rule: Rule
  package let cohorts: [Cohort]
  /// The checkpoints of the rungs of each trial.
  let rungs: [[Int]]
  var members: [Member]
  var states: [CohortState]
  /// All that was decided, in the order in which it was.
  package private(set) var decisions: [RuleDecision] = []
  /// What was decided since the latest call from outside began.
  private var news: [RuleDecision] = []

  // Of the median rule: the numbers of complete trials of closed cohorts at each rung, the best first, and the first
  // cohort that is not closed.
  var references: [[Double]]
  var front = 0
  var isAdvancing = false

  struct Member {
    enum End { case complete, broken }

    var course: [Double] = []
    /// Numbers that came before those of earlier checkpoints.
    var early: [Int: Double] = [:]
    var end: End?
    var cohort: Int32 = 0
    /// The rung that the trial is to come to, or waits at.
    var rung: Int32 = 0
    var isStopped = false
    /// Whether the cohort need not wait for it: at this rung or, of the median rule, at all.
    var isSettled = false
  }

  struct CohortState {
    /// The rung that is decided next.
    var rung: Int
    /// The members that have gone on to it.
    var members: [Int]
    /// How many of them have neither come to it nor ended.
    var openCount: Int
    /// How many have ended or were stopped; of the median rule.
    var closedCount = 0
  }

  /// - Parameters:
  ///   - configurations: How many trials a replicate has.
  ///   - rungs: The checkpoints of each trial that the rule looks at (`Rule.checkpoints`); as many lists as trials.
  package init(_ rule: Rule, configurations: Int, rungs: [[Int]]) {
    self.rule = rule
    self.rungs = rungs
    cohorts = rule.cohorts(configurations: configurations, trials: rungs.count)
    members = Array(repeating: Member(), count: rungs.count)
    states = cohorts.map {
      CohortState(rung: $0.firstRung, members: Array($0.trials), openCount: $0.trials.count)
    }
    references = Array(repeating: [], count: rule.rungCount)
    for (number, cohort) in cohorts.enumerated() {
      for trial in cohort.trials {
        members[trial].cohort = Int32(number)
        members[trial].rung = Int32(cohort.firstRung)
      }
    }
  }

  package var trialCount: Int { members.count }

  /// The cohort that a trial belongs to.
  package func cohort(of trial: Int) -> Int { Int(members[trial].cohort) }

  /// Where a trial stands.
  package func standing(of trial: Int) -> Standing {
    let member = members[trial]
    if member.isStopped { return .isStopped }
    if member.end != nil { return .hasEnded }
    guard rule.waits, let checkpoint = nextRung(of: trial) else { return .goesOn(until: nil) }
    return member.course.count > checkpoint ? .waits : .goesOn(until: checkpoint)
  }

  /// The stretch of a trial that is to be run next: from its last rung, or its beginning where that is nil, to its next
  /// one, or its end where that is nil; `place` rungs come before it. Nil where the trial waits or is over.
  package func stretch(of trial: Int) -> (place: Int, from: Int?, until: Int?)? {
    guard case .goesOn(let until) = standing(of: trial) else { return nil }
    let rung = Int(members[trial].rung)
    let place = rung - cohorts[cohort(of: trial)].firstRung
    return (place: place, from: place > 0 ? rungs[trial][rung - 1] : nil, until: until)
  }

  /// The checkpoint of the rung that a trial is to come to, or waits at; nil where there is none any more.
  func nextRung(of trial: Int) -> Int? {
    let rung = Int(members[trial].rung)
    return rung < rungs[trial].count ? rungs[trial][rung] : nil
  }

  /// Whether a trial has come to the rung that it was to come to.
  func hasArrived(_ trial: Int) -> Bool {
    nextRung(of: trial).map { members[trial].course.count > $0 } ?? false
  }

  /// Takes the number of a trial at a checkpoint. One that is known already, or that comes after the trial was stopped,
  /// changes nothing.
  ///
  /// - Returns: What has become decided, in no particular order.
  package mutating func take(
    _ number: Double, of trial: Int, at checkpoint: Int
  ) -> [RuleDecision] {
    guard !members[trial].isStopped, checkpoint >= members[trial].course.count else { return [] }
    guard checkpoint == members[trial].course.count else {
      members[trial].early[checkpoint] = number
      return []
    }
    var next: Double? = number
    while let number = next, !members[trial].isStopped {
      members[trial].course.append(number)
      settle(trial)
      let count = members[trial].course.count
      next = members[trial].early.isEmpty ? nil : members[trial].early.removeValue(forKey: count)
    }
    return takeNews()
  }

  /// Notes that a trial has ended by itself: it is complete, or was broken off as it diverged or failed.
  ///
  /// - Returns: What has become decided, in no particular order.
  package mutating func end(_ trial: Int, isComplete: Bool) -> [RuleDecision] {
    guard members[trial].end == nil, !members[trial].isStopped else { return [] }
    members[trial].end = isComplete ? .complete : .broken
    settle(trial)
    return takeNews()
  }

  private mutating func takeNews() -> [RuleDecision] {
    defer { news = [] }
    return news
  }

  /// Draws all conclusions from what is new of a trial.
  private mutating func settle(_ trial: Int) {
    switch rule.kind {
    case .halving(let ladder, _), .hyperband(let ladder): settle(trial, ladder)
    case .median(_, _, let startup): judge(trial, startup: startup)
    case .threshold(let threshold): judge(trial, threshold)
    }
  }

  mutating func decide(
    _ trial: Int, value: Double, threshold: Double, place: Int, isStop: Bool, checkpoint: Int
  ) {
    let decision = RuleDecision(
      cohort: Int(members[trial].cohort), rung: Int(members[trial].rung), trial: trial,
      checkpoint: checkpoint, value: value, threshold: threshold, place: place, isStop: isStop)
    decisions.append(decision)
    news.append(decision)
    if isStop {
      members[trial].isStopped = true
      members[trial].early = [:]
    } else {
      members[trial].rung += 1
      members[trial].isSettled = false
    }
  }

  func value(of trial: Int, at checkpoint: Int) -> Double {
    rule.measure.value(of: members[trial].course[...checkpoint])
  }
}
