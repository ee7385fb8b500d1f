import Schema

extension [[Int]] {
  /// The numbers of the axes in groups that move together, in the order of their first members.
  init(zip tree: Tree?, _ axes: [AxisSource]) throws(Diagnostic) {
    var groups: [[Int]] = []
    if let tree {
      guard let trees = tree.elements, !trees.isEmpty else { throw .wrongZip(tree) }
      for tree in trees { groups.append(try Self.group(tree, axes, after: groups)) }
    }
    let zipped = Set(groups.joined())
    groups += axes.indices.filter { !zipped.contains($0) }.map { [$0] }
    self = groups.sorted { $0[0] < $1[0] }
  }

  private static func group(
    _ tree: Tree, _ axes: [AxisSource], after groups: [[Int]]
  ) throws(Diagnostic) -> [Int] {
    guard let elements = tree.elements, elements.count >= 2 else { throw .wrongZip(tree) }
    var group: [Int] = []
    for element in elements {
      guard case .scalar(let name, _) = element.content else { throw .wrongZip(element) }
      let axis = try axes.map(\.path).index(ofAxis: name, at: element.location)
      guard !(groups.joined() + group).contains(axis) else {
        throw .zippedTwice(axes[axis], element.location)
      }
      if let first = group.first, axes[first].values.count != axes[axis].values.count {
        throw .unequalZip(axes[first], axes[axis], at: element.location)
      }
      group.append(axis)
    }
    return group.sorted()
  }
}
