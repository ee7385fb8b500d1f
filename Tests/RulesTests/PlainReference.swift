import Rules

/// A sweep as it would go if nobody ever stopped a trial: what each trial records, and whether it comes to its end.
struct WholeSweep {
  /// The numbers of each trial's checkpoints; fewer than `checkpoints` where it is broken off.
  var courses: [[Double]]
  let checkpoints: Int
  let configurations: Int

  func isComplete(_ trial: Int) -> Bool { courses[trial].count == checkpoints }

  /// Courses with ties, NaN, infinities and trials that are broken off, at random.
  init(
    trials: Int, configurations: Int, checkpoints: Int,
    using random: inout some RandomNumberGenerator
  ) {
    self.checkpoints = checkpoints
    self.configurations = configurations
    courses = (0..<trials).map { _ in
      let length =
        Int.random(in: 0..<6, using: &random) == 0
        ? Int.random(in: 0..<checkpoints, using: &random) : checkpoints
      return (0..<length).map { _ in
        switch Int.random(in: 0..<12, using: &random) {
        case 0: Double.nan
        case 1: [Double.infinity, -.infinity].randomElement(using: &random) ?? 0
        // Few values, so that there are ties.
        case 2..<7: Double(Int.random(in: 0..<4, using: &random))
        default: Double.random(in: 0..<4, using: &random)
        }
      }
    }
  }
}

/// The rules as anybody would write them who has the whole table before him: no events, no waiting.
struct PlainReference {
  let sweep: WholeSweep
  let rule: Rule
  /// The checkpoints of rungs, the same in all trials.
  let rungs: [Int]
  private var entries: [(cohort: Int, rung: Int, trial: Int, line: String)] = []

  /// The journal's lines, in its order.
  var lines: [String] {
    entries.sorted { ($0.cohort, $0.rung, $0.trial) < ($1.cohort, $1.rung, $1.trial) }.map(\.line)
  }

  init(_ sweep: WholeSweep, _ rule: Rule, rungs: [Int]) {
    (self.sweep, self.rule, self.rungs) = (sweep, rule, rungs)
    let cohorts = rule.cohorts(configurations: sweep.configurations, trials: sweep.courses.count)
    switch rule.kind {
    case .halving(let ladder, _), .hyperband(let ladder):
      for (number, cohort) in cohorts.enumerated() { halve(number, cohort, ladder.eta) }
    case .median(_, _, let startup): applyMedian(cohorts, startup: startup)
    case .threshold(let threshold):
      for (number, cohort) in cohorts.enumerated() {
        for trial in cohort.trials { apply(threshold, to: trial, of: number) }
      }
    }
  }

  private var isLeast: Bool { rule.measure.goal == .least }

  /// The value at a checkpoint; nil where the trial does not get there, NaN where it is not finite.
  private func value(_ trial: Int, _ checkpoint: Int) -> Double? {
    guard checkpoint < sweep.courses[trial].count else { return nil }
    let course = Array(sweep.courses[trial][0...checkpoint])
    let value: Double
    switch rule.measure.reduction {
    case .last: value = course[checkpoint]
    case .best:
      let finite = course.filter(\.isFinite)
      value = (isLeast ? finite.min() : finite.max()) ?? .nan
    case .mean(let count):
      let last = course.suffix(count)
      value = last.reduce(0, +) / Double(last.count)
    }
    return value.isFinite ? value : .nan
  }

  /// The larger, the worse; NaN is the worst of all.
  private func badness(_ value: Double) -> Double {
    value.isNaN ? .infinity : isLeast ? value : -value
  }

  private mutating func add(
    _ cohort: Int, _ rung: Int, _ trial: Int, _ checkpoint: Int, _ value: Double,
    _ threshold: Double, _ place: Int, stop: Bool
  ) {
    let line =
      "cohort \(cohort) rung \(rung) trial \(trial) checkpoint \(checkpoint) value \(value) "
      + "threshold \(threshold) place \(place) \(stop ? "stop" : "go-on")"
    entries.append((cohort, rung, trial, line))
  }

