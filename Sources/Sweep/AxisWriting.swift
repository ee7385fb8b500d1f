import Schema

/// An axis as the file writes it, before its setting is known.
struct AxisWriting: Sendable {
  let kind: Axis.Kind
  /// The mapping, `{grid: […]}`.
  let source: Tree
  /// The values; computed ones stand at the place of the mapping.
  let values: [Tree]
}

/// Finds every axis of a tree and works its values out.
///
/// Axes are numbered in the order of the file, which is the order in which trials run through them.
struct AxisFinder {
  private(set) var axes: [AxisWriting] = []
  private(set) var problems: [Problem] = []
  private let seed: UInt64

  /// - Parameter seed: The sweep's, for random axes.
  init(seed: UInt64) { self.seed = seed }

  /// `tree` with every mapping that writes an axis replaced by that axis' alternatives.
  mutating func replacingAxes(in tree: Tree, path: String = "") -> Tree {
    switch tree.content {
    case .mapping(let pairs) where tree.isAxis: return axis(pairs, tree, path)
    case .mapping(let pairs):
      let replaced = pairs.map { pair in
        var pair = pair
        pair.value = replacingAxes(in: pair.value, path: path.appending(component: pair.key))
        return pair
      }
      return Tree(.mapping(replaced), at: tree.location)
    case .list(let elements):
      return Tree(.list(elements.map { replacingAxes(in: $0, path: path) }), at: tree.location)
    default: return tree
    }
  }

  private mutating func axis(_ pairs: [Tree.Pair], _ tree: Tree, _ path: String) -> Tree {
    var values: [Tree] = []
    var kind = Axis.Kind.grid
    do throws(Problem) {
      let before = axes.reduce(0) { $0 + $1.values.count }
      (kind, values) = try AxisParser(path: path, seed: seed, valuesBefore: before)
        .values(pairs, tree)
    } catch { problems.append(error) }
    axes.append(AxisWriting(kind: kind, source: tree, values: values))
    return Tree(.axis(axes.count - 1, values: values), at: tree.location)
  }
}
