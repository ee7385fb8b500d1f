package import FileOwnership
import HDF5
package import Records
package import Results

/// What a results file holds of trials that are run again, which they must find again bit by bit. NaN equals NaN.
///
/// Of the new run's quantities those are compared that the file has, at the training steps that it has.
package struct RerunCheck: ~Copyable {
  private let reader: ResultsReader
  private let layout: ResultsLayout
  private let circumstances: String
  private let statuses: [TrialStatus]
  private let parameterCounts: [Int]
  private let fields: [Field]
  private let forms: [Int: KeptForm]
  /// The trials that are being run.
  private var trials: [Int: RecordedTrial] = [:]

  /// A quantity that is compared: the places of its numbers in a row of the new run, and in one of the file's.
  private struct Field {
    let name: String
    let extent: [Int]
    let cells: [(new: Int, recorded: Int)]
    var width: Int { extent.reduce(1, *) }
  }

  /// - Parameters:
  ///   - layout: The new run's; it has the file's trials.
  ///   - circumstances: What may explain a difference, for people.
  /// - Throws: `ResultsError.damaged` where the file does not fit the sweep that it records, or what keeps it from being
  ///   read.
  package init(
    _ path: String, _ layout: ResultsLayout, circumstances: String
  ) throws(ResultsError) {
    let reader = try ResultsReader(path)
    try reader.requireTrials(layout.trialCount)
    guard try reader.seeds() == layout.seeds else {
      throw .damaged(path: path, reason: "its seeds are not those of its sweep")
    }
    let fields = try Self.fields(of: layout, in: reader)
    let statuses = try reader.statuses()
    let parameterCounts = try reader.integers(of: "parameter_count")
    let members = layout.kept.flatMap { group in group.trials.map { ($0, group.form) } }
    forms = Dictionary(members) { first, _ in first }
    // All at once, since what cannot be copied cannot be given in part where something throws.
    (self.fields, self.statuses, self.parameterCounts) = (fields, statuses, parameterCounts)
    self.layout = layout
    self.circumstances = circumstances
    self.reader = reader
  }

  private static func fields(
    of layout: ResultsLayout, in reader: borrowing ResultsReader
  ) throws(ResultsError) -> [Field] {
    var fields: [Field] = []
    var first = 0
    for quantity in layout.quantities {
      let start = first
      first += quantity.count
      guard reader.variableNames.contains(quantity.name) else { continue }
      let shape = try reader.shape(of: quantity.name)
      guard shape.count == 2 + quantity.dimensions.count,
        shape.starts(with: [reader.trialCount, reader.checkpointCount])
      else {
        throw .damaged(path: reader.path, reason: "\(quantity.name) is of shape \(shape)")
      }
      let extent = Array(shape.dropFirst(2))
      let cells = RowPlaces.common(to: quantity.dimensions.map(\.size), and: extent)
      fields.append(
        Field(name: quantity.name, extent: extent, cells: cells.map { (start + $0.0, $0.1) }))
    }
    return fields
  }

  /// Compares a record with what the file holds of the trial at this step, if anything.
  ///
  /// - Throws: `ResultsError.foundOtherwise` with the first number that differs, or what keeps the file from being read.
  package mutating func check(
    _ record: CheckpointRecord, of trial: TrialID
  ) throws(ResultsError) {
    let recorded = try recordedTrial(trial.number)
    guard let checkpoint = recorded.checkpoints[record.step] else { return }
    let place = "checkpoint \(checkpoint) at step \(record.step)"
    for (field, numbers) in zip(fields, recorded.numbers) {
      let row = numbers.dropFirst(checkpoint * field.width).prefix(field.width)
      let different = field.cells.first {
        Self.differ(record.values[$0.new], row[row.startIndex + $0.recorded])
      }
      guard let cell = different else { continue }
      throw difference(
        of: trial, place, Self.words(field.name, field.extent, at: cell.recorded),
        found: record.values[cell.new], recorded: row[row.startIndex + cell.recorded])
    }
    if let kept = record.kept { try check(kept, of: trial, checkpoint, place) }
    trials[trial.number]?.unseen.remove(record.step)
  }

  /// Compares how a trial ended.
  ///
  /// - Throws: `ResultsError.foundOtherwise` where it ended in another way, or before a checkpoint that the file has.
  package mutating func check(_ record: TrialRecord) throws(ResultsError) {
    guard record.status.isClosed else { return }
    let trial = record.trial.number
    let unseen = trials.removeValue(forKey: trial)?.unseen ?? []
    // A trial that failed tells nothing of its numbers.
    guard record.status.isResult else { return }
    guard record.status == statuses[trial] else {
      throw difference(
        of: record.trial, "its end", "status", found: record.status.name,
        recorded: statuses[trial].name)
    }
    if let step = unseen.min() {
      throw difference(
        of: record.trial, "its end", "a checkpoint at step \(step)", found: "missing",
        recorded: "there")
    }
    if let count = record.parameterCount, parameterCounts[trial] >= 0,
      count != parameterCounts[trial]
    {
      throw difference(
        of: record.trial, "its end", "parameter_count", found: count,
        recorded: parameterCounts[trial])
    }
  }

  /// What the file has of a trial: its rows, read when the trial first reports.
  private mutating func recordedTrial(_ trial: Int) throws(ResultsError) -> RecordedTrial {
    if let known = trials[trial] { return known }
    let steps = try reader.integers(of: "step", trials: trial..<trial + 1)
    var numbers: [[Double]] = []
    for field in fields {
      numbers.append(try reader.numbers(of: field.name, trials: trial..<trial + 1, as: Double.self))
    }
    let recorded = RecordedTrial(steps: steps, numbers: numbers)
    trials[trial] = recorded
    return recorded
  }

  private func check(
    _ kept: KeptNumbers, of trial: TrialID, _ checkpoint: Int, _ place: String
  ) throws(ResultsError) {
    let arrays = forms[trial.number]?.places(in: kept.count) ?? []
    let isLast = arrays.contains { !$0.array.isAlways }
    let recorded = try reader.kept(of: trial, checkpoint: checkpoint, isLast: isLast) ?? []
    for (array, range) in arrays {
      guard let known = recorded.first(where: { $0.name == array.name }),
        let (index, found, before) = kept.difference(range, from: known.numbers)
      else { continue }
      throw difference(
        of: trial, place, Self.words(array.name, known.shape, at: index), found: found,
        recorded: before)
    }
  }

  private func difference<Value>(
    of trial: TrialID, _ place: String, _ what: String, found: Value, recorded: Value
  ) -> ResultsError {
    .foundOtherwise(
      path: reader.path, place: "\(layout.words(forTrial: trial.number)), \(place)",
      finding: "\(what) is \(found) now, and was \(recorded)", circumstances: circumstances)
  }

  private static func words(_ name: String, _ extent: [Int], at place: Int) -> String {
    extent.isEmpty ? name : "\(name) at \(RowPlaces.index(of: place, in: extent))"
  }

  fileprivate static func differ<Number: BinaryFloatingPoint>(_ a: Number, _ b: Number) -> Bool {
    // Equal zeros may differ in their sign.
    !(a == b && a.sign == b.sign || a.isNaN && b.isNaN)
  }
}

