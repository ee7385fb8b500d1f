import Records
import Rules
import Wording

/// What a rule would have saved of a finished sweep, and whether it would have found what the sweep found. The names of
/// the properties are keys of `plan --rule --json`, in snake case.
package struct RuleOutcome: Codable, Equatable, Sendable {
  /// What the rule would have found in one replicate.
  package struct Pick: Codable, Equatable, Sendable {
    package let replicate: Int
    /// The best of the trials that the rule lets come to their end; nil where there is none.
    package let trial: Int?
    /// Its last number; nil where there is no trial.
    package let value: Double?
    /// The best trial of all, and its last number.
    package let best: Int?
    package let bestValue: Double?
    /// Whether the pick's configuration is, by its mean over replicates, within one standard error of the best.
    package let isWithinStandardError: Bool
  }

  package let rule: String
  package let quantity: String
  package let trials: Int
  /// How many of them would have been stopped.
  package let stopped: Int
  /// Training steps that would have been made, of all that were.
  package let stepShare: Double
  /// Seconds that it would have taken, of all that it took, at an even pace within a trial; nil where the file does not
  /// tell.
  package let secondShare: Double?
  /// The mean over replicates of the best configuration's last number, and its standard error; nil where no
  /// configuration is complete in all replicates.
  package let bestMean: Double?
  package let standardError: Double?
  package let picks: [Pick]

  init(_ simulation: RuleSimulation, _ recorded: RecordedCourses, configurations: Int) {
    let measure = simulation.rule.measure
    let stops = simulation.stops
    rule = simulation.rule.name
    quantity = measure.quantity
    trials = stops.count
    stopped = stops.count { $0 != nil }
    let made = recorded.steps.map { Double($0.last ?? 0) }
    let left = zip(recorded.steps, stops).map { steps, stop in
      Double(stop.map { steps[$0] } ?? steps.last ?? 0)
    }
    stepShare = left.reduce(0, +) / max(made.reduce(0, +), 1)
    let seconds = recorded.seconds
    let spent = seconds.indices.map {
      made[$0] > 0 ? seconds[$0] * left[$0] / made[$0] : seconds[$0]
    }
    let share = spent.reduce(0, +) / seconds.reduce(0, +)
    secondShare = share.isFinite ? share : nil

    let finals = recorded.courses.indices.map { trial -> Double in
      let last = recorded.courses[trial].last ?? .nan
      return recorded.statuses[trial] == .complete && last.isFinite ? last : .nan
    }
    let means = Means(finals, configurations: configurations)
    let best = means.best(by: measure)
    bestMean = best.map { means.mean(of: $0) }
    standardError = best.map { means.standardError(of: $0) }
    let replicates = stride(from: 0, to: trials, by: max(configurations, 1))
    picks = replicates.enumerated().map { number, first in
      let all = first..<min(first + configurations, finals.count)
      let pick = finals.best(of: all.filter { stops[$0] == nil }, by: measure)
      let whole = finals.best(of: all, by: measure)
      return Pick(
        replicate: number, trial: pick, value: pick.map { finals[$0] }, best: whole,
        bestValue: whole.map { finals[$0] },
        isWithinStandardError: means.isAsGood(pick.map { $0 % configurations }, as: best))
    }
  }

  /// The outcome for people.
  package var text: String {
    let hits = picks.count(where: \.isWithinStandardError)
    let seconds = secondShare.map { ", \(percent($0)) of the time" } ?? ""
    let best = bestMean.map { mean in
      let error = standardError.map { $0 > 0 ? " ± \(NumberFormat.table($0))" : "" } ?? ""
      return " (best mean \(NumberFormat.table(mean))\(error))"
    }
    var lines = [
      "\(rule) by \(quantity) would have stopped \(stopped) of \(trials) trials: "
        + "\(percent(stepShare)) of the steps\(seconds)",
      "its best configuration is within one standard error of the best in \(hits) of \(picks.count) replicates"
        + (best ?? ""),
    ]
    for pick in picks {
      guard let trial = pick.trial, let value = pick.value else {
        lines.append("  replicate \(pick.replicate)  no trial comes to its end")
        continue
      }
      let other =
        pick.best == trial
        ? "the best of all"
        : "the best of all is trial \(pick.best ?? 0) with \(NumberFormat.table(pick.bestValue ?? .nan))"
      lines.append(
        "  replicate \(pick.replicate)  trial \(trial) with \(NumberFormat.table(value)); \(other)")
    }
    return lines.joined(separator: "\n")
  }

  private func percent(_ share: Double) -> String { NumberFormat.percent(share) }
}

/// The last numbers of each configuration in all replicates.
private struct Means {
  private let numbers: [[Double]]

  init(_ finals: [Double], configurations: Int) {
    numbers = (0..<configurations).map { first in
      stride(from: first, to: finals.count, by: configurations).map { finals[$0] }
    }
  }

  func mean(of configuration: Int) -> Double {
    numbers[configuration].reduce(0, +) / Double(numbers[configuration].count)
  }

  /// The standard error of the mean; 0 of a single number.
  func standardError(of configuration: Int) -> Double {
    let own = numbers[configuration]
    guard own.count > 1 else { return 0 }
    let mean = mean(of: configuration)
    let squares = own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(own.count - 1) / Double(own.count)).squareRoot()
  }

  /// The best configuration of those that are complete in all replicates.
  func best(by measure: Measure) -> Int? {
    numbers.indices.map(mean(of:)).best(of: numbers.indices, by: measure)
  }

  /// Whether a configuration's mean is within one standard error of that of the best.
  func isAsGood(_ configuration: Int?, as best: Int?) -> Bool {
    guard let configuration, let best else { return false }
    return abs(mean(of: configuration) - mean(of: best)) <= standardError(of: best)
  }
}

extension [Double] {
  /// The place of the best number among some that are numbers, the first of equals; nil where none is.
  fileprivate func best(of places: some Sequence<Int>, by measure: Measure) -> Int? {
    var found: Int?
    for place in places where !self[place].isNaN {
      if found.map({ measure.isBetter(self[place], than: self[$0]) }) ?? true { found = place }
    }
    return found
  }
}