  private mutating func halve(_ number: Int, _ cohort: Cohort, _ eta: Int) {
    var left = Array(cohort.trials)
    var quota = Double(left.count)
    for rung in cohort.firstRung..<max(rungs.count, cohort.firstRung) {
      quota = (quota / Double(eta)).rounded(.down)
      let arrived = left.filter { value($0, rungs[rung]) != nil }
      let ranking = arrived.sorted { a, b in
        let (x, y) = (
          badness(value(a, rungs[rung]) ?? .nan), badness(value(b, rungs[rung]) ?? .nan)
        )
        return x == y ? a < b : x < y
      }
      let best = ranking.prefix(max(1, Int(quota)))
        .filter { !(value($0, rungs[rung]) ?? .nan).isNaN }
      let threshold = best.last.flatMap { value($0, rungs[rung]) } ?? .nan
      for trial in arrived {
        let place = 1 + (ranking.firstIndex(of: trial) ?? 0)
        add(
          number, rung, trial, rungs[rung], value(trial, rungs[rung]) ?? .nan, threshold, place,
          stop: !best.contains(trial))
      }
      left = best.sorted()
    }
  }

  private mutating func applyMedian(_ cohorts: [Cohort], startup: Int) {
    var complete: [Int] = []
    for (number, cohort) in cohorts.enumerated() {
      var finished: [Int] = []
      for trial in cohort.trials {
        var isStopped = false
        for (rung, checkpoint) in rungs.enumerated() where !isStopped {
          guard let own = value(trial, checkpoint) else { break }
          let others = complete.compactMap { value($0, checkpoint) }.filter { !$0.isNaN }.sorted()
          var median = Double.nan
          var place = 0
          if others.count >= startup {
            let half = others.count / 2
            median =
              others.count % 2 == 1 ? others[half] : (others[half - 1] + others[half]) / 2
            place = 1 + others.count { badness($0) < badness(own) }
            isStopped = badness(own) > badness(median)
          }
          add(number, rung, trial, checkpoint, own, median, place, stop: isStopped)
        }
        if !isStopped, sweep.isComplete(trial) { finished.append(trial) }
      }
      complete += finished
    }
  }

  private mutating func apply(_ threshold: Threshold, to trial: Int, of cohort: Int) {
    var series: [Double] = []
    var hadNumber = false
    for (checkpoint, number) in sweep.courses[trial].enumerated()
    where checkpoint < sweep.checkpoints - 1 {
      let isOut = number.isInfinite || number.isNaN && hadNumber
      hadNumber = hadNumber || !number.isNaN
      let own = value(trial, checkpoint) ?? .nan
      if threshold.stopsWhereNotFinite, isOut {
        return add(cohort, 0, trial, checkpoint, own, .infinity, 0, stop: true)
      }
      guard number.isFinite else { continue }
      series.append(own)
      let last = series.suffix(threshold.times)
      if last.count == threshold.times {
        if let above = threshold.above, (last.min() ?? 0) > above, !last.contains(where: \.isNaN) {
          return add(cohort, 0, trial, checkpoint, own, above, 0, stop: true)
        }
        if let below = threshold.below, (last.max() ?? 0) < below, !last.contains(where: \.isNaN) {
          return add(cohort, 0, trial, checkpoint, own, below, 0, stop: true)
        }
      }
      guard let plateau = threshold.plateau, series.count > plateau else { continue }
      let before = series.dropLast(plateau).map(badness).min() ?? .infinity
      let since = series.suffix(plateau).map(badness).min() ?? .infinity
      if since >= before {
        let bound = before == .infinity ? Double.nan : isLeast ? before : -before
        return add(cohort, 0, trial, checkpoint, own, bound, 0, stop: true)
      }
    }
  }
}
