import FileOwnership
import HDF5
import Records

// All readers rely on these checks, made once when a file is opened: any program can make a file that claims to be
// ours.
extension ResultsReader {
  /// Checks that variables have the sizes of their dimensions, and hold numbers where numbers are expected.
  ///
  /// - Throws: `ResultsError.damaged` with the first variable that does not.
  func requireConsistency() throws(ResultsError) {
    let sizes = try dimensionSizes()
    for name in variableNames {
      let variable = try information(on: name)
      if let expected = expectedShape(of: variable, sizes), variable.shape != expected {
        throw .damaged(
          path: path, reason: "\(name) is of shape \(variable.shape), not \(expected)")
      }
      guard isExpected(variable) else {
        throw .damaged(path: path, reason: "\(name) holds \(variable.kind) values")
      }
    }
  }

  private func dimensionSizes() throws(ResultsError) -> [String: Int] {
    var sizes: [String: Int] = [:]
    for name in variableNames {
      let shape = try shape(of: name)
      if shape.count == 1 { sizes[name] = shape[0] }
    }
    for name in ["trial", "checkpoint"] {
      guard sizes[name, default: 0] > 0, sizes[name, default: 0] <= Int(Int32.max) else {
        throw .damaged(path: path, reason: "it has no \(name), or too many")
      }
    }
    return sizes
  }

  /// The shape that a variable must have; nil where it may have any.
  private func expectedShape(
    of variable: VariableInformation, _ sizes: [String: Int]
  ) -> [Int]? {
    if variable.name == "step" { return [trialCount, checkpointCount] }
    if FixedColumns.onTrial.contains(variable.name) || variable.isAxis { return [trialCount] }
    guard variable.dimensions.first == "trial" else { return nil }
    return zip(variable.dimensions, variable.shape).map { sizes[$0] ?? $1 }
  }

  private func isExpected(_ variable: VariableInformation) -> Bool {
    if FixedColumns.integers.contains(variable.name) {
      return variable.kind == .integer
        || FixedColumns.missable.contains(variable.name) && variable.kind == .real
    }
    if ["failures", "runs"].contains(variable.name) { return variable.kind == .text }
    guard variable.dimensions.first == "trial" || variable.isAxis else { return true }
    return [.integer, .real].contains(variable.kind)
  }
}

/// The names of columns that every file has.
private enum FixedColumns {
  static let onTrial: Set<String> = [
    "trial", "seed", "replicate", "status", "attempts", "worker", "seconds", "parameter_count",
  ]
  /// Columns with a fill value; other programs may have turned their numbers into reals, with NaN for missing ones.
  static let missable: Set<String> = ["worker", "parameter_count", "step"]
  static let integers: Set<String> = [
    "trial", "checkpoint", "seed", "replicate", "status", "attempts", "worker", "parameter_count",
    "step",
  ]
}

extension VariableInformation {
  /// Whether it is a varied setting.
  fileprivate var isAxis: Bool { path != nil && !Quantity.reservedNames.contains(name) }
}
