import Schema

extension [[Int]] {
  /// The axes by groups that move together: those of the design first, so that its points run slowest and more of them
  /// append trials; the others in the order of their first members.
  init(zip tree: Tree?, _ axes: [AxisSource], _ design: Design?) throws(Diagnostic) {
    var groups: [[Int]] = []
    if let tree {
      guard let trees = tree.elements, !trees.isEmpty else { throw .wrongZip(tree) }
      for tree in trees { groups.append(try Self.group(tree, axes, after: groups)) }
    }
    let joint = design?.axes ?? []
    let grouped = Set(groups.joined() + joint)
    groups += axes.indices.filter { !grouped.contains($0) }.map { [$0] }
    self = (joint.isEmpty ? [] : [joint]) + groups.sorted { $0[0] < $1[0] }
  }

  private static func group(
    _ tree: Tree, _ axes: [AxisSource], after groups: [[Int]]
  ) throws(Diagnostic) -> [Int] {
    guard let elements = tree.elements, elements.count >= 2 else { throw .wrongZip(tree) }
    var group: [Int] = []
    for element in elements {
      guard case .scalar(let name, _) = element.content else { throw .wrongZip(element) }
      let axis = try axes.map(\.path).index(ofAxis: name, at: element.location)
      guard axes[axis].range == nil else { throw .zippedRange(axes[axis], element.location) }
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
