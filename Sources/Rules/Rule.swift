/// Which trials of a sweep go on, by what they have recorded so far.
///
/// A rule looks at a trial at *rungs*, which are some of its checkpoints, and compares it with others of its *cohort*,
/// which are trials of consecutive numbers. What it decides depends on recorded numbers in the order of cohorts, rungs
/// and trials, and on nothing else: not on time, nor on who trained what.
package struct Rule: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// Successive halving: at each rung one in `eta` members of a cohort goes on (Jamieson and Talwalkar 2016).
    case halving(Ladder, cohort: Int?)
    /// Brackets of successive halving by turns, which begin at one rung after the other (Li et al. 2018, algorithm 1).
    case hyperband(Ladder)
    /// Members worse than the median of the complete trials of all cohorts before stop (Golovin et al. 2017,
    /// section 3.2.2).
    case median(rungs: Int, cohort: Int, startup: Int)
    /// A trial stops by its own numbers alone.
    case threshold(Threshold)
  }

  /// Rungs at the fractions η^(−rungs), …, η⁻², η⁻¹ of a trial's steps.
  package struct Ladder: Hashable, Sendable {
    package let eta: Int
    package let rungs: Int

    package init(eta: Int, rungs: Int) { (self.eta, self.rungs) = (eta, rungs) }
  }

  package let kind: Kind
  package let measure: Measure

  package init(_ kind: Kind, by measure: Measure) {
    (self.kind, self.measure) = (kind, measure)
  }

  /// The rule's name, as sweep files write it.
  package var name: String {
    switch kind {
    case .halving: "halving"
    case .hyperband: "hyperband"
    case .median: "median"
    case .threshold: "threshold"
    }
  }

  /// How many rungs a trial can have decisions at. A threshold decides once.
  package var rungCount: Int {
    switch kind {
    case .halving(let ladder, _), .hyperband(let ladder): ladder.rungs
    case .median(let rungs, _, _): rungs
    case .threshold: 1
    }
  }

  /// Whether trials stop at rungs to wait for others.
  package var waits: Bool { if case .threshold = kind { false } else { true } }

  /// The checkpoints of a trial at which the rule looks at it, ascending, none of them the last: one for each rung; of a
  /// threshold all.
  ///
  /// A rung lies at the first checkpoint by which the trial has made its fraction of the steps.
  ///
  /// - Parameter steps: The training step of each checkpoint, ascending.
  /// - Throws: `RuleError.fewCheckpoints` where two rungs would be one, or one the last checkpoint.
  package func checkpoints(steps: [Int]) throws(RuleError) -> [Int] {
    let last = steps.last ?? 0
    let found: [Int?]
    switch kind {
    case .halving(let ladder, _), .hyperband(let ladder):
      found = (1...ladder.rungs).reversed().map { power in
        let parts = (0..<power).reduce(1.0) { parts, _ in parts * Double(ladder.eta) }
        return steps.firstIndex { Double($0) * parts >= Double(last) }
      }
    case .median(let rungs, _, _):
      found = (1...rungs).map { rung in
        steps.firstIndex { Double($0) * Double(rungs + 1) >= Double(rung) * Double(last) }
      }
    case .threshold: return Array(steps.indices.dropLast())
    }
    let checkpoints = found.compactMap(\.self)
    let isAscending = zip(checkpoints, checkpoints.dropFirst()).allSatisfy { $0 < $1 }
    guard isAscending, let top = checkpoints.last, top < steps.count - 1 else {
      throw .fewCheckpoints(rule: name, rungs: rungCount, steps: steps)
    }
    return checkpoints
  }
}

/// When a trial stops by its own numbers.
package struct Threshold: Hashable, Sendable {
  /// It stops once the number is above this…
  package let above: Double?
  /// …or below this…
  package let below: Double?
  /// …at so many checkpoints one after the other, …
  package let times: Int
  /// …or once so many checkpoints have brought nothing better than before, …
  package let plateau: Int?
  /// …or once the number is infinite, or no longer a number after it was one.
  package let stopsWhereNotFinite: Bool

  package init(
    above: Double? = nil, below: Double? = nil, times: Int = 1, plateau: Int? = nil,
    stopsWhereNotFinite: Bool = false
  ) {
    (self.above, self.below, self.times) = (above, below, times)
    (self.plateau, self.stopsWhereNotFinite) = (plateau, stopsWhereNotFinite)
  }

  /// The bound that a trial has crossed at the last of its checkpoints; nil where it has crossed none. A number that was
  /// not taken (NaN) neither crosses a bound nor ends a series of crossings.
  ///
  /// - Parameter course: The trial's numbers at all checkpoints so far.
  func crossing(_ course: [Double], by measure: Measure) -> Double? {
    guard let number = course.last else { return nil }
    let hadOne = course.dropLast().contains { !$0.isNaN }
    if stopsWhereNotFinite, number.isInfinite || number.isNaN && hadOne { return .infinity }
    guard number.isFinite else { return nil }
    let taken = course.indices.filter { course[$0].isFinite }
    if taken.count >= times {
      let latest = taken.suffix(times).map { measure.value(of: course[...$0]) }
      if let above, latest.allSatisfy({ $0 > above }) { return above }
      if let below, latest.allSatisfy({ $0 < below }) { return below }
    }
    guard let plateau, taken.count > plateau else { return nil }
    func best(_ checkpoints: ArraySlice<Int>) -> Double {
      // The best so far of all is that of the last.
      let values = (measure.reduction == .best ? checkpoints.suffix(1) : checkpoints)
        .map { measure.value(of: course[...$0]) }
      return values.reduce(.nan) { measure.isBetter($1, than: $0) ? $1 : $0 }
    }
    let before = best(taken.dropLast(plateau))
    return measure.isBetter(best(taken.suffix(plateau)), than: before) ? nil : before
  }
}

/// Why a rule cannot hold for a sweep or a file.
package enum RuleError: Error, Equatable, Sendable, CustomStringConvertible {
  case fewCheckpoints(rule: String, rungs: Int, steps: [Int])

  package var description: String {
    switch self {
    case .fewCheckpoints(let rule, let rungs, let steps):
      "\(rule) with \(rungs) rungs takes checkpoints of its own for each before the last one, and these are at steps "
        + steps.prefix(8).map(String.init).joined(separator: ", ")
        + (steps.count > 8 ? ", … \(steps[steps.count - 1])" : "")
        + "; take more checkpoints, or fewer rungs"
    }
  }
}
