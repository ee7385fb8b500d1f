import Attribution
import Rules
import Schema

/// A plan that is being made; the stages of the check run in order.
struct PlanBuilder {
  /// The largest seed that may be given: up to it, numbers of every program that reads the results file are exact.
  static let largestSeed = (1 << 53) - 1
  /// The sweep's own settings.
  static let ownSection = Section([
    Entry(
      "name", .value(.text, default: .text("")),
      "The sweep's title; the file's name where left out."),
    .integer("seed", 0, "Where all random numbers of the sweep come from."),
    .integer(
      "replicates", 1, in: 1...1_000_000, "Trials of each configuration, each with another seed."),
    Entry(
      "seeds", .list(.integer(0...largestSeed), default: []),
      "The seed of each replicate, in place of one by the sweep's seed; as many replicates."),
    Entry(
      "findings", .list(.text, default: []),
      "Findings that `verify` looks for in the results."),
    Entry(
      About.key, .optional(About.section),
      "Who made the sweep and how its results may be used; attributes of the results file."),
  ])
  /// The keys that select and group trials, each with its explanation.
  static let selectors = [
    (
      "design",
      "Joint points of axes with ranges: `{sobol: n, over: [paths]}` or `{latin_hypercube: n, …}`; `scramble: false` "
        + "leaves chance out."
    ),
    ("zip", "Groups of axes that move together, each a list of paths."),
    ("exclude", "Conditions; a trial of which any holds is left out."),
    ("only", "Conditions; a trial of which none holds is left out."),
    (
      "rule",
      "Which trials go on, by what they have recorded: `{halving: {quantity: validation_loss}}`, or hyperband, median or "
        + "threshold; `plan --settings rule` explains them."
    ),
  ]

  let name: String
  let seed: UInt64
  let replicates: Int
  let seeds: [UInt64]
  let findings: [String]
  let about: About?
  let tree: Tree
  let axes: [Axis]
  let writings: [AxisSource]
  let template: Template
  let design: Design?
  let lattice: Lattice
  let survivors: [UInt32]?
  let rule: Rule?

  init(_ root: Tree, file: String, schema: Section) throws(Mistakes) {
    let ownKeys = PlanBuilder.ownSection.entries.map(\.key)
    let selectors = PlanBuilder.selectors.map(\.0)
    let own = root.filtered { ownKeys.contains($0) }
    let ownReading = PlanBuilder.ownSection.reading(of: own.withoutAxes, canVary: false)
    let settings = ownReading.template.settings { _ in 0 }
    seed = UInt64(settings.whole("seed") ?? 0)
    seeds = settings.wholes("seeds").map(UInt64.init)
    replicates = seeds.isEmpty ? settings.whole("replicates") ?? 1 : seeds.count
    name = settings.title(of: file)
    findings = settings.words("findings")
    about = About(settings.optionalSection(About.key))

    var finder = AxisFinder(seed: seed)
    let rest = root.filtered { !ownKeys.contains($0) && !selectors.contains($0) }
    var open = finder.replacingAxes(in: schema.expandingShorthands(in: rest))
    let design = finder.fillDesign(root["design"])
    let groups = Result { () throws(Diagnostic) in
      try [[Int]](zip: root["zip"], finder.axes, design)
    }
    if let groups = try? groups.get() { finder.drawRepetitionsAnew(groups) }
    open = open.withValues(of: finder.axes)
    let reading = schema.reading(of: open, alsoValid: ownKeys + selectors)
    let problems =
      own.axisProblems() + ownReading.problems + About.mistakes(in: own[About.key])
      + PlanBuilder.seedProblems(own, seeds, settings.whole("replicates"))
      + finder.problems + reading.problems
    self.design = design
    writings = finder.axes
    template = reading.template
    axes = PlanBuilder.axes(reading.axes, finder.axes)
    try Mistakes.check(problems)
    rule = try mistakes { () throws(Diagnostic) -> Rule? in
      guard let written = root["rule"] else { return nil }
      return try Rule(written)
    }

    tree = Tree(
      .mapping((root.pairs ?? []).filter { !rest.has($0.key) } + (open.pairs ?? [])),
      at: root.location)
    let found = try mistakes { () throws(Diagnostic) in try groups.get() }
    let (axes, writings) = (axes, writings)
    try Mistakes.check(found.compactMap { PlanBuilder.repetition($0, axes, writings) })
    lattice = try PlanBuilder.lattice(axes, found, replicates)
    let points = LatticePoints(
      lattice, axes: axes, template: template,
      seed: seeds.first ?? trialSeed(sweepSeed: seed, replicate: 0))
    survivors = try mistakes { () throws(Diagnostic) in
      try Filters(root, axes: axes, derived: schema.derived)?.survivors(of: points)
    }
  }

