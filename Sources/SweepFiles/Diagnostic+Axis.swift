import Schema

// Messages about axes, their groups and the number of trials.
extension Diagnostic {
  static func severalKinds(_ path: String, _ keywords: [String], _ tree: Tree) -> Diagnostic {
    Diagnostic(
      at: tree.location, "\(path) holds \(listed(keywords))",
      expected: "one of \(oneOf(Tree.axisKeywords))")
  }

  static func strangerInAxis(_ path: String, _ pair: Tree.Pair, _ valid: [String]) -> Diagnostic {
    Diagnostic(
      at: pair.keyLocation, "unknown key \"\(pair.key.clipped)\" in the axis \(path)",
      expected: oneOf(valid), suggestion: nearestName(to: pair.key, among: valid))
  }

  static func wrongAxis(
    _ path: String, _ keyword: String, _ tree: Tree, found: String? = nil, expected: String
  ) -> Diagnostic {
    Diagnostic(
      at: tree.location, "\(path): \(keyword) is \(found ?? tree.summary)", expected: expected)
  }

  static func missingSamples(_ path: String, _ location: Location) -> Diagnostic {
    Diagnostic(
      at: location, "\(path): random has no samples",
      expected: "the number of draws beside it: {random: {…}, samples: n}")
  }

  static func reversed(_ path: String, _ keyword: String, _ low: Tree, _ high: Tree) -> Diagnostic {
    Diagnostic(
      at: low.location, "\(path): \(keyword) goes from \(low.summary) to \(high.summary)",
      expected: "the lower end first")
  }

  static func twice(_ path: String, _ value: SettingValue, _ kind: Axis.Kind, at location: Location)
    -> Diagnostic
  {
    let advice = "each value once (replicates repeat trials with other seeds)"
    return Diagnostic(
      at: location,
      kind == .grid
        ? "\(path): \(value) is in the grid twice"
        : "\(path): two points of \(kind) become \(value)",
      expected: kind == .grid ? advice : "fewer points, or ends further apart")
  }

  static func tooMany(_ factors: [Int]) -> Diagnostic {
    let product = factors.prefix(12).map(String.init).joined(separator: " × ")
    return Diagnostic(
      at: .start, "the sweep has \(product)\(factors.count > 12 ? " × …" : "") trials",
      expected: "at most \(SweepPlan.largestTrialCount)")
  }

  static func tooManyValues(_ path: String, _ count: Int, _ location: Location) -> Diagnostic {
    Diagnostic(
      at: location, "with \(path) the axes have \(count) values together",
      expected: "at most \(AxisParser.largestSum)")
  }

  static func noTrials(_ location: Location) -> Diagnostic {
    Diagnostic(at: location, "no trial is left", expected: "filters that leave at least one")
  }

  static func fixedAxis(_ path: String, _ location: Location) -> Diagnostic {
    Diagnostic(
      at: location, "\(path) is an axis",
      expected: path == "seed"
        ? "one value (replicates: n repeats with other seeds, seeds: [8, 9] with these)"
        : "one value")
  }

  static func seedTwice(_ seed: UInt64, _ location: Location) -> Diagnostic {
    Diagnostic(
      at: location, "seeds holds \(seed) twice",
      expected: "each seed once, since its trials are the same")
  }

  static func otherReplicates(_ tree: Tree, _ count: Int) -> Diagnostic {
    Diagnostic(
      at: tree.location, "replicates is \(tree.summary), and seeds holds \(count)",
      expected: "one of them, or the same number")
  }
}

// Messages about zip, exclude and only.
extension Diagnostic {
  static func notVaried(_ name: String, _ location: Location, paths: [String]) -> Diagnostic {
    let ends = paths.compactMap { $0.split(separator: ".").last.map(String.init) }
    return Diagnostic(
      at: location, "\"\(name.clipped)\" is not an axis of this sweep",
      expected: paths.isEmpty ? "axes, of which there are none" : oneOf(paths),
      suggestion: nearestName(to: name, among: paths + ends))
  }

  static func ambiguous(_ name: String, _ location: Location, _ paths: [String]) -> Diagnostic {
    Diagnostic(at: location, "\"\(name)\" may be \(oneOf(paths))", expected: "the full path")
  }

  static func wrongZip(_ tree: Tree) -> Diagnostic {
    Diagnostic(
      at: tree.location, "zip holds \(tree.summary)",
      expected: "a list of groups of two axes or more: [[model.width, training.steps]]")
  }

  static func zippedTwice(_ axis: AxisSource, _ location: Location) -> Diagnostic {
    Diagnostic(at: location, "\(axis.path) is zipped twice", expected: "each axis in one group")
  }

  /// - Parameter values: The value of each axis in a combination that occurs a second time.
  static func zippedTwice(_ axes: [Axis], _ values: [SettingValue], at location: Location)
    -> Diagnostic
  {
    let combination = zip(axes, values).map { "\($0.path): \($1)" }
    return Diagnostic(
      at: location, "zip gives \(listed(combination)) twice",
      expected: "each combination once (replicates repeat trials with other seeds)")
  }

  static func unequalZip(_ one: AxisSource, _ other: AxisSource, at location: Location)
    -> Diagnostic
  {
    func size(_ axis: AxisSource) -> String {
      "\(axis.path) has \(axis.values.count) values (line \(axis.source.location.line))"
    }
    return Diagnostic(
      at: location, "zipped axes differ in length: \(size(one)), \(size(other))",
      expected: "equal lengths")
  }

  static func wrongFilter(_ keyword: String, _ tree: Tree) -> Diagnostic {
    Diagnostic(
      at: tree.location, "\(keyword) holds \(tree.summary)",
      expected:
        "a list of conditions: [{width: 128, gain: {above: 5}}], or an expression: width * gain < 512"
    )
  }

  static func neverTrue(_ axis: Axis, _ tree: Tree) -> Diagnostic {
    let valid = axis.values.map(\.description)
    return Diagnostic(
      at: tree.location, "\(axis.path) is never \(tree.summary)", expected: oneOf(valid),
      suggestion: axis.values.contains { $0.number != nil }
        ? nil : nearestName(to: tree.summary, among: valid))
  }

  static func unknownComparison(_ pair: Tree.Pair, _ axis: Axis) -> Diagnostic {
    let valid = Condition.comparisons
    return Diagnostic(
      at: pair.keyLocation, "unknown comparison \"\(pair.key.clipped)\" of \(axis.path)",
      expected: oneOf(valid), suggestion: nearestName(to: pair.key, among: valid))
  }

  static func noNumbers(_ axis: Axis, _ pair: Tree.Pair) -> Diagnostic {
    Diagnostic(
      at: pair.keyLocation, "\(axis.path) has no numbers to be \(pair.key) anything",
      expected: "equals or not")
  }
}
