import Schema

extension SweepPlan {
  /// The numbers that the trials of another sweep have in this one, in their order; nil where it lacks one of them.
  ///
  /// Trials are the same where their settings, the values of all axes and their seeds are. A sweep has those of another
  /// if it has more values on axes, more replicates or more points of a Sobol design, in whatever order.
  package func places(of other: SweepPlan) -> [Int]? {
    var numbers: [UInt64: Int] = [:]
    for replicate in 0..<replicates { numbers[seed(ofReplicate: replicate)] = replicate }
    let rows = (0..<other.replicates).compactMap { numbers[other.seed(ofReplicate: $0)] }
    guard rows.count == other.replicates, let configurations = configurations(of: other) else {
      return nil
    }
    return rows.flatMap { row in configurations.map { row * configurationCount + $0 } }
  }

  /// The numbers that the other sweep's configurations have among those of this one; nil where one is missing.
  private func configurations(of other: SweepPlan) -> [Int]? {
    guard let groups = groupPlaces(of: other) else { return nil }
    // Where all of that is equal, equal values are equal settings.
    let isOfOneKind = axes == other.axes && template == other.template
    var found: [Int] = []
    found.reserveCapacity(other.configurationCount)
    for number in 0..<other.configurationCount {
      let theirs = other.combination(of: number)
      var combination = 0
      for group in groups {
        guard let digit = group.digit(of: theirs, in: other.lattice) else { return nil }
        combination += digit
      }
      guard let configuration = configuration(ofCombination: combination),
        isOfOneKind || settings(at: combination) == other.settings(at: theirs)
      else { return nil }
      found.append(configuration)
    }
    return found
  }

  private func settings(at combination: Int) -> Settings {
    template.settings { lattice.position($0, in: combination) }
  }

  /// The configuration with this combination; nil where the filters leave it out.
  private func configuration(ofCombination combination: Int) -> Int? {
    guard let survivors else { return combination }
    var (low, high) = (0, survivors.count)
    while low < high {
      let middle = (low + high) / 2
      if survivors[middle] < combination { low = middle + 1 } else { high = middle }
    }
    return low < survivors.count && survivors[low] == combination ? low : nil
  }

  /// Where the values of the other sweep's axes stand on this one's, for each group of axes that move together here; nil
  /// where the sweeps do not vary the same settings.
  private func groupPlaces(of other: SweepPlan) -> [GroupPlaces]? {
    let partners = axes.map { axis in other.axes.firstIndex { $0.path == axis.path } }
    guard axes.count == other.axes.count, !partners.contains(nil) else { return nil }
    let single = axes.indices.filter { axes[$0].values.count == 1 }
    let groups =
      lattice.digits(of: Array(axes.indices)).map { lattice.group(of: $0) } + single.map { [$0] }
    return groups.map { group in
      GroupPlaces(of: group.compactMap { partners[$0] }, other, on: group, self)
    }
  }
}

/// Where the values of a group of axes stand among those of another sweep's axes.
private struct GroupPlaces {
  /// One axis for each of the groups that theirs belong to.
  private let digits: [Int]
  /// The part of our combination, by the part of theirs that these axes make; nothing for values that we do not have.
  private var parts: [Int: Int] = [:]

  /// - Parameters:
  ///   - theirs: The numbers of the other sweep's axes, in the order of ours.
  ///   - ours: Axes that move together.
  init(of theirs: [Int], _ other: SweepPlan, on ours: [Int], _ plan: SweepPlan) {
    digits = other.lattice.digits(of: theirs)
    var positions: [[SettingValue]: [Int]] = [:]
    for position in plan.axes[ours[0]].values.indices {
      positions[ours.map { plan.axes[$0].values[position] }, default: []].append(position)
    }
    let stride = plan.lattice.stride(of: ours[0])
    // Draws may repeat: the first of equal points is the first here too.
    var uses: [[SettingValue]: Int] = [:]
    for part in other.lattice.parts(of: digits) {
      let values = theirs.map { other.axes[$0].values[other.lattice.position($0, in: part)] }
      let use = uses[values, default: 0]
      uses[values] = use + 1
      guard let found = positions[values], use < found.count else { continue }
      parts[part] = found[use] * stride
    }
  }

  /// The part of our combination that stands for one of theirs; nil where we do not have it.
  func digit(of combination: Int, in lattice: Lattice) -> Int? {
    parts[digits.reduce(0) { $0 + lattice.digit($1, of: combination) }]
  }
}
