import HDF5
import Records

/// The variables that a writer fills, and how rows and updates are written into them.
///
/// Datasets are opened for each flush and closed after it: that costs less than 0.1 ms, and no dataset is left open
/// when the file is closed.
struct Table {
  /// An observable's variable, and which numbers of a row belong to it.
  struct Column {
    let name: String
    let extent: [Int]
    let numbers: Range<Int>
  }

  private let columns: [Column]
  private let trialColumns: [String]

  /// - Parameter missing: Observables that the file has no variable for; their numbers are left out.
  init(of layout: ResultsLayout, without missing: Set<String> = []) {
    var offset = 0
    columns = layout.quantities.map { quantity in
      defer { offset += quantity.count }
      return Column(
        name: quantity.name, extent: quantity.dimensions.map(\.size),
        numbers: offset..<offset + quantity.count)
    }.filter { !missing.contains($0.name) }
    trialColumns = layout.trialQuantities.map(\.name)
  }

  /// Writes all rows, without flushing the file.
  func write(_ rows: PendingRows, to file: borrowing File) throws(HDF5Error) {
    guard !rows.places.isEmpty else { return }
    let order = rows.fileOrder()
    let places = rows.places
    let cells = RowScatter(places: order.map { places[$0] }, checkpointCount: rows.checkpointCount)
    let steps = rows.steps
    try file.dataset("step").write(cells, extent: [], as: Int64.self) { member, block, offset in
      block[offset] = steps[order[member]]
    }
    let values = rows.values
    let width = rows.width
    for column in columns {
      let count = column.numbers.count
      try file.dataset(column.name).write(cells, extent: column.extent, as: Double.self) {
        member, block, offset in
        let first = order[member] * width + column.numbers.lowerBound
        for i in 0..<count { block[offset + i] = values[first + i] }
      }
    }
  }

  /// Writes everything new about trials, in their order, except for their statuses.
  func write(_ updates: [TrialRecord], to file: borrowing File) throws(HDF5Error) {
    try write(updates, "attempts", of: file) { $0.attempts.map { Int32(clamping: $0) } }
    try write(updates, "worker", of: file) { $0.worker.map { Int32(clamping: $0.number) } }
    try write(updates, "seconds", of: file) { $0.seconds }
    try write(updates, "parameter_count", of: file) { $0.parameterCount.map(Int64.init) }
    for (position, column) in trialColumns.enumerated() {
      try write(updates, column, of: file) { $0.values?[position] }
    }
  }

  /// Writes the reasons of failed trials.
  func write(_ failures: FailureLog, to file: borrowing File) throws(HDF5Error) {
    try file.dataset("failures").write([failures.text], bytes: failures.capacity)
  }

  /// Writes the programs and machines that have written the file.
  func write(runs text: String, to file: borrowing File) throws(HDF5Error) {
    try file.dataset("runs").write([text], bytes: RunLog.capacity)
  }

  func writeStatuses(
    _ updates: [TrialRecord], to file: borrowing File
  ) throws(HDF5Error) {
    try write(updates, "status", of: file) { $0.status.rawValue }
  }

  private func write<Number: Element>(
    _ updates: [TrialRecord], _ name: String, of file: borrowing File,
    number: (TrialRecord) -> Number?
  ) throws(HDF5Error) {
    let changes = updates.compactMap { update in
      number(update).map { (trial: update.trial.number, number: $0) }
    }
    guard !changes.isEmpty else { return }
    let cells = RowScatter(places: changes.map(\.trial), checkpointCount: nil)
    try file.dataset(name).write(cells, extent: [], as: Number.self) { member, block, offset in
      block[offset] = changes[member].number
    }
  }
}
