/// Trials that a rule compares with each other.
package struct Cohort: Hashable, Sendable {
  /// Their numbers.
  package let trials: Range<Int>
  /// The first rung at which they are looked at; no rung at all where it is the rule's number of rungs.
  package let firstRung: Int
}

extension Rule {
  /// The cohorts of a sweep, in the order of their trials: consecutive numbers of one replicate.
  ///
  /// - Parameters:
  ///   - configurations: How many trials a replicate has.
  ///   - trials: How many trials there are in all replicates.
  package func cohorts(configurations: Int, trials: Int) -> [Cohort] {
    let sizes: [(size: Int, firstRung: Int)] =
      switch kind {
      case .halving(_, let cohort): [(cohort ?? configurations, 0)]
      case .hyperband(let ladder): ladder.brackets
      case .median(_, let cohort, _): [(cohort, 0)]
      case .threshold: [(configurations, 0)]
      }
    var cohorts: [Cohort] = []
    for replicate in stride(from: 0, to: trials, by: max(configurations, 1)) {
      let end = min(replicate + configurations, trials)
      var (first, turn) = (replicate, 0)
      while first < end {
        let (size, firstRung) = sizes[turn % sizes.count]
        let next = min(first + size, end)
        cohorts.append(Cohort(trials: first..<next, firstRung: firstRung))
        (first, turn) = (next, turn + 1)
      }
    }
    return cohorts
  }
}

extension Rule.Ladder {
  /// The brackets of a round of Hyperband: how many trials begin in each, and at which rung they are first looked at.
  ///
  /// Bracket s of s_max, …, 0 has ⌈(s_max + 1) ηˢ / (s + 1)⌉ trials, whose first rung is η^(−s) of the steps.
  var brackets: [(size: Int, firstRung: Int)] {
    (0...rungs).map { firstRung in
      let s = rungs - firstRung
      let power = (0..<s).reduce(1) { power, _ in power * eta }
      return (((rungs + 1) * power + s) / (s + 1), firstRung)
    }
  }

  /// How many of `count` members that began in a cohort go on after its rung number `place`, counted from 0.
  func quota(of count: Int, after place: Int) -> Int {
    max(1, (0...place).reduce(count) { rest, _ in rest / eta })
  }
}
