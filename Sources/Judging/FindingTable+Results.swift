import FileOwnership
import Records
package import Results
package import Schema
import SweepFiles

extension FindingTable {
  /// The table of everything that a results file holds so far.
  ///
  /// - Parameters:
  ///   - schema: The settings that a sweep file may hold, by which the file's own sweep is decoded.
  ///   - needs: The variables that are asked for. Of arrays that trials keep only these are read.
  /// - Throws: `FindingError.unreadable` where the file cannot be read, its sweep cannot be decoded, or the numbers of
  ///   trials disagree.
  package init(
    _ reader: borrowing ResultsReader, schema: Section, needs: [String] = []
  ) throws(FindingError) {
    do {
      let plan = try SweepPlan(text: reader.header.sweep, file: reader.path, schema: schema)
      guard plan.trialCount == reader.trialCount else {
        throw FindingError.unreadable(
          "\(reader.path) has \(reader.trialCount) trials, and its sweep \(plan.trialCount)")
      }
      let columns = try Self.columns(reader)
      let sweep = RecordedSweep(
        plan, checkpointCount: reader.checkpointCount, columns: columns,
        kept: try Self.kept(Set(needs).subtracting(columns.keys), reader))
      let steps = try reader.integers(of: "step")
      let trials = try reader.statuses().enumerated().map { index, status in
        let row = steps[index * sweep.checkpointCount..<(index + 1) * sweep.checkpointCount]
        let recorded = row.enumerated().filter { $0.element >= 0 }
        return Trial(
          sweep, index, status: status,
          recorded: recorded.map { (checkpoint: $0.offset, step: $0.element) })
      }
      self.init(trials, variables: sweep.variables)
    } catch let error as FindingError {
      throw error
    } catch {
      throw .unreadable("\(error)")
    }
  }

  /// The variables whose first dimensions are trial and checkpoint.
  private static func columns(
    _ reader: borrowing ResultsReader
  ) throws(ResultsError) -> [String: RecordedSweep.Column] {
    var columns: [String: RecordedSweep.Column] = [:]
    for name in reader.variableNames where name != "step" {
      let information = try reader.information(on: name)
      guard information.dimensions.starts(with: ["trial", "checkpoint"]) else { continue }
      let (values, shape) = try reader.values(of: name)
      columns[name] = RecordedSweep.Column(values: values, width: shape.dropFirst(2).reduce(1, *))
    }
    return columns
  }

  /// The arrays of these names that complete trials have kept at their last checkpoint, by name and trial.
  private static func kept(
    _ names: Set<String>, _ reader: borrowing ResultsReader
  ) throws(ResultsError) -> [String: [Int: [Double]]] {
    let known = reader.keptNames
    let there = names.filter { name in known.contains { $0.hasSuffix("/" + name) } }
    guard !there.isEmpty else { return [:] }
    var found = Dictionary(uniqueKeysWithValues: there.map { ($0, [Int: [Double]]()) })
    for (trial, status) in try reader.statuses().enumerated() where status == .complete {
      let steps = try reader.integers(of: "step", trials: trial..<trial + 1)
      let last = steps.prefix { $0 >= 0 }.count - 1
      guard last >= 0,
        let arrays = try reader.kept(of: TrialID(trial), checkpoint: last, isLast: true)
      else { continue }
      for array in arrays { found[array.name]?[trial] = array.numbers.reals }
    }
    return found
  }
}
