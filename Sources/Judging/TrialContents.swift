package import Schema
import SweepFiles

/// The numbers of a results file, held once for all its trials. A trial's part is extracted when it is asked for, so
/// that a hundred thousand trials take no more memory than the file's numbers.
final class RecordedSweep: Sendable {
  struct Column: Sendable {
    /// The variable's numbers, [trials × checkpoints × width], row-major.
    let values: [Double]
    let width: Int
  }

  let plan: SweepPlan
  let checkpointCount: Int
  let columns: [String: Column]
  /// The numbers of arrays that trials have kept at their last checkpoint, by name and trial.
  let kept: [String: [Int: [Double]]]

  init(
    _ plan: SweepPlan, checkpointCount: Int, columns: [String: Column],
    kept: [String: [Int: [Double]]]
  ) {
    (self.plan, self.checkpointCount) = (plan, checkpointCount)
    (self.columns, self.kept) = (columns, kept)
  }

  var variables: Set<String> { Set(columns.keys).union(kept.keys) }
}

/// A trial's scalar settings by path (`model.width`), defaults included.
package struct TrialSettings: Sendable {
  /// The settings that were set one by one; they take precedence over those of the sweep.
  package private(set) var own: [String: SettingValue]
  private let sweep: (RecordedSweep, trial: Int)?

  /// The settings of a made-up trial.
  package init(_ values: [String: SettingValue]) {
    own = values
    sweep = nil
  }

  init(_ sweep: RecordedSweep, trial: Int) {
    own = [:]
    self.sweep = (sweep, trial)
  }

  /// The setting at `path`; nil where it does not apply to this trial.
  package subscript(path: String) -> SettingValue? {
    get {
      own[path]
        ?? sweep.flatMap { sweep, trial in
          sweep.plan.configuration(of: trial).settings.value(at: path.split(separator: ".")[...])
        }
    }
    set { own[path] = newValue }
  }
}

/// The recorded numbers of a trial: for each variable, those at each recorded checkpoint. A scalar has one number, an
/// array its elements row-major.
package struct TrialValues: Sendable {
  private var own: [String: [[Double]]]
  private let sweep: (RecordedSweep, trial: Int)?
  private let recorded: [Int]

  /// The numbers of a made-up trial.
  package init(_ values: [String: [[Double]]]) {
    own = values
    sweep = nil
    recorded = []
  }

  /// - Parameter recorded: The recorded checkpoints, from 0.
  init(_ sweep: RecordedSweep, trial: Int, recorded: [Int]) {
    own = [:]
    self.sweep = (sweep, trial)
    self.recorded = recorded
  }

  /// The numbers of `variable`, [recorded checkpoints][elements]; nil where the file has no such variable. Of an array
  /// that is kept, only the last checkpoint has numbers.
  package subscript(variable: String) -> [[Double]]? {
    get {
      if let rows = own[variable] { return rows }
      guard let (sweep, trial) = sweep else { return nil }
      if let kept = sweep.kept[variable] {
        return recorded.map { $0 == recorded.last ? kept[trial] ?? [] : [] }
      }
      guard let column = sweep.columns[variable] else { return nil }
      return recorded.map { checkpoint in
        let start = (trial * sweep.checkpointCount + checkpoint) * column.width
        return Array(column.values[start..<start + column.width])
      }
    }
    set { own[variable] = newValue }
  }

  var variables: Set<String> { Set(own.keys).union(sweep?.0.variables ?? []) }
}

extension Settings {
  /// The value at a path that is split at its points; nil where there is none.
  fileprivate func value(at path: ArraySlice<Substring>) -> SettingValue? {
    guard let first = path.first.map(String.init) else { return nil }
    guard path.count == 1 else { return sections[first]?.value(at: path.dropFirst()) }
    return changes[first].map { .list($0.map { .text($0.label) }) } ?? values[first]
  }
}
