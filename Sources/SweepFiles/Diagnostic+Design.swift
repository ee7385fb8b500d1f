import Schema

// The wording of what can be wrong with a design and with the ranges of its axes.
extension Diagnostic {
  private static let ranges =
    "{linear: [lo, hi]}, {log: [lo, hi]}, {integer: [lo, hi]} or {choice: […]}"

  static func wrongDesign(_ tree: Tree) -> Diagnostic {
    Diagnostic(
      at: tree.location, "design holds \(tree.summary)",
      expected: "points and axes: {sobol: 256, over: [model.width, training.learning_rate]}")
  }

  static func strangerInDesign(_ pair: Tree.Pair, _ valid: [String]) -> Diagnostic {
    Diagnostic(
      at: pair.keyLocation, "unknown key \"\(pair.key.clipped)\" in design",
      expected: oneOf(valid), suggestion: nearestName(to: pair.key, among: valid))
  }

  static func severalDesigns(_ keywords: [String], _ tree: Tree) -> Diagnostic {
    Diagnostic(
      at: tree.location,
      keywords.isEmpty ? "design has no points" : "design holds \(listed(keywords))",
      expected: "one of \(oneOf(Design.keywords)), with the number of points")
  }

  static func designOverNothing(_ kind: Design.Kind, _ tree: Tree) -> Diagnostic {
    Diagnostic(
      at: tree.location, "design has no over",
      expected: "the paths of its axes: {\(kind.rawValue): n, over: [model.width]}")
  }

  static func wrongOver(_ tree: Tree) -> Diagnostic {
    Diagnostic(
      at: tree.location, "over holds \(tree.summary)",
      expected: "a list of axes: [model.width, training.learning_rate]")
  }

  static func twiceInDesign(_ axis: AxisSource, _ location: Location) -> Diagnostic {
    Diagnostic(at: location, "\(axis.path) is in the design twice", expected: "each axis once")
  }

  static func noRange(_ axis: AxisSource, _ location: Location) -> Diagnostic {
    Diagnostic(
      at: location,
      "\(axis.path) has values of its own (\(axis.kind) in line \(axis.source.location.line))",
      expected: "a range there: \(ranges)")
  }

  static func manyDimensions(_ count: Int, _ location: Location) -> Diagnostic {
    Diagnostic(
      at: location, "sobol goes over \(count) axes",
      expected: "at most \(SobolSequence.dimensionCount); latin_hypercube takes any number")
  }

  /// A range that no design goes over.
  static func rangeAlone(_ axis: AxisSource) -> Diagnostic {
    let pair = axis.source.pairs?.first
    let keyword = pair?.key ?? ""
    let other =
      ["linear", "log"].contains(keyword)
      ? "[lo, hi, n]: two ends and the number of points" : "{random: {\(keyword): …}, samples: n}"
    return .wrongAxis(
      axis.path, keyword, pair?.value ?? axis.source,
      expected: "\(other), or \(axis.path) in the over of a design")
  }

  static func zippedRange(_ axis: AxisSource, _ location: Location) -> Diagnostic {
    Diagnostic(
      at: location, "\(axis.path) is an axis of the design",
      expected: "axes with values of their own")
  }
}
