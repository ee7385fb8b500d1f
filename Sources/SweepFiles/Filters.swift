import Schema

/// `exclude` and `only`, which select the combinations of axis values that are trials.
struct Filters {
  /// One condition: a mapping of axes, or an expression of them.
  private enum Filter {
    case mapping(Condition)
    case expression(ExpressionFilter)

    func holds(_ combination: Int, of lattice: Lattice) -> Bool {
      switch self {
      case .mapping(let condition):
        condition.tests.allSatisfy { $0.holds[lattice.position($0.axis, in: combination)] }
      case .expression(let filter): filter.holds(combination, of: lattice)
      }
    }
  }

  private let excluded: [Filter]
  /// The conditions of `only`; nil where the file has none.
  private let wanted: [Filter]?
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
    -> [Filter]
  {
    let trees = tree.elements ?? [tree]
    guard !trees.isEmpty else { throw .wrongFilter(keyword, tree) }
    var filters: [Filter] = []
    for tree in trees {
      if case .scalar(let text, _) = tree.content {
        filters.append(.expression(try ExpressionFilter(text, at: tree.location, axes: axes)))
        continue
      }
      guard let pairs = tree.pairs, !pairs.isEmpty else { throw .wrongFilter(keyword, tree) }
      filters.append(.mapping(try Condition(pairs, axes: axes)))
    }
    return filters
  }

  /// The combinations of `lattice` that meet no condition of `exclude` and, where there is an `only`, one of its
  /// conditions.
  func survivors(of lattice: Lattice) throws(Diagnostic) -> [UInt32] {
    let survivors = lattice.combinations { combination in
      !excluded.contains { $0.holds(combination, of: lattice) }
        && wanted?.contains { $0.holds(combination, of: lattice) } ?? true
    }
    guard !survivors.isEmpty else { throw .noTrials(location) }
    return survivors
  }
}
