package import Records
package import Schema
import SweepFiles

/// The results of a sweep as findings see them: trials with their settings and what was recorded of each.
package struct FindingTable: Sendable {
  package struct Trial: Sendable {
    package var settings: TrialSettings
    package var replicate: Int
    package var status: TrialStatus
    /// The training step of each recorded checkpoint.
    package var steps: [Int]
    package var values: TrialValues

    /// - Parameters:
    ///   - settings: By path (`model.width`).
    ///   - values: Of each variable, the numbers at each recorded checkpoint.
    package init(
      settings: [String: SettingValue], replicate: Int = 0, status: TrialStatus = .complete,
      steps: [Int], values: [String: [[Double]]]
    ) {
      (self.replicate, self.status, self.steps) = (replicate, status, steps)
      self.settings = TrialSettings(settings)
      self.values = TrialValues(values)
    }

    /// Trial `index` of a results file.
    ///
    /// - Parameter recorded: Its recorded checkpoints, and the step of each.
    init(
      _ sweep: RecordedSweep, _ index: Int, status: TrialStatus,
      recorded: [(checkpoint: Int, step: Int)]
    ) {
      settings = TrialSettings(sweep, trial: index)
      replicate = index / sweep.plan.configurationCount
      self.status = status
      steps = recorded.map(\.step)
      values = TrialValues(sweep, trial: index, recorded: recorded.map(\.checkpoint))
    }
  }

  package var trials: [Trial]
  /// Names of the variables that the file has.
  package var variables: Set<String>

  package init(_ trials: [Trial]) {
    self.trials = trials
    variables = trials.reduce(into: []) { $0.formUnion($1.values.variables) }
  }

  package init(_ trials: [Trial], variables: Set<String>) {
    (self.trials, self.variables) = (trials, variables)
  }

  /// The trials that came to their end, of which figures are drawn.
  package var complete: FindingTable {
    FindingTable(trials.filter { $0.status == .complete }, variables: variables)
  }
}

extension FindingTable.Trial {
  /// A numeric setting; NaN where it is a word or does not apply to this trial.
  package func real(_ path: String) -> Double {
    switch settings[path] {
    case .real(let value): value
    case .integer(let value): Double(value)
    case .boolean(let value): value ? 1 : 0
    default: .nan
    }
  }

  /// A setting that is a word; empty where it is not one or does not apply.
  package func text(_ path: String) -> String {
    if case .text(let value) = settings[path] { value } else { "" }
  }

  /// The numbers of a variable at the last checkpoint, whatever they are; empty where there is none.
  package func last(_ variable: String) -> [Double] { values[variable]?.last ?? [] }

  /// The numbers of a variable at the first checkpoint, whatever they are; empty where there is none.
  package func first(_ variable: String) -> [Double] { values[variable]?.first ?? [] }

  /// A scalar variable after training; NaN where it was not taken.
  package func final(_ variable: String) -> Double { last(variable).first ?? .nan }

  /// A scalar variable before training; NaN where it was not taken.
  package func initial(_ variable: String) -> Double { first(variable).first ?? .nan }

  /// A setting that is a list of numbers; empty where it is not one, NaN for words in it.
  package func numbers(_ path: String) -> [Double] {
    guard case .list(let values) = settings[path] else { return [] }
    return values.map { value in
      switch value {
      case .real(let number): number
      case .integer(let number): Double(number)
      default: .nan
      }
    }
  }

  /// A scalar variable at each recorded checkpoint.
  package func course(_ variable: String) -> [Double] {
    (values[variable] ?? []).map { $0.first ?? .nan }
  }
}