  /// The grid of all axes.
  private static func lattice(
    _ axes: [Axis], _ groups: [[Int]], _ replicates: Int
  ) throws(Mistakes) -> Lattice {
    try mistakes { () throws(Diagnostic) in
      let sizes = groups.map { axes[$0[0]].values.count }
      try checkSize(sizes + (replicates > 1 ? [replicates] : []))
      return Lattice(groups: groups, sizes: axes.map(\.values.count))
    }
  }

  private static func axes(
    _ readings: [Int: AxisReading], _ writings: [AxisSource]
  ) -> [Axis] {
    writings.enumerated().map { number, writing in
      let reading = readings[number]
      return Axis(
        path: reading?.path ?? "", values: reading?.values ?? [], kind: writing.kind)
    }
  }

  /// The message about a value that is in a grid twice, about two computed points that are the same on this setting, or
  /// about a combination that zipped axes have twice; nil where there is none. Draws and the points of a design may
  /// repeat.
  private static func repetition(
    _ group: [Int], _ axes: [Axis], _ writings: [AxisSource]
  ) -> Diagnostic? {
    let members = group.map { axes[$0] }
    guard !members.contains(where: { $0.kind == .random || $0.kind == .design }) else { return nil }
    var seen: Set<[SettingValue]> = []
    for (row, tree) in writings[group[0]].values.enumerated() {
      let values = members.map { $0.values[row] }
      guard !seen.insert(values).inserted else { continue }
      return group.count > 1
        ? .zippedTwice(members, values, at: tree.location)
        : .twice(members[0].path, values[0], members[0].kind, at: tree.location)
    }
    return nil
  }

  /// What is wrong with given seeds: one that comes twice, or a number of replicates that is not theirs.
  private static func seedProblems(
    _ own: Tree, _ seeds: [UInt64], _ replicates: Int?
  ) -> [Diagnostic] {
    var seen: Set<UInt64> = []
    let elements = own["seeds"]?.elements ?? []
    let repeated = zip(elements, seeds).first { !seen.insert($1).inserted }
    var problems = repeated.map { [Diagnostic.seedTwice($1, $0.location)] } ?? []
    if !seeds.isEmpty, let written = own["replicates"], replicates != seeds.count {
      problems.append(.otherReplicates(written, seeds.count))
    }
    return problems
  }

  private static func checkSize(_ factors: [Int]) throws(Diagnostic) {
    var product = 1
    for factor in factors {
      let (next, overflows) = product.multipliedReportingOverflow(by: factor)
      guard !overflows, next <= SweepPlan.largestTrialCount else { throw .tooMany(factors) }
      product = next
    }
  }
}

extension Settings {
  /// The whole number under `key`; nil where the file's value was refused.
  fileprivate func whole(_ key: String) -> Int? {
    if case .integer(let value) = values[key] { value } else { nil }
  }

  /// The whole numbers of a list; empty where the file's value was refused.
  fileprivate func wholes(_ key: String) -> [Int] {
    guard case .list(let values) = values[key] else { return [] }
    return values.compactMap { if case .integer(let whole) = $0 { whole } else { nil } }
  }

  /// The texts of a list; empty where the file's value was refused.
  fileprivate func words(_ key: String) -> [String] {
    guard case .list(let values) = values[key] else { return [] }
    return values.compactMap { if case .text(let word) = $0 { word } else { nil } }
  }

  /// The sweep's title: its name, or else the file's name without folder and extension.
  fileprivate func title(of file: String) -> String {
    if case .text(let name) = values["name"], !name.isEmpty { return name }
    let base = file.split(separator: "/").last.map(String.init) ?? ""
    guard let dot = base.lastIndex(of: "."), dot > base.startIndex else {
      return base.isEmpty ? "sweep" : base
    }
    return String(base[..<dot])
  }
}

extension Tree {
  fileprivate func filtered(_ isKept: (String) -> Bool) -> Tree {
    Tree(.mapping((pairs ?? []).filter { isKept($0.key) }), at: location)
  }

  fileprivate func has(_ key: String) -> Bool { self[key] != nil }

  /// The tree without the settings that are axes, however deep they stand.
  fileprivate var withoutAxes: Tree {
    switch content {
    case .mapping(let pairs):
      let kept = pairs.filter { !$0.value.isAxis }.map { pair in
        Pair(key: pair.key, keyLocation: pair.keyLocation, value: pair.value.withoutAxes)
      }
      return Tree(.mapping(kept), at: location)
    case .list(let elements): return Tree(.list(elements.map(\.withoutAxes)), at: location)
    default: return self
    }
  }

  /// What is said of these axes, `path` being that of the tree.
  fileprivate func axisProblems(path: String = "") -> [Diagnostic] {
    switch content {
    case .mapping(let pairs):
      pairs.flatMap { pair -> [Diagnostic] in
        let path = path.appending(component: pair.key)
        return pair.value.isAxis
          ? [.fixedAxis(path, pair.value.location)] : pair.value.axisProblems(path: path)
      }
    case .list(let elements):
      elements.enumerated().flatMap {
        $1.axisProblems(path: path.appending(component: "\($0 + 1)"))
      }
    default: []
    }
  }
}
