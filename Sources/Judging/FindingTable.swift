package import Records
package import Schema
import SweepFiles

/// The results of a sweep in the form that findings read: trials with their settings and recorded numbers.
package struct FindingTable: Sendable {
  /// One trial with its settings and recorded numbers.
  package struct Trial: Sendable {
    /// The settings by path (`model.width`), defaults included.
    package var settings: TrialSettings
    /// The number of the replicate among those of its configuration, from 0.
    package var replicate: Int
    /// How the trial stands or ended.
    package var status: TrialStatus
    /// The training step of each recorded checkpoint, ascending.
    package var steps: [Int]
    /// The numbers of each variable at each recorded checkpoint.
    package var values: TrialValues

    /// A made-up trial, for tests of findings.
    ///
    /// - Parameters:
    ///   - settings: The settings by path (`model.width`).
    ///   - values: The numbers of each variable at each recorded checkpoint.
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
    /// - Parameter recorded: The trial's recorded checkpoints, and the step of each.
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

  /// All trials, of any status.
  package var trials: [Trial]
  /// The names of the variables that the file has.
  package var variables: Set<String>

  /// A table of given trials with the variables that any of them has.
  package init(_ trials: [Trial]) {
    self.trials = trials
    variables = trials.reduce(into: []) { $0.formUnion($1.values.variables) }
  }

  /// A table of given trials and the names of its variables.
  package init(_ trials: [Trial], variables: Set<String>) {
    (self.trials, self.variables) = (trials, variables)
  }

  /// The table of the complete trials, from which figures are drawn.
  package var complete: FindingTable {
    FindingTable(trials.filter { $0.status == .complete }, variables: variables)
  }
}

extension FindingTable.Trial {
  /// A numeric or truth-valued setting, true as 1; NaN where it is a word or does not apply to this trial.
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

  /// The numbers of a variable at the last recorded checkpoint, row-major; empty where there is none.
  package func last(_ variable: String) -> [Double] { values[variable]?.last ?? [] }

  /// The numbers of a variable at the first recorded checkpoint, row-major; empty where there is none.
  package func first(_ variable: String) -> [Double] { values[variable]?.first ?? [] }

  /// A scalar variable at the last recorded checkpoint; NaN where it was not taken.
  package func final(_ variable: String) -> Double { last(variable).first ?? .nan }

  /// A scalar variable at the first recorded checkpoint; NaN where it was not taken.
  package func initial(_ variable: String) -> Double { first(variable).first ?? .nan }

  /// A setting that is a list of numbers, with NaN for words in it; empty where the setting is no list.
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

  /// A scalar variable at each recorded checkpoint; empty where the file has no such variable.
  package func course(_ variable: String) -> [Double] {
    (values[variable] ?? []).map { $0.first ?? .nan }
  }
}