/// The rows that a results file holds of a trial.
private struct RecordedTrial {
  /// The number of the checkpoint at each step that is recorded.
  let checkpoints: [Int: Int]
  /// The numbers of each field at all checkpoints.
  let numbers: [[Double]]
  /// The recorded steps that the trial has not come to yet.
  var unseen: Set<Int>

  /// - Parameter steps: That of each checkpoint; −1 where there is none.
  init(steps: [Int], numbers: [[Double]]) {
    let taken = steps.enumerated().filter { $0.element >= 0 }
    checkpoints = Dictionary(taken.map { ($0.element, $0.offset) }) { first, _ in first }
    unseen = Set(checkpoints.keys)
    self.numbers = numbers
  }
}

extension KeptNumbers {
  /// The first of the numbers in `range` that differs from `recorded`: its place there, and both in words.
  fileprivate func difference(
    _ range: Range<Int>, from recorded: KeptNumbers
  ) -> (index: Int, found: String, recorded: String)? {
    func first<Number: BinaryFloatingPoint>(
      _ numbers: [Number], _ known: [Number]
    ) -> (index: Int, found: String, recorded: String)? {
      let numbers = numbers[range]
      return zip(numbers, known).enumerated().first { RerunCheck.differ($1.0, $1.1) }
        .map { (index: $0.offset, found: "\($0.element.0)", recorded: "\($0.element.1)") }
    }
    switch (self, recorded) {
    case (.float32(let numbers), .float32(let known)): return first(numbers, known)
    case (.float64(let numbers), .float64(let known)): return first(numbers, known)
    default: return (0, precision.rawValue, recorded.precision.rawValue)
    }
  }
}
