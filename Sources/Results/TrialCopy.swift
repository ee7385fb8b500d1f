import FileOwnership
import HDF5
import Records

extension File {
  /// Copies what trials of another file resulted in into this one, which has been made of `layout` and has their
  /// settings already.
  ///
  /// - Parameter places: The number here of each of its trials; nil for one that is not taken.
  /// - Throws: `ResultsError.damaged` where its variables do not fit, or what keeps a file from being read or written.
  func take(
    _ places: [Int?], from reader: borrowing ResultsReader, _ layout: ResultsLayout
  ) throws {
    try reader.requireTrials(places.count)
    let seeds = try reader.seeds()
    for (seed, place) in zip(seeds, places) {
      guard let place, layout.seeds[place] != seed else { continue }
      throw ResultsError.damaged(path: reader.path, reason: "its seeds are not those of its sweep")
    }
    try requireSameLabels(in: reader, layout)
    let missing = reader.missing(of: layout)
    for variable in layout.variables
    where variable.isResult && !missing.contains(variable.dataset.name) {
      let name = variable.dataset.name
      let found = try reader.shape(of: name)
      // Among more trials there may be larger nets, with longer spectra.
      guard found.count == variable.dataset.shape.count,
        zip(found, variable.dataset.shape).allSatisfy({ $0 <= $1 })
      else {
        throw ResultsError.damaged(
          path: reader.path,
          reason: "\(name) is of shape \(found), not a beginning of \(variable.dataset.shape)")
      }
      switch variable.dataset.type {
      case .int8: try copy(Int8.self, name, to: name, from: reader, places)
      case .int32: try copy(Int32.self, name, to: name, from: reader, places)
      case .int64: try copy(Int64.self, name, to: name, from: reader, places)
      default: try copy(Double.self, name, to: name, from: reader, places)
      }
    }
    try takeKept(places, from: reader, layout)
  }

  /// Copies what trials keep, form by form: a form may have another number here, and its trials other places.
  private func takeKept(
    _ places: [Int?], from reader: borrowing ResultsReader, _ layout: ResultsLayout
  ) throws {
    let suffix = "/" + ResultsLayout.keptTrial
    for scale in reader.keptNames where scale.hasSuffix(suffix) {
      let trials = try reader.numbers(
        of: scale, trials: 0..<(reader.shape(of: scale).first ?? 0), as: Int64.self)
      for (name, group) in zip(layout.groupNames, layout.kept) {
        let members = Dictionary(zip(group.trials, group.trials.indices)) { first, _ in first }
        let targets = trials.map { trial in
          places.indices.contains(Int(trial)) ? places[Int(trial)].flatMap { members[$0] } : nil
        }
        guard targets.contains(where: { $0 != nil }) else { continue }
        for array in group.form.arrays {
          let source = scale.dropLast(suffix.count) + "/" + array.name
          guard reader.keptNames.contains(source) else { continue }
          let target = "\(name)/\(array.name)"
          try requireRoom(for: reader.shape(of: source), of: source, in: target, reader.path)
          switch group.form.precision {
          case .float32: try copy(Float.self, source, to: target, from: reader, targets)
          case .float64: try copy(Double.self, source, to: target, from: reader, targets)
          }
        }
      }
    }
  }

  /// Among more trials there may be some with more checkpoints.
  private func requireRoom(
    for shape: [Int], of source: String, in target: String, _ path: String
  ) throws {
    let room = try dataset(target).shape()
    guard shape.count == room.count, zip(shape, room).dropFirst().allSatisfy({ $0 <= $1 }) else {
      throw ResultsError.damaged(
        path: path, reason: "\(source) is of shape \(shape), not a beginning of \(room)")
    }
  }

  /// Makes sure that what is known by its label has the same number in both files.
  private func requireSameLabels(
    in reader: borrowing ResultsReader, _ layout: ResultsLayout
  ) throws(ResultsError) {
    for dimension in layout.extraDimensions where reader.variableNames.contains(dimension.name) {
      guard let labels = dimension.labels else { continue }
      let found = Labels.distinct(try reader.attribute(Labels.attribute, of: dimension.name) ?? "")
      guard labels.starts(with: found) else {
        throw .damaged(
          path: reader.path,
          reason:
            "its labels of \(dimension.name) are \(found.joined(separator: ", ")), not the first of "
            + labels.joined(separator: ", "))
      }
    }
  }

  /// Copies a variable in blocks of rows, so that little memory is needed.
  ///
  /// - Parameter places: The place of each row in the variable `target`; nil for one that is not taken.
  private func copy<Number: Element>(
    _ type: Number.Type, _ name: String, to target: String, from reader: borrowing ResultsReader,
    _ places: [Int?]
  ) throws {
    let extent = Array(try reader.shape(of: name).dropFirst())
    let width = extent.reduce(1, *)
    let rows = max(1, 1_048_576 / max(1, width))
    for first in stride(from: 0, to: places.count, by: rows) {
      let trials = first..<min(first + rows, places.count)
      let taken = trials.compactMap { trial in
        places[trial].map { (row: trial - first, place: $0) }
      }.sorted { $0.place < $1.place }
      guard !taken.isEmpty else { continue }
      let numbers = try reader.numbers(of: name, trials: trials, as: Number.self)
      let cells = RowScatter(places: taken.map(\.place), checkpointCount: nil)
      try dataset(target).write(cells, extent: extent, as: Number.self) { member, block, offset in
        let start = taken[member].row * width
        for i in 0..<width { block[offset + i] = numbers[start + i] }
      }
    }
  }
}

extension Variable {
  /// Whether it holds what trials resulted in, rather than their settings.
  var isResult: Bool {
    guard case .none = content else { return false }
    return dimensions.first == "trial" && !isScale
  }
}
