import Schema

/// `exclude` and `only`, which select the combinations of axis values that are trials.
struct Filters {
  private let excluded: [Condition]
  /// The conditions of `only`; nil where the file has none.
  private let wanted: [Condition]?
  private let location: Location

  /// Reads both from a sweep file; nil where it has neither.
  init?(_ root: Tree, axes: [Axis]) throws(Diagnostic) {
    let exclude = root["exclude"]
    let only = root["only"]
    guard let first = exclude ?? only else { return nil }
    location = first.location
    excluded =
      try exclude.map { (tree) throws(Diagnostic) in
        try Filters.conditions(tree, "exclude", axes)
      } ?? []
    wanted = try only.map { (tree) throws(Diagnostic) in try Filters.conditions(tree, "only", axes)
    }
  }

  private static func conditions(_ tree: Tree, _ keyword: String, _ axes: [Axis]) throws(Diagnostic)
    -> [Condition]
  {
    let trees = tree.elements ?? [tree]
    guard !trees.isEmpty else { throw .wrongFilter(keyword, tree) }
    var conditions: [Condition] = []
    for tree in trees {
      guard let pairs = tree.pairs, !pairs.isEmpty else { throw .wrongFilter(keyword, tree) }
      conditions.append(try Condition(pairs, axes: axes))
    }
    return conditions
  }

  /// The combinations of `lattice` that meet no condition of `exclude` and, where there is an `only`, one of its
  /// conditions.
  func survivors(of lattice: Lattice) throws(Diagnostic) -> [UInt32] {
    func holds(_ condition: Condition, _ combination: Int) -> Bool {
      condition.tests.allSatisfy { $0.holds[lattice.position($0.axis, in: combination)] }
    }
    let survivors = lattice.combinations { combination in
      !excluded.contains { holds($0, combination) }
        && wanted?.contains { holds($0, combination) } ?? true
    }
    guard !survivors.isEmpty else { throw .noTrials(location) }
    return survivors
  }
}
