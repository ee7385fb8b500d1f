import Schema

extension SweepPlan {
  /// What is allowed but perhaps not meant, a sentence each.
  public var notes: [String] {
    (multipliedRandomAxes.map { [$0] } ?? []) + idleAxes
  }

  /// Random axes that form a grid of draws where points may be wanted.
  private var multipliedRandomAxes: String? {
    let random = axes.indices.filter { axes[$0].kind == .random }
    let groups = Set(random.map { lattice.stride(of: $0) })
    guard groups.count > 1 else { return nil }
    return """
      The random axes \(listed(random.map { axes[$0].path })) make a grid of all their draws; \
      zip them to draw points.
      """
  }

  /// Axes that some trials run through although their variant does not have the setting: these
  /// trials are repetitions.
  private var idleAxes: [String] {
    template.conditionalAxes.filter { isRunThrough($0) }.map { conditional in
      let axis = axes[conditional.axis].path
      let idle = listed(
        conditional.idle.sorted().map { axes[conditional.chooser].values[$0].description })
      return """
        \(axis) has no meaning with \(axes[conditional.chooser].path): \(idle), so that trials are \
        repeated; leave out all but one with exclude.
        """
    }
  }

  /// Whether trials in which an axis is idle still have different values of it.
  private func isRunThrough(_ conditional: ConditionalAxis) -> Bool {
    var seen: Int?
    for configuration in 0..<min(configurationCount, 100_000) {
      let chosen = axisPosition(conditional.chooser, trial: configuration)
      guard conditional.idle.contains(chosen) else { continue }
      let position = axisPosition(conditional.axis, trial: configuration)
      if let seen, seen != position { return true }
      seen = position
    }
    return false
  }
}
