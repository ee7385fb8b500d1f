import FileOwnership
import Records
package import Results
import Rules
package import Schema
import Wording

/// Everything about one trial.
package struct TrialDetail {
  let trial: Int
  let status: TrialStatus
  /// The reason why the trial failed or was pruned; nil where it did neither.
  let reason: String?
  let axes: [(name: String, cell: JSONValue)]
  let facts: [(name: String, cell: JSONValue)]
  /// The recorded checkpoints: a column each for the checkpoint's number, the step and the scalar observables.
  package let checkpoints: [TrialListing.Column]
  /// The observables of several numbers at the last checkpoint, row-major.
  let arrays: [(name: String, values: [Double])]

  /// - Throws: `InspectionError.noTrial`, or `ResultsError` where the file cannot be read.
  package init(
    _ trial: Int, _ reader: borrowing ResultsReader, _ columns: FileColumns,
    _ progress: TrialProgress
  ) throws {
    guard progress.statuses.indices.contains(trial) else {
      throw InspectionError.noTrial(trial, path: reader.path, count: reader.trialCount)
    }
    self.trial = trial
    status = progress.statuses[trial]
    let stop = try reader.ruleDecisions().first { $0.trial == trial && $0.isStop }
    reason = try reader.failures()[TrialID(trial)] ?? stop?.finding
    axes = columns.axes.map { ($0.name, $0.cell(trial)) }
    var facts: [(String, JSONValue)] = []
    for name in columns.perTrial {
      let cell: JSONValue =
        name == "seed"
        ? .unsigned(try reader.seeds()[trial])
        : FileColumns.cell(of: name, try reader.values(of: name, trials: trial..<trial + 1)[0])
      facts.append((name, cell))
    }
    self.facts = facts
    checkpoints = try Self.checkpoints(trial, reader, columns)
    var arrays: [(String, [Double])] = []
    if let last = progress.lastCheckpoints[trial] {
      for name in columns.arrays {
        let values = try reader.values(of: name, trials: trial..<trial + 1)
        let width = values.count / reader.checkpointCount
        arrays.append((name, Array(values[(last * width)..<((last + 1) * width)])))
      }
    }
    self.arrays = arrays
  }

  private static func checkpoints(
    _ trial: Int, _ reader: borrowing ResultsReader, _ columns: FileColumns
  ) throws(ResultsError) -> [TrialListing.Column] {
    let steps = try reader.integers(of: "step", trials: trial..<trial + 1)
    let recorded = steps.indices.filter { steps[$0] >= 0 }
    var found = [
      TrialListing.Column(name: "checkpoint", cells: recorded.map { .integer($0) }),
      TrialListing.Column(name: "step", cells: recorded.map { .integer(steps[$0]) }),
    ]
    for name in columns.scalars {
      let values = try reader.values(of: name, trials: trial..<trial + 1)
      found.append(TrialListing.Column(name: name, cells: recorded.map { .number(values[$0]) }))
    }
    return found
  }

  package func text(width: Int?) -> String {
    let names = axes.map(\.name) + facts.map(\.name) + arrays.map(\.name) + ["status"]
    let margin = (names.map(\.count).max() ?? 0) + 2
    var lines = ["trial".padded(to: margin) + String(trial)]
    lines.append("status".padded(to: margin) + "\(status)" + (reason.map { ": \($0)" } ?? ""))
    lines += (axes + facts).map { $0.name.padded(to: margin) + $0.cell.cellText }
    lines += arrays.map { $0.name.padded(to: margin) + summary($0.name, $0.values) }
    lines.append("")
    guard checkpoints[0].cells.isEmpty == false else {
      return (lines + ["no checkpoint recorded yet"]).joined(separator: "\n")
    }
    let table = TextTable(
      columns: checkpoints.enumerated().map { index, column in
        TextTable.Column(
          title: column.name, cells: column.cells.map(\.cellText), isEssential: index < 2)
      })
    return (lines + table.fitted(to: width)).joined(separator: "\n")
  }

  /// A summary of an array, such as a spectrum; that of Lyapunov exponents tells how far rounding may have moved them.
  private func summary(_ name: String, _ values: [Double]) -> String {
    guard name.hasPrefix("lyapunov_spectrum"),
      let bounds = arrays.first(where: { $0.name == "lyapunov_error_estimate" })?.values
    else { return Self.summary(values) }
    // Nets of fewer units leave the rest of a row NaN, both in the exponents and in the errors.
    let own = zip(values, bounds).prefix((bounds.lastIndex { !$0.isNaN } ?? -1) + 1)
    let largest = own.filter { $0.0.isFinite }.map(\.1).max()
    return Self.summary(own.map(\.0))
      + (largest.map { ", moved by rounding by at most \(NumberFormat.table($0))" } ?? "")
  }

  static func summary(_ values: [Double]) -> String {
    let finite = values.filter(\.isFinite)
    guard let largest = finite.max(), let smallest = finite.min() else {
      return "\(values.count) numbers, none finite"
    }
    let mean = finite.reduce(0, +) / Double(finite.count)
    let others: [(String, (Double) -> Bool)] = [
      ("−∞", { $0 == -.infinity }), ("∞", { $0 == .infinity }), ("NaN", \.isNaN),
    ]
    let counts = others.map { (name: $0.0, count: values.count(where: $0.1)) }
    return
      "\(values.count) numbers, \(NumberFormat.table(largest)) … \(NumberFormat.table(smallest)), "
      + "mean \(NumberFormat.table(mean)), \(finite.count { $0 > 0 }) above 0"
      + counts.filter { $0.count > 0 }.map { ", \($0.count) \($0.name)" }.joined()
  }

  package var json: JSONValue {
    let rows = checkpoints[0].cells.indices.map { row in
      JSONValue.object(
        Dictionary(uniqueKeysWithValues: checkpoints.map { ($0.name, $0.cells[row]) }))
    }
    return .object([
      "trial": .integer(trial), "status": .text("\(status)"),
      "reason": reason.map(JSONValue.text) ?? .null,
      "axes": .object(Dictionary(uniqueKeysWithValues: axes.map { ($0.name, $0.cell) })),
      "facts": .object(Dictionary(uniqueKeysWithValues: facts.map { ($0.name, $0.cell) })),
      "checkpoints": .list(rows),
      "last": .object(
        Dictionary(uniqueKeysWithValues: arrays.map { ($0.name, JSONValue.numbers($0.values)) })),
    ])
  }
}

extension TextTable {
  /// The table's lines, and a line that names the columns left out.
  package func fitted(to width: Int?) -> [String] {
    let (lines, omitted) = lines(width: width)
    guard !omitted.isEmpty else { return lines }
    return lines + [
      "", "no room for \(omitted.joined(separator: ", ")): widen the terminal, or --json",
    ]
  }
}
