public import Results
public import Schema
import Sweep

extension FindingTable {
  /// All that a results file holds, as far as it is written.
  ///
  /// - Parameter schema: What a sweep file may hold, to know every trial's settings.
  public init(
    _ reader: borrowing ResultsReader, schema: Section
  ) throws(FindingError) {
    do {
      let plan = try SweepPlan(text: reader.header.sweep, file: reader.path, schema: schema)
      let variables = try Self.trialVariables(reader)
      let steps = try reader.values(of: "step").values
      let statuses = try reader.statuses()
      let checkpoints = reader.checkpointCount
      let trials = (0..<reader.trialCount).map { index in
        let configuration = plan.configuration(of: index)
        let recorded = (0..<checkpoints).filter { steps[index * checkpoints + $0] >= 0 }
        return Trial(
          settings: configuration.settings.byPath, replicate: configuration.replicate,
          status: statuses[index], steps: recorded.map { Int(steps[index * checkpoints + $0]) },
          values: variables.mapValues { variable in
            recorded.map { variable.numbers(trial: index, checkpoint: $0, of: checkpoints) }
          })
      }
      self.init(trials, variables: Set(variables.keys))
    } catch {
      throw .unreadable("\(error)")
    }
  }

  private struct Recorded {
    let values: [Double]
    let width: Int

    func numbers(trial: Int, checkpoint: Int, of checkpoints: Int) -> [Double] {
      let start = (trial * checkpoints + checkpoint) * width
      return Array(values[start..<start + width])
    }
  }

  /// The variables on trial × checkpoint.
  private static func trialVariables(
    _ reader: borrowing ResultsReader
  ) throws(ResultsError) -> [String: Recorded] {
    var variables: [String: Recorded] = [:]
    for name in reader.variableNames where name != "step" {
      let information = try reader.information(on: name)
      guard information.dimensions.starts(with: ["trial", "checkpoint"]) else { continue }
      let (values, shape) = try reader.values(of: name)
      variables[name] = Recorded(values: values, width: shape.dropFirst(2).reduce(1, *))
    }
    return variables
  }
}

extension Settings {
  /// All values by path: `model.width`.
  fileprivate var byPath: [String: SettingValue] {
    var all = values
    for (key, section) in sections {
      for (path, value) in section.byPath { all["\(key).\(path)"] = value }
    }
    return all
  }
}
