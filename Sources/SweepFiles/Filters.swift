import Schema

/// `exclude` and `only`, which select the combinations of axis values that are trials.
struct Filters {
  /// One condition: a mapping of axes, or an expression of them.
  private enum Filter {
    case mapping(Condition)
    case expression(ExpressionFilter)

    func holds(_ combination: Int, of points: LatticePoints) throws(Diagnostic) -> Bool {
      switch self {
      case .mapping(let condition):
        condition.tests.allSatisfy { $0.holds[points.lattice.position($0.axis, in: combination)] }
      case .expression(let filter): try filter.holds(combination, of: points)
      }
    }
  }

  private let excluded: [Filter]
  /// The conditions of `only`; nil where the file has none.
  private let wanted: [Filter]?
  private let location: Location

  /// Reads both from a sweep file; nil where it has neither.
  ///
  /// - Parameter derived: The numbers that expressions may name beside the axes.
  init?(_ root: Tree, axes: [Axis], derived: [DerivedNumber]) throws(Diagnostic) {
    let exclude = root["exclude"]
    let only = root["only"]
    guard let first = exclude ?? only else { return nil }
    location = first.location
    excluded =
      try exclude.map { (tree) throws(Diagnostic) in
        try Filters.conditions(tree, "exclude", axes, derived)
      } ?? []
    wanted = try only.map { (tree) throws(Diagnostic) in
      try Filters.conditions(tree, "only", axes, derived)
    }
  }

  private static func conditions(
    _ tree: Tree, _ keyword: String, _ axes: [Axis], _ derived: [DerivedNumber]
  ) throws(Diagnostic) -> [Filter] {
    let trees = tree.elements ?? [tree]
    guard !trees.isEmpty else { throw .wrongFilter(keyword, tree) }
    var filters: [Filter] = []
    for tree in trees {
      if case .scalar(let text, _) = tree.content {
        filters.append(
          .expression(
            try ExpressionFilter(text, at: tree.location, axes: axes, derived: derived)))
        continue
      }
      guard let pairs = tree.pairs, !pairs.isEmpty else { throw .wrongFilter(keyword, tree) }
      filters.append(.mapping(try Condition(pairs, axes: axes)))
    }
    return filters
  }

  /// The combinations of a lattice that meet no condition of `exclude` and, where there is an `only`, one of its
  /// conditions.
  ///
  /// - Throws: `Diagnostic` where none is left, or where a number that a condition names cannot be told.
  func survivors(of points: LatticePoints) throws(Diagnostic) -> [UInt32] {
    let survivors = try points.lattice.combinations { (combination) throws(Diagnostic) in
      if try Filters.any(of: excluded, holdsFor: combination, of: points) { return false }
      guard let wanted else { return true }
      return try Filters.any(of: wanted, holdsFor: combination, of: points)
    }
    guard !survivors.isEmpty else { throw .noTrials(location) }
    return survivors
  }

  private static func any(
    of filters: [Filter], holdsFor combination: Int, of points: LatticePoints
  ) throws(Diagnostic) -> Bool {
    for filter in filters where try filter.holds(combination, of: points) { return true }
    return false
  }
}
