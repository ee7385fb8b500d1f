package import Results
import Wording

/// The trials of a sweep as a full grid: in each replicate every combination of the axes' values stands once.
package struct TrialGrid: Equatable, Sendable {
  /// An axis, or several that move together.
  package struct Factor: Equatable, Sendable {
    package let names: [String]
    package let levelCount: Int

    package var title: String { names.joined(separator: " + ") }
  }

  /// Without axes of one value; at least one.
  package let factors: [Factor]
  /// Of each replicate, the trial in each cell, the last factor's level changing fastest.
  package let cells: [[Int]]

  /// - Parameters:
  ///   - columns: Every axis with its value in each trial.
  ///   - replicates: Which replicate each trial is of.
  package init(_ columns: [AxisColumn], replicates: [Int]) throws(NoTrialGrid) {
    var found: [(names: [String], levels: [Int])] = []
    for column in columns {
      let levels = column.levels
      guard levels.contains(where: { $0 > 0 }) else { continue }
      // Levels are numbered as they come: those of axes that move together are the same.
      if let twin = found.firstIndex(where: { $0.levels == levels }) {
        found[twin].names.append(column.name)
      } else {
        found.append(([column.name], levels))
      }
    }
    guard let first = found.first else { throw .noAxes }
    guard found.count > 1 || first.names.count == 1 else { throw .jointPoints(first.names) }
    factors = found.map { Factor(names: $0.names, levelCount: ($0.levels.max() ?? 0) + 1) }
    cells = try Self.cells(factors.map(\.levelCount), found.map(\.levels), replicates)
  }

  private static func cells(
    _ sizes: [Int], _ levels: [[Int]], _ replicates: [Int]
  ) throws(NoTrialGrid) -> [[Int]] {
    let groups = Dictionary(grouping: replicates.indices) { replicates[$0] }
    let combinations = sizes.reduce(1.0) { $0 * Double($1) }
    var found: [[Int]] = []
    for (_, trials) in groups.sorted(by: { $0.key < $1.key }) {
      guard Double(trials.count) == combinations else {
        throw .incomplete(configurations: trials.count, combinations: combinations)
      }
      let places = trials.map { trial in
        zip(sizes, levels).reduce(0) { $0 * $1.0 + $1.1[trial] }
      }
      let different = Set(places).count
      guard different == trials.count else {
        throw .incomplete(configurations: different, combinations: combinations)
      }
      var cells = [Int](repeating: 0, count: trials.count)
      for (trial, place) in zip(trials, places) { cells[place] = trial }
      found.append(cells)
    }
    return found
  }
}

/// Why the trials of a sweep are no full grid, and perhaps can have no polynomial fitted to them either.
package enum NoTrialGrid: Error, Equatable, CustomStringConvertible {
  case noAxes
  case jointPoints([String])
  case incomplete(configurations: Int, combinations: Double)
  case manyWords(String, Int, most: Int)
  indirect case tooFew(Int, needed: Int, NoTrialGrid)

  package var description: String {
    switch self {
    case .noAxes: "no axis has two values"
    case .jointPoints(let names):
      "\(names.joined(separator: ", ")) have joint points, not a grid, on which alone shares of variance are exact"
    case .incomplete(let configurations, let combinations):
      "the sweep has \(configurations) configurations of the \(NumberFormat.figure(combinations)) that a full "
        + "grid of its axes' values would have, on which alone shares of variance are exact"
    case .manyWords(let axis, let count, let most):
      "\(axis) has \(count) words, of which a fit tells at most \(most) apart"
    case .tooFew(let count, let needed, let reason):
      "\(reason); a polynomial fitted in its place needs \(needed) trials with a final number, and there are \(count)"
    }
  }
}

extension AxisColumn {
  /// The number of each trial's value among the different ones, in the order in which they come.
  var levels: [Int] {
    switch values {
    case .real(let values): numbered(values)
    case .integer(let values): numbered(values)
    case .text(let values): numbered(values)
    case .boolean(let values): numbered(values)
    }
  }
}

private func numbered<Value: Hashable>(_ values: [Value]) -> [Int] {
  var numbers: [Value: Int] = [:]
  return values.map { value in
    if let number = numbers[value] { return number }
    numbers[value] = numbers.count
    return numbers.count - 1
  }
}
