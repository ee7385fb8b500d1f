import Schema

extension SweepPlan {
  /// The text of a sweep that has the trials of this one and of another, where they differ in nothing but the values of
  /// axes, replicates and filters; nil where they vary other settings, or where the seeds of both cannot be written.
  ///
  /// It is this sweep's full text. Axes that the other one has more values of become grids of the values of both, zipped
  /// where they move together in one of the sweeps, in rising order where both have them so; filters leave out what they leave out in both. Where the trials of both
  /// make no grid, it has further ones. The caller makes sure of the rest by `places(of:)`.
  package func text(joining other: SweepPlan) -> String? {
    let found = axes.map { axis in other.axes.firstIndex { $0.path == axis.path } }
    let partners = found.compactMap(\.self)
    guard partners.count == axes.count, axes.count == other.axes.count,
      let own = ownSettings(joining: other)
    else { return nil }
    var (writings, zips) = (writings, [[Int]]())
    var isDesigned = design != nil
    for group in groups(joining: other, partners) {
      let points = points(of: group)
      let all = points.joined(with: other.points(of: group.map { partners[$0] }))
      let isDesignsOwn = design.map { !Set($0.axes).isDisjoint(with: group) } ?? false
      if all.count == points.count {
        let isZipped = group.count > 1 && lattice.movesTogether(group[0], group[1])
        if isZipped, !isDesignsOwn { zips.append(group) }
        continue
      }
      if isDesignsOwn { isDesigned = false }
      if group.count > 1 { zips.append(group) }
      for (column, axis) in group.enumerated() {
        writings[axis] = AxisSource(
          grid: all.map { $0[column] }, path: axes[axis].path, at: writings[axis].source.location)
      }
    }
    var selectors = filters(joining: other)
    if !zips.isEmpty {
      selectors["zip"] =
        SettingValue.list(
          zips.map { group in .list(group.map { .text(axes[$0].path) }) }
        ).description
    }
    if isDesigned { selectors["design"] = tree["design"]?.inFlowStyle() }
    return fullText(own, writings, selectors: selectors)
  }

  /// The axes by groups, of which no two hold axes that move together in either sweep.
  private func groups(joining other: SweepPlan, _ partners: [Int]) -> [[Int]] {
    var groups: [[Int]] = []
    for axis in axes.indices {
      let isLinked = { (group: [Int]) in
        group.contains {
          lattice.movesTogether($0, axis)
            || other.lattice.movesTogether(partners[$0], partners[axis])
        }
      }
      let linked = groups.filter(isLinked)
      groups.removeAll(where: isLinked)
      groups.append((linked.joined() + [axis]).sorted())
    }
    return groups.sorted { $0[0] < $1[0] }
  }

  /// The values that axes have together, each combination once, in the order in which trials run through them.
  private func points(of axes: [Int]) -> [[SettingValue]] {
    lattice.parts(of: lattice.digits(of: axes)).map { part in
      axes.map { self.axes[$0].values[lattice.position($0, in: part)] }
    }.uniqued
  }

  /// The settings of the sweep with the most replicates, or else this one's with the seeds of both.
  private func ownSettings(joining other: SweepPlan) -> OwnSettings? {
    let ours = (0..<replicates).map { seed(ofReplicate: $0) }
    let theirs = (0..<other.replicates).map { other.seed(ofReplicate: $0) }
    var own = OwnSettings(theirs.starts(with: ours) ? other : self)
    if !theirs.starts(with: ours), !ours.starts(with: theirs) {
      own.seeds = (ours + theirs).uniqued
      own.replicates = own.seeds.count
      guard own.seeds.allSatisfy({ $0 <= UInt64(PlanBuilder.largestSeed) }) else { return nil }
    }
    own.findings = (findings + other.findings).uniqued
    return own
  }

  /// What both exclude, and what either keeps.
  private func filters(joining other: SweepPlan) -> [String: String] {
    func conditions(_ plan: SweepPlan, _ key: String) -> [String]? {
      plan.tree[key].map { tree in (tree.elements ?? [tree]).map { $0.inFlowStyle() } }
    }
    var filters: [String: String] = [:]
    let theirs = conditions(other, "exclude") ?? []
    let excluded = (conditions(self, "exclude") ?? []).filter { theirs.contains($0) }
    if !excluded.isEmpty { filters["exclude"] = "[" + excluded.joined(separator: ", ") + "]" }
    if let one = conditions(self, "only"), let another = conditions(other, "only") {
      filters["only"] = "[" + (one + another).uniqued.joined(separator: ", ") + "]"
    }
    return filters
  }
}

extension [[SettingValue]] {
  /// These points and others, each once: numbers that rise in both go on rising, others come behind these.
  fileprivate func joined(with others: [[SettingValue]]) -> [[SettingValue]] {
    let all = (self + others).uniqued
    let numbers = all.compactMap { $0.count == 1 ? $0[0].number : nil }
    guard numbers.count == all.count, isRising, others.isRising else { return all }
    return zip(numbers, all).sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// Whether each number is larger than the one before.
  private var isRising: Bool {
    let numbers = map { $0.first?.number ?? .nan }
    return zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
  }
}

extension AxisSource {
  /// A grid of these values.
  fileprivate init(grid values: [SettingValue], path: String, at location: Location) {
    let list = Tree(.list(values.map { $0.tree(at: location) }), at: location)
    let pair = Tree.Pair(key: "grid", keyLocation: location, value: list)
    self.init(
      kind: .grid, path: path, source: Tree(.mapping([pair]), at: location),
      values: list.elements ?? [], choice: nil)
  }
}

extension SettingValue {
  /// The value as a file would write it.
  fileprivate func tree(at location: Location) -> Tree {
    switch self {
    case .boolean, .integer: Tree(.scalar(description, isQuoted: false), at: location)
    case .real(let number): Tree(.point(number, whole: number), at: location)
    case .text(let text): Tree(.scalar(text, isQuoted: true), at: location)
    case .list(let values): Tree(.list(values.map { $0.tree(at: location) }), at: location)
    }
  }
}
