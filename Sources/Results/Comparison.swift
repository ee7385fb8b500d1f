package import FileOwnership
import HDF5

/// The first place where two results files differ in one variable.
package struct Difference: Equatable, Sendable, CustomStringConvertible {
  /// The variable's name.
  package let variable: String
  /// What differs and where, in words for people.
  package let finding: String

  package var description: String { "\(variable): \(finding)" }
}

/// The names of variables that tell how a sweep went, not what it found.
package let incidentalVariables: Set<String> = [
  "worker", "seconds", "attempts", "failures", "runs",
]

/// The variables in which two results files differ, with the first place in each; empty where all observables are
/// bitwise equal.
///
/// Trials are matched by index. NaN equals NaN, whatever its bits; 0 and −0 differ. Not compared are which worker
/// trained a trial, how often and how long (`incidentalVariables`), and the attributes of the whole file.
///
/// - Throws: `ResultsError` where either file cannot be read.
package func compare(_ a: String, _ b: String) throws(ResultsError) -> [Difference] {
  let first = try ResultsReader(a)
  let second = try ResultsReader(b)
  var differences: [Difference] = []
  let (names, others) = (first.comparedNames, second.comparedNames)
  for name in others where !names.contains(name) {
    differences.append(Difference(variable: name, finding: "missing in \(a)"))
  }
  for name in names {
    guard others.contains(name) else {
      differences.append(Difference(variable: name, finding: "missing in \(b)"))
      continue
    }
    if let finding = try compare(name, first, second) {
      differences.append(Difference(variable: name, finding: finding))
    }
  }
  return differences
}

extension ResultsReader {
  /// The names of the variables that `compare` looks at, what trials keep included, in the order of the file.
  package var comparedNames: [String] {
    variableNames.filter { !incidentalVariables.contains($0) } + keptNames
  }
}

/// How variable `name` differs; nil where it does not.
private func compare(
  _ name: String, _ a: borrowing ResultsReader, _ b: borrowing ResultsReader
) throws(ResultsError) -> String? {
  let (one, other) = (try a.information(on: name), try b.information(on: name))
  guard one.shape == other.shape else { return "shape \(one.shape) against \(other.shape)" }
  guard one.kind == other.kind else { return "\(one.kind) against \(other.kind)" }
  let (labels, otherLabels) = (
    try a.attribute(Labels.attribute, of: name), try b.attribute(Labels.attribute, of: name)
  )
  guard labels == otherLabels else { return "\(labels ?? "") against \(otherLabels ?? "")" }
  if name == "seed" {
    return try firstDifference(name, one.shape, a, b, as: UInt64.self, equal: ==)
  }
  guard one.kind == .real else {
    return try firstDifference(name, one.shape, a, b, as: Int64.self, equal: ==)
  }
  return try firstDifference(name, one.shape, a, b, as: Double.self) { x, y in
    x.bitPattern == y.bitPattern || x.isNaN && y.isNaN
  }
}

/// The first unlike elements of `name` in the order of the file, read in blocks of rows.
private func firstDifference<Number: Element>(
  _ name: String, _ shape: [Int], _ a: borrowing ResultsReader, _ b: borrowing ResultsReader,
  as type: Number.Type, equal: (Number, Number) -> Bool
) throws(ResultsError) -> String? {
  let width = shape.dropFirst().reduce(1, *)
  let rows = max(1, 1_048_576 / max(1, width))
  for start in stride(from: 0, to: shape.first ?? 0, by: rows) {
    let range = start..<min(start + rows, shape[0])
    let x = try a.numbers(of: name, trials: range, as: type)
    let y = try b.numbers(of: name, trials: range, as: type)
    guard let place = x.indices.first(where: { !equal(x[$0], y[$0]) }) else { continue }
    let index = RowPlaces.index(of: start * width + place, in: shape)
    return "\(x[place]) against \(y[place]) at \(index)"
  }
  return nil
}
