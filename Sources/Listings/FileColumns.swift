package import FileOwnership
package import Results
import Schema
import Wording

/// The variables of a results file, sorted by kind: the columns that tables of its trials can have.
package struct FileColumns: Equatable {
  package let axes: [AxisColumn]
  /// Observables with one number for each checkpoint.
  let scalars: [String]
  /// Observables with several numbers for each checkpoint.
  let arrays: [String]
  /// Variables with one number for each trial, bookkeeping included.
  let perTrial: [String]

  /// The names of the variables that tell how a trial went, which every file has.
  static let bookkeeping = [
    "seed", "replicate", "attempts", "worker", "seconds", "parameter_count",
  ]

  /// Those of them that hold −1 until they are known, which they may never be.
  private static let missable: Set<String> = ["worker", "parameter_count"]

  package init(_ reader: borrowing ResultsReader) throws(ResultsError) {
    axes = try reader.axes()
    let known = Set(
      axes.map(\.name) + ["trial", "checkpoint", "status", "step", "failures", "runs"])
    var (scalars, arrays, perTrial) = ([String](), [String](), [String]())
    for name in reader.variableNames where !known.contains(name) {
      let dimensions = try reader.information(on: name).dimensions
      if dimensions == ["trial"] {
        perTrial.append(name)
      } else if dimensions == ["trial", "checkpoint"] {
        scalars.append(name)
      } else if dimensions.starts(with: ["trial", "checkpoint"]) {
        arrays.append(name)
      }
    }
    (self.scalars, self.arrays, self.perTrial) = (scalars, arrays, perTrial)
  }

  /// Observables with one number for each trial.
  var findings: [String] { perTrial.filter { !Self.bookkeeping.contains($0) } }

  /// What a variable with one number for each trial tells of a trial.
  static func cell(of name: String, _ number: Double) -> JSONValue {
    missable.contains(name) && number < 0 ? .null : .number(number)
  }

  /// All names that trials can be sorted by.
  var sortable: [String] { ["trial", "status"] + axes.map(\.name) + ["step"] + scalars + perTrial }
}

extension AxisColumn {
  /// The axis's value in a trial.
  func cell(_ trial: Int) -> JSONValue {
    switch values {
    case .real(let values): .number(values[trial])
    case .integer(let values): .integer(Int(values[trial]))
    case .text(let values): .text(values[trial])
    case .boolean(let values): .boolean(values[trial])
    }
  }

  /// The number of different values and the values themselves: `learning_rate: 5 values, 0.0001 … 0.01`.
  var summary: String {
    switch values {
    case .real(let values): "\(name): \(Self.extent(values))"
    case .integer(let values): "\(name): \(Self.extent(values.map(Double.init)))"
    case .text(let values): "\(name): \(Self.listing(values))"
    case .boolean(let values): "\(name): \(Self.listing(values.map { "\($0)" }))"
    }
  }

  private static func extent(_ values: [Double]) -> String {
    let distinct = Set(values).sorted()
    guard let first = distinct.first, let last = distinct.last else { return "no values" }
    guard distinct.count > 6 else {
      return distinct.map(NumberFormat.table).joined(separator: ", ")
    }
    return "\(distinct.count) values, \(NumberFormat.table(first)) … \(NumberFormat.table(last))"
  }

  private static func listing(_ values: [String]) -> String {
    var seen: Set<String> = []
    let distinct = values.filter { seen.insert($0).inserted }
    guard distinct.count > 6 else { return distinct.joined(separator: ", ") }
    return distinct.prefix(6).joined(separator: ", ") + ", … (\(distinct.count) values)"
  }
}
