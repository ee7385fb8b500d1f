/// An axis over a setting that only some variants have, where another axis chooses the variant.
package struct ConditionalAxis: Hashable, Sendable {
  /// The number of the axis over that setting.
  package let axis: Int
  /// The number of the axis that chooses the variant.
  package let chooser: Int
  /// The positions on `chooser` at which `axis` has no meaning.
  package let idle: Set<Int>
}

extension Template {
  /// Every axis that has no meaning with some value of another.
  package var conditionalAxes: [ConditionalAxis] {
    let deeper =
      sections.flatMap(\.template.conditionalAxes)
      + branches.flatMap { $0.alternatives.flatMap(\.conditionalAxes) }
    return (branches.flatMap(\.conditionalAxes) + deeper).uniqued
  }

  /// The numbers of the axes that vary a setting of this template.
  fileprivate var axes: Set<Int> {
    var axes = Set(open.map(\.axis))
    for section in sections { axes.formUnion(section.template.axes) }
    for branch in branches {
      for alternative in branch.alternatives { axes.formUnion(alternative.axes) }
    }
    return axes
  }
}

extension Template.Branch {
  fileprivate var conditionalAxes: [ConditionalAxis] {
    let axes = alternatives.map(\.axes)
    return Set(axes.joined()).sorted().compactMap { axis in
      let idle = axes.indices.filter { !axes[$0].contains(axis) }
      guard !idle.isEmpty else { return nil }
      return ConditionalAxis(axis: axis, chooser: self.axis, idle: Set(idle))
    }
  }
}
