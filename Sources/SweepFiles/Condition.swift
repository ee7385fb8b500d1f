import Schema

/// One condition of `exclude` or `only`: for each axis that it names, the values at which it holds.
struct Condition: Sendable {
  static let comparisons = ["above", "below", "at_least", "at_most", "equals", "not"]

  /// The tests, all of which must hold. `holds` has an element for each value of the axis.
  var tests: [(axis: Int, holds: [Bool])] = []

  /// Reads `{width: 128, gain: {above: 5}, cell: [rnn, lstm]}`.
  init(_ pairs: [Tree.Pair], axes: [Axis]) throws(Diagnostic) {
    for pair in pairs {
      let index = try axes.map(\.path).index(ofAxis: pair.key, at: pair.keyLocation)
      tests.append((index, try Condition.table(pair.value, axes[index])))
    }
  }

  private static func table(_ tree: Tree, _ axis: Axis) throws(Diagnostic) -> [Bool] {
    guard let comparisons = tree.pairs, !comparisons.isEmpty else {
      return try membership(tree, axis)
    }
    var holds = axis.values.map { _ in true }
    for comparison in comparisons {
      let table = try Condition.table(comparison, axis)
      for index in holds.indices { holds[index] = holds[index] && table[index] }
    }
    return holds
  }

  private static func table(_ pair: Tree.Pair, _ axis: Axis) throws(Diagnostic) -> [Bool] {
    switch pair.key {
    case "equals": return try membership(pair.value, axis)
    case "not": return try membership(pair.value, axis).map { !$0 }
    case "above": return try comparison(pair, axis, >)
    case "below": return try comparison(pair, axis, <)
    case "at_least": return try comparison(pair, axis, >=)
    case "at_most": return try comparison(pair, axis, <=)
    default: throw .unknownComparison(pair, axis)
    }
  }

  /// Whether each value of the axis is what `tree` writes, or one of the values in its list. A value that the axis
  /// never has is a mistake.
  private static func membership(_ tree: Tree, _ axis: Axis) throws(Diagnostic) -> [Bool] {
    let isList = if case .list = axis.values.first { true } else { false }
    var candidates = tree.elements ?? [tree]
    if isList, !candidates.contains(where: { $0.elements != nil }) { candidates = [tree] }
    guard !candidates.isEmpty else { throw .neverTrue(axis, tree) }
    var holds = axis.values.map { _ in false }
    for candidate in candidates {
      let table = axis.values.map { $0.isWritten(by: candidate) }
      guard table.contains(true) else { throw .neverTrue(axis, candidate) }
      for index in holds.indices { holds[index] = holds[index] || table[index] }
    }
    return holds
  }

  private static func comparison(
    _ pair: Tree.Pair, _ axis: Axis, _ holds: (Double, Double) -> Bool
  ) throws(Diagnostic) -> [Bool] {
    guard axis.values.contains(where: { $0.number != nil }) else { throw .noNumbers(axis, pair) }
    let bound = try Domain.real().value(of: pair.value, path: "\(axis.path): \(pair.key)").number
    return axis.values.map { value in
      guard let number = value.number, let bound else { return false }
      return holds(number, bound)
    }
  }
}

extension SettingValue {
  /// Whether `tree` writes this value; numbers may differ by a billionth of their size.
  fileprivate func isWritten(by tree: Tree) -> Bool {
    switch (self, tree.content) {
    case (.text(let text), .scalar(let written, _)): return text == written
    case (.boolean(let truth), .scalar(let written, false)):
      return written.lowercased() == truth.description
    case (.integer, .scalar(let written, false)), (.real, .scalar(let written, false)):
      guard let number else { return false }
      switch Literal(written) {
      case .whole(let whole): return number.isNearly(Double(whole))
      case .real(let real): return number.isNearly(real)
      default: return false
      }
    case (.list(let values), .list(let trees)):
      return values.count == trees.count && zip(values, trees).allSatisfy { $0.isWritten(by: $1) }
    default: return false
    }
  }
}

extension Double {
  fileprivate func isNearly(_ other: Double) -> Bool {
    abs(self - other) <= 1e-9 * max(magnitude, other.magnitude)
  }
}

extension [String] {
  /// The index of the axis whose path is `name`, or ends in it if it is the only one.
  func index(ofAxis name: String, at location: Location) throws(Diagnostic) -> Int {
    if let index = firstIndex(of: name) { return index }
    let matches = indices.filter { self[$0].hasSuffix("." + name) }
    guard matches.count <= 1 else {
      throw .ambiguous(name, location, matches.map { self[$0] })
    }
    guard let index = matches.first else { throw .notVaried(name, location, paths: self) }
    return index
  }
}
