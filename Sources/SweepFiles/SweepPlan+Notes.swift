import Schema

extension SweepPlan {
  /// Remarks on what is allowed but perhaps not meant, each a sentence for people.
  package var notes: [String] {
    [multipliedRandomAxes, unevenPoints, coincidences].compactMap(\.self) + idleAxes
  }

  /// The remark on random axes that form a grid of draws where points may be wanted.
  private var multipliedRandomAxes: String? {
    let random = axes.indices.filter { axes[$0].kind == .random }
    let groups = Set(random.map { lattice.stride(of: $0) })
    guard groups.count > 1 else { return nil }
    return """
      The random axes \(listed(random.map { axes[$0].path })) make a grid of all their draws; \
      zip them to draw points.
      """
  }

  /// A Sobol sequence fills boxes evenly where it is cut at a power of two.
  private var unevenPoints: String? {
    guard let design, design.kind == .sobol, design.count.nonzeroBitCount > 1 else { return nil }
    let below = 1 << (Int.bitWidth - 1 - design.count.leadingZeroBitCount)
    return """
      \(design.count) points of a Sobol sequence are less even than a power of two of them: \(below) or \
      \(2 * below).
      """
  }

  /// The remark on configurations that repeat an earlier one, as draws can make them.
  private var coincidences: String? {
    let representatives = lattice.representatives(of: axes)
    guard !representatives.isEmpty else { return nil }
    let looked = min(configurationCount, 1_000_000)
    var seen: Set<Int> = []
    for configuration in 0..<looked {
      seen.insert(lattice.representative(of: combination(of: configuration), representatives))
    }
    guard seen.count < looked else { return nil }
    let groups = Set(representatives.keys.map { lattice.stride(of: $0) })
    let repeated = axes.indices.filter {
      [.random, .design].contains(axes[$0].kind) && groups.contains(lattice.stride(of: $0))
    }.map { axes[$0].path }
    return """
      \(looked - seen.count) of \(looked) configurations repeat an earlier one, since draws of \
      \(listed(repeated)) coincide: their trials are bitwise the same. Fewer samples, or a grid of all \
      values, would do.
      """
  }

  /// The remarks on axes that some trials run through although their variant does not have the setting, so that these
  /// trials are repetitions.
  private var idleAxes: [String] {
    template.conditionalAxes.filter { axes[$0.axis].kind != .design && isRunThrough($0) }.map {
      conditional in
      let axis = axes[conditional.axis].path
      let idle = listed(
        conditional.idle.sorted().map { axes[conditional.chooser].values[$0].description })
      return """
        \(axis) has no meaning with \(axes[conditional.chooser].path): \(idle), so that trials are \
        repeated; leave out all but one with exclude.
        """
    }
  }

  /// Whether trials in which an axis has no meaning still have different values of it.
  private func isRunThrough(_ conditional: ConditionalAxis) -> Bool {
    var seen: SettingValue?
    for configuration in 0..<min(configurationCount, 100_000) {
      let chosen = axisPosition(conditional.chooser, trial: configuration)
      guard conditional.idle.contains(chosen) else { continue }
      let axis = axes[conditional.axis]
      let value = axis.values[axisPosition(conditional.axis, trial: configuration)]
      if let seen, seen != value { return true }
      seen = value
    }
    return false
  }
}
