import Schema

/// An axis as the file writes it, before its setting is known.
struct AxisSource: Sendable {
  let kind: Axis.Kind
  /// The setting's keys from the root, joined by points.
  let path: String
  /// The mapping as the file writes it, `{grid: […]}`.
  let source: Tree
  /// The values; computed ones have the location of the mapping.
  var values: [Tree]
  /// The draws of a random choice; nil for other axes.
  let choice: ChoiceDraws?
  /// Of an axis of a design, what its points lie in; it has values once there is the design.
  var range: Distribution? = nil
}

extension [AxisSource] {
  /// Gives the axes of a design their values.
  mutating func fill(_ design: Design, seed: UInt64) {
    for (dimension, axis) in design.axes.enumerated() {
      guard let range = self[axis].range else { continue }
      let draws = AxisDraws(sweepSeed: seed, path: self[axis].path)
      let location = self[axis].source.location
      self[axis].values = design.fractions(along: dimension, draws).map {
        range.value(at: $0, writtenAt: location)
      }
    }
  }
}

/// Finds every axis of a tree and computes its values.
///
/// Axes are numbered in the order of the file, which is the order in which trials run through them.
struct AxisFinder {
  private(set) var axes: [AxisSource] = []
  private(set) var problems: [Diagnostic] = []
  private let seed: UInt64

  /// - Parameter seed: The sweep's seed, for random axes.
  init(seed: UInt64) { self.seed = seed }

  /// The tree with an axis node in place of every mapping that writes an axis.
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
      let replaced = elements.enumerated().map { index, element in
        // Settings of a mapping in a list are told apart by its number.
        let isNumbered = element.pairs != nil && !element.isAxis
        return replacingAxes(
          in: element, path: isNumbered ? path.appending(component: "\(index + 1)") : path)
      }
      return Tree(.list(replaced), at: tree.location)
    default: return tree
    }
  }

  /// Gives the axes of the sweep's design their values.
  ///
  /// - Parameter tree: What stands behind `design`; nil where the file has none.
  /// - Returns: The design; nil where there is none, or none that could be read, which is then among the problems.
  mutating func fillDesign(_ tree: Tree?) -> Design? {
    var design: Design?
    do throws(Diagnostic) {
      if let tree { design = try Design(tree, among: axes) }
    } catch {
      problems.append(error)
      return nil
    }
    if let design { axes.fill(design, seed: seed) }
    problems += axes.filter { $0.range != nil && $0.values.isEmpty }.map { .rangeAlone($0) }
    return design
  }

  /// Draws choices again where they repeat earlier ones.
  mutating func drawRepetitionsAnew(_ groups: [[Int]]) { axes.drawRepetitionsAnew(groups) }

  private mutating func axis(_ pairs: [Tree.Pair], _ tree: Tree, _ path: String) -> Tree {
    let before = axes.reduce(0) { $0 + $1.values.count }
    let parser = AxisParser(path: path, seed: seed, valuesBefore: before)
    var writing = AxisSource(kind: .grid, path: path, source: tree, values: [], choice: nil)
    do throws(Diagnostic) { writing = try parser.writing(pairs, tree) } catch {
      problems.append(error)
    }
    axes.append(writing)
    return Tree(.axis(axes.count - 1, values: writing.values), at: tree.location)
  }
}
