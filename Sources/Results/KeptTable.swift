import HDF5
import Records

/// The groups of a results file that hold what trials keep, and how records fill them.
struct KeptTable {
  private let groups: [(name: String, form: KeptForm)]
  /// The group and the place in it of each trial that keeps something.
  private let places: [Int: (group: Int, member: Int)]
  private let checkpointCount: Int

  init(of layout: ResultsLayout) {
    groups = zip(layout.groupNames, layout.kept).map { ($0, $1.form) }
    checkpointCount = layout.checkpointCount
    var places: [Int: (group: Int, member: Int)] = [:]
    for (number, group) in layout.kept.enumerated() {
      for (member, trial) in group.trials.enumerated() { places[trial] = (number, member) }
    }
    self.places = places
  }

  /// Takes what a record keeps.
  ///
  /// - Precondition: The trial keeps arrays of a form that has so many numbers of this precision.
  func take(
    _ numbers: KeptNumbers, of trial: Int, checkpoint: Int, into pending: inout PendingArrays
  ) {
    guard let (group, member) = places[trial] else {
      preconditionFailure("trial \(trial) keeps nothing")
    }
    let form = groups[group].form
    precondition(
      form.precision == numbers.precision && form.places(in: numbers.count) != nil,
      "\(numbers.count) kept numbers of trial \(trial)")
    pending.append(
      PendingArrays.Entry(member: member, checkpoint: checkpoint, numbers: numbers), to: group)
  }

  /// Writes all arrays, without flushing the file.
  func write(_ pending: PendingArrays, to file: borrowing File) throws(HDF5Error) {
    for (number, entries) in pending.entries.sorted(by: { $0.key < $1.key }) {
      let (name, form) = groups[number]
      for array in form.arrays {
        switch form.precision {
        case .float32:
          try write(array, of: name, form, entries, to: file) {
            if case .float32(let numbers) = $0 { numbers } else { [] as [Float] }
          }
        case .float64:
          try write(array, of: name, form, entries, to: file) {
            if case .float64(let numbers) = $0 { numbers } else { [] as [Double] }
          }
        }
      }
    }
  }

  /// - Parameter numbers: The numbers of a record, which are of the group's precision.
  private func write<Number: Element>(
    _ array: KeptArray, of group: String, _ form: KeptForm, _ entries: [PendingArrays.Entry],
    to file: borrowing File, numbers: (KeptNumbers) -> [Number]
  ) throws(HDF5Error) {
    // A record has the array or not, by the number of its numbers.
    var cells: [(place: Int, source: [Number], first: Int)] = []
    for entry in entries {
      let places = form.places(in: entry.numbers.count) ?? []
      guard let own = places.first(where: { $0.array == array }) else { continue }
      let place =
        array.isAlways ? entry.member * checkpointCount + entry.checkpoint : entry.member
      cells.append((place, numbers(entry.numbers), own.range.lowerBound))
    }
    guard !cells.isEmpty else { return }
    // Of two records of one place, the later one counts.
    let order = cells.indices.sorted { (cells[$0].place, $0) < (cells[$1].place, $1) }
    let scatter = RowScatter(
      places: order.map { cells[$0].place }, checkpointCount: array.isAlways ? checkpointCount : nil
    )
    try file.dataset("\(group)/\(array.name)").write(
      scatter, extent: array.quantity.dimensions.map(\.size), as: Number.self
    ) { member, block, offset in
      let (_, source, first) = cells[order[member]]
      for i in 0..<array.count { block[offset + i] = source[first + i] }
    }
  }
}
