package import Schema
import SweepFiles

/// All that a results file holds, once for all its trials: a trial's own part is taken out when it is asked for, so that
/// a hundred thousand of them take no more memory than the file's numbers.
final class RecordedSweep: Sendable {
  struct Column: Sendable {
    /// Trial × checkpoint × width.
    package let values: [Double]
    package let width: Int
  }

  package let plan: SweepPlan
  package let checkpointCount: Int
  package let columns: [String: Column]

  package init(_ plan: SweepPlan, checkpointCount: Int, columns: [String: Column]) {
    (self.plan, self.checkpointCount, self.columns) = (plan, checkpointCount, columns)
  }
}

/// A trial's scalar settings by path (`model.width`), defaults too.
package struct TrialSettings: Sendable {
  /// The settings that were set one by one; they win over those of the sweep.
  package private(set) var own: [String: SettingValue]
  private let sweep: (RecordedSweep, trial: Int)?

  package init(_ values: [String: SettingValue]) {
    own = values
    sweep = nil
  }

  init(_ sweep: RecordedSweep, trial: Int) {
    own = [:]
    self.sweep = (sweep, trial)
  }

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

/// What was recorded of a trial: of each variable, the numbers at each recorded checkpoint, one for a scalar, row-major for
/// an array.
package struct TrialValues: Sendable {
  private var own: [String: [[Double]]]
  private let sweep: (RecordedSweep, trial: Int)?
  private let recorded: [Int]

  package init(_ values: [String: [[Double]]]) {
    own = values
    sweep = nil
    recorded = []
  }

  /// - Parameter recorded: The checkpoints that were.
  init(_ sweep: RecordedSweep, trial: Int, recorded: [Int]) {
    own = [:]
    self.sweep = (sweep, trial)
    self.recorded = recorded
  }

  package subscript(variable: String) -> [[Double]]? {
    get {
      if let rows = own[variable] { return rows }
      guard let (sweep, trial) = sweep, let column = sweep.columns[variable] else { return nil }
      return recorded.map { checkpoint in
        let start = (trial * sweep.checkpointCount + checkpoint) * column.width
        return Array(column.values[start..<start + column.width])
      }
    }
    set { own[variable] = newValue }
  }

  var variables: Set<String> { Set(own.keys).union(sweep.map { Set($0.0.columns.keys) } ?? []) }
}

extension Settings {
  /// The value at a path, split at its points.
  fileprivate func value(at path: ArraySlice<Substring>) -> SettingValue? {
    guard let first = path.first.map(String.init) else { return nil }
    guard path.count == 1 else { return sections[first]?.value(at: path.dropFirst()) }
    return changes[first].map { .list($0.map { .text($0.label) }) } ?? values[first]
  }
}
