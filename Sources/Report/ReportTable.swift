import Figures
import FileOwnership
import Foundation
import Records
import Results
import SweepFiles
import Wording

/// The results of a sweep in the form that a page of figures needs.
struct ReportTable {
  /// A variable of one number a checkpoint.
  struct Scalar {
    let information: VariableInformation
    /// The numbers, [trial][checkpoint]; NaN where there is none.
    let values: [[Double]]
    /// Whether it has at least two different finite numbers.
    let isInformative: Bool
    /// Whether a logarithmic scale shows it best: it is positive and spans two decades, or one where it is a loss.
    let isLogarithmic: Bool

    init(_ information: VariableInformation, _ values: [[Double]]) {
      (self.information, self.values) = (information, values)
      var (least, most) = (Double.infinity, -Double.infinity)
      for row in values {
        for value in row where value.isFinite {
          (least, most) = (min(least, value), max(most, value))
        }
      }
      isInformative = least < most
      let decade = information.name.contains("loss") ? 10.0 : 100
      isLogarithmic = least > 0 && least < most && most / least > decade
    }
  }

  /// A variable of several numbers a checkpoint.
  struct Array {
    let information: VariableInformation
    /// For each trial the numbers of the last checkpoint at which it was recorded, row-major; empty where it never was,
    /// and for trials that are not among `finalTrials`.
    var last: [[Double]]
    /// The names and sizes of the dimensions beyond trial and checkpoint.
    let dimensions: [(name: String, size: Int)]
    /// The names of the places along its first dimension; empty where they have none.
    let labels: [String]
  }

  let header: ResultsHeader
  let axes: [ReportAxis]
  let columns: [AxisColumn]
  let statuses: [TrialStatus]
  let failures: [TrialID: String]
  let replicates: [Int]
  /// The training steps, [trial][checkpoint]; NaN where nothing is recorded yet.
  let steps: [[Double]]
  let scalars: [Scalar]
  private(set) var arrays: [Array]

  init(_ reader: borrowing ResultsReader) throws(ResultsError) {
    header = reader.header
    columns = try reader.axes()
    axes = columns.compactMap { ReportAxis($0) }
    statuses = try reader.statuses()
    failures = try reader.failures()
    replicates = try reader.integers(of: "replicate")
    let checkpoints = reader.checkpointCount
    func byTrial(_ values: [Double]) -> [[Double]] {
      stride(from: 0, to: values.count, by: max(checkpoints, 1)).map {
        Swift.Array(values[$0..<min($0 + checkpoints, values.count)])
      }
    }
    steps = byTrial(try reader.values(of: "step").values.map { $0 < 0 ? .nan : $0 })
    var (scalars, arrays) = ([Scalar](), [Array]())
    for name in reader.variableNames where name != "step" {
      let information = try reader.information(on: name)
      if information.dimensions == ["trial", "checkpoint"] {
        let values = byTrial(try reader.values(of: name).values)
        scalars.append(Scalar(information, values))
      } else if information.dimensions.starts(with: ["trial", "checkpoint"]) {
        arrays.append(try Self.array(information, reader))
      }
    }
    (self.scalars, self.arrays) = (scalars, arrays)
    let final = Set(finalTrials)
    for array in arrays.indices {
      for trial in statuses.indices where !final.contains(trial) {
        self.arrays[array].last[trial] = []
      }
    }
  }

  /// Reads some trials at a time, so that memory holds one checkpoint of each.
  private static func array(
    _ information: VariableInformation, _ reader: borrowing ResultsReader
  ) throws(ResultsError) -> Array {
    let sizes = information.shape.dropFirst(2)
    let width = sizes.reduce(1, *)
    let checkpoints = reader.checkpointCount
    var last: [[Double]] = []
    for first in stride(from: 0, to: reader.trialCount, by: 128) {
      let trials = first..<min(first + 128, reader.trialCount)
      let values = try reader.values(of: information.name, trials: trials)
      for trial in 0..<trials.count {
        let taken = (0..<checkpoints).reversed().lazy.map { checkpoint -> ArraySlice<Double> in
          let start = (trial * checkpoints + checkpoint) * width
          return values[start..<start + width]
        }.first { $0.contains { !$0.isNaN } }
        last.append(taken.map { Swift.Array($0) } ?? [])
      }
    }
    let names = information.dimensions.dropFirst(2)
    let first = names.first ?? ""
    return Array(
      information: information, last: last, dimensions: zip(names, sizes).map { ($0, $1) },
      labels: texts(try reader.attribute("labels", of: first)))
  }

  var trialCount: Int { statuses.count }

  func scalar(_ name: String) -> Scalar? { scalars.first { $0.information.name == name } }

  /// The trials of which at least one checkpoint is recorded.
  var recordedTrials: [Int] {
    steps.indices.filter { steps[$0].contains { !$0.isNaN } }
  }

  /// The trials whose last numbers count as final: the complete ones, or `recordedTrials` while none is complete.
  var finalTrials: [Int] {
    let complete = statuses.indices.filter { statuses[$0] == .complete }
    return complete.isEmpty ? recordedTrials : complete
  }

  /// `finalTrials` in words.
  var finalTrialsText: String {
    statuses.contains(.complete) ? "complete trials" : "trials, none of them complete yet"
  }

  /// Whether checkpoints are spread evenly on a logarithmic scale.
  var hasLogarithmicSteps: Bool {
    guard let longest = steps.max(by: { recorded($0) < recorded($1) }) else { return false }
    return ReportAxis.isGeometric(longest.filter { $0 > 0 })
  }

  private func recorded(_ steps: [Double]) -> Int { steps.count { !$0.isNaN } }
}

/// The texts of a JSON array; empty where `json` is no such array.
private func texts(_ json: String?) -> [String] {
  json.flatMap { try? JSONDecoder().decode([String].self, from: Data($0.utf8)) } ?? []
}

extension ReportTable.Scalar {
  var name: String { information.name }

  /// The last number of a trial; NaN where there is none.
  func final(_ trial: Int) -> Double { values[trial].last { !$0.isNaN } ?? .nan }
}

extension VariableInformation {
  /// The variable's name and unit on an axis: `max lyapunov (nat step⁻¹)`.
  var axisTitle: String {
    let words = name.replacing("_", with: " ")
    return units.isEmpty || units == "1" ? words : "\(words) (\(unitText(units)))"
  }
}

/// A unit of UDUNITS with raised exponents: `nat step-1` becomes `nat step⁻¹`.
func unitText(_ units: String) -> String {
  units.split(separator: " ").map { word in
    guard let start = word.lastIndex(where: { !$0.isNumber && $0 != "-" }),
      let exponent = Int(word[word.index(after: start)...])
    else { return String(word) }
    return word[...start] + NumberFormat.superscript(exponent)
  }.joined(separator: " ")
}
