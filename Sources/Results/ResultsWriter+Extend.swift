import Foundation
import HDF5

extension ResultsWriter {
  /// Gives the results file at `path` room for more trials. The trials that it has stay the first ones, with all their
  /// rows.
  ///
  /// Contiguous datasets cannot grow, so that a new file is made beside the old one and takes its name once it is
  /// complete; after a crash at any time, one of the two is there whole.
  ///
  /// - Parameter layout: The layout of the larger sweep. The caller has made sure that its first trials are the file's.
  /// - Throws: `ResultsError.missing`, `.busy`, `.inUse`, `.cannotCreate`, or what keeps the file from being read.
  package static func extend(_ path: String, _ layout: ResultsLayout) throws(ResultsError) {
    guard FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
    let lock = try FileLock(for: path)
    let claim = try FileClaim(path)
    let reader = try ResultsReader(path)
    try requireRoom(for: layout, at: path)
    // A symbolic link stays, and leads to the new file.
    let place = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    try PartialFile.make(for: place, isNew: false) { partial in
      try build(partial, layout)
      try copyTrials(from: reader, to: partial, layout)
    }
    // Keeps both locks alive until here.
    _ = (lock.lockPath, claim.descriptor)
  }

  /// Copies the results of the reader's trials. Their settings stand in the new file already.
  private static func copyTrials(
    from reader: borrowing ResultsReader, to partial: String, _ layout: ResultsLayout
  ) throws {
    let file = try File(partial, .readWrite)
    let missing = reader.missing(of: layout)
    for variable in layout.variables
    where variable.isResult && !missing.contains(variable.dataset.name) {
      let name = variable.dataset.name
      // Trials of a new form have a group that the file lacks.
      guard !variable.isKept || reader.keptNames.contains(name) else { continue }
      let found = try reader.shape(of: name)
      guard isBeginning(found, of: variable.dataset.shape, anyRank: variable.isKept) else {
        throw ResultsError.damaged(
          path: reader.path,
          reason: "\(name) is of shape \(found), not a beginning of "
            + "\(variable.dataset.shape)")
      }
      switch variable.dataset.type {
      case .int8: try copy(Int8.self, name, from: reader, to: file)
      case .int32: try copy(Int32.self, name, from: reader, to: file)
      case .int64: try copy(Int64.self, name, from: reader, to: file)
      case .float32: try copy(Float.self, name, from: reader, to: file)
      default: try copy(Double.self, name, from: reader, to: file)
      }
    }
    let failures = FailureLog(
      try reader.texts(of: "failures").joined(), capacity: layout.failureBytes)
    try Table(of: layout).write(failures, to: file)
    if reader.hasRuns {
      try Table(of: layout).write(runs: reader.texts(of: "runs").joined(), to: file)
    }
    try file.close()
  }

  /// Whether a dataset of shape `found` can stand at the beginning of one of shape `larger`: among more trials there
  /// may be larger nets, with longer spectra.
  private static func isBeginning(
    _ found: [Int], of larger: [Int], anyRank: Bool
  ) -> Bool {
    guard found.count <= 3 || anyRank else { return found.dropFirst() == larger.dropFirst() }
    return found.count == larger.count && zip(found, larger).allSatisfy { $0 <= $1 }
  }

  /// Copies a variable in blocks of trials, so that little memory is needed.
  private static func copy<Number: Element>(
    _ type: Number.Type, _ name: String, from reader: borrowing ResultsReader,
    to file: borrowing File
  ) throws {
    let shape = try reader.shape(of: name)
    let width = shape.dropFirst().reduce(1, *)
    let rows = max(1, 1_048_576 / max(1, width))
    // Those of a group are a part of all.
    let count = shape.first ?? 0
    for first in stride(from: 0, to: count, by: rows) {
      let trials = first..<min(first + rows, count)
      let numbers = try reader.numbers(of: name, trials: trials, as: Number.self)
      try file.dataset(name).write(
        numbers,
        Hyperslab(
          start: [first] + shape.dropFirst().map { _ in 0 },
          count: [trials.count] + shape.dropFirst()))
    }
  }
}

extension Variable {
  /// Whether it holds what trials resulted in, rather than their settings.
  fileprivate var isResult: Bool {
    guard case .none = content, !isScale else { return false }
    return dimensions.first == "trial" || isKept
  }

  /// Whether it belongs to a group of what trials keep.
  fileprivate var isKept: Bool { dataset.name.contains("/") }
}
