package import FileOwnership
import HDF5
package import Records

/// An array that a trial has kept: its name, its shape, and its numbers, row-major.
package struct KeptValues: Equatable, Sendable {
  package let name: String
  package let shape: [Int]
  package let numbers: KeptNumbers
}

extension ResultsReader {
  /// The arrays that a trial keeps, with their numbers at a checkpoint.
  ///
  /// - Parameters:
  ///   - checkpoint: The checkpoint's number, counted from 0.
  ///   - isLast: Whether it is the trial's last one, so that arrays that are kept at no other one are read too.
  /// - Returns: The arrays in the order of their names; nil where the trial keeps nothing.
  /// - Throws: `ResultsError.unreadable` where the file cannot be read.
  package func kept(
    of trial: TrialID, checkpoint: Int, isLast: Bool
  ) throws(ResultsError) -> [KeptValues]? {
    for group in keptNames.compactMap({ $0.split(separator: "/").first }).uniqued {
      let trials = "\(group)/\(ResultsLayout.keptTrial)"
      guard keptNames.contains(trials) else { continue }
      let numbers = try reading(trials) { (dataset) throws(HDF5Error) in
        try dataset.read(Int64.self)
      }
      guard let member = numbers.firstIndex(of: Int64(trial.number)) else { continue }
      var found: [KeptValues] = []
      for name in keptNames where name.hasPrefix("\(group)/") {
        let information = try information(on: name)
        guard information.dimensions.first == ResultsLayout.keptTrial else { continue }
        let isAlways = information.dimensions.dropFirst().first == "checkpoint"
        guard isLast || isAlways else { continue }
        found.append(
          try values(of: name, information.shape, member, at: isAlways ? checkpoint : nil))
      }
      return found
    }
    return nil
  }

  private func values(
    of name: String, _ shape: [Int], _ member: Int, at checkpoint: Int?
  ) throws(ResultsError) -> KeptValues {
    let start = [member] + (checkpoint.map { [$0] } ?? [])
    guard shape.count >= start.count, zip(start, shape).allSatisfy({ $0 < $1 }) else {
      throw .damaged(path: path, reason: "\(name) is of shape \(shape), which lacks \(start)")
    }
    let rest = Array(shape.dropFirst(start.count))
    let slab = Hyperslab(start: start + rest.map { _ in 0 }, count: start.map { _ in 1 } + rest)
    let numbers = try reading(name) { (dataset) throws(HDF5Error) -> KeptNumbers in
      try dataset.holds(.float32)
        ? .float32(try dataset.read(Float.self, slab))
        : .float64(try dataset.read(Double.self, slab))
    }
    let ownName = name.split(separator: "/").last.map(String.init) ?? name
    return KeptValues(name: ownName, shape: rest, numbers: numbers)
  }
}

extension [Substring] {
  /// The elements without those that came before.
  fileprivate var uniqued: [Substring] {
    var seen: Set<Substring> = []
    return filter { seen.insert($0).inserted }
  }
}
