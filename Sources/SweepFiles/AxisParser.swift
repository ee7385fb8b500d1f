import Schema

/// Reads one axis: `{grid: […]}`, `{linear: [lo, hi, n]}`, `{log: [lo, hi, n]}` or `{random: {…}, samples: n}`; of a
/// design, its range: `{linear: [lo, hi]}`, `{log: [lo, hi]}`, `{integer: [lo, hi]}` or `{choice: […]}`.
struct AxisParser {
  /// How many values one axis may have.
  static let largestCount = 1_000_000
  /// How many values all axes of a sweep may have together. They are made before the number of trials is known.
  static let largestSum = 2_000_000

  let path: String
  let seed: UInt64
  /// How many values all earlier axes have.
  let valuesBefore: Int

  func writing(_ pairs: [Tree.Pair], _ tree: Tree) throws(Diagnostic) -> AxisSource {
    let forms = pairs.filter { Tree.axisKeywords.contains($0.key) }
    guard forms.count == 1, let form = forms.first else {
      throw .severalKinds(path, forms.map(\.key), tree)
    }
    let valid = form.key == "random" ? ["random", "samples"] : [form.key]
    if let stranger = pairs.first(where: { !valid.contains($0.key) }) {
      throw .strangerInAxis(path, stranger, valid)
    }
    var choice: ChoiceDraws?
    let values: [Tree]
    // A key that is no kind of axis alone, `integer` or `choice`, is one of a design.
    let kind = form.isRange ? .design : Axis.Kind(rawValue: form.key) ?? .design
    switch kind {
    case .design:
      let range = try Distribution(rangeOf: form, self)
      return AxisSource(
        kind: kind, path: path, source: tree, values: [], choice: nil, range: range)
    case .grid: values = try grid(form.value)
    case .linear, .log: values = try spaced(kind, form.value, at: tree.location)
    case .random:
      (values, choice) = try random(form.value, samples: tree["samples"], at: tree.location)
    }
    return AxisSource(kind: kind, path: path, source: tree, values: values, choice: choice)
  }

  private func grid(_ body: Tree) throws(Diagnostic) -> [Tree] {
    guard let elements = body.elements, !elements.isEmpty else {
      throw .wrongAxis(path, "grid", body, expected: "a list of at least one value")
    }
    return elements
  }

  private func spaced(_ kind: Axis.Kind, _ body: Tree, at location: Location) throws(Diagnostic)
    -> [Tree]
  {
    guard let ends = body.elements, ends.count == 3 else {
      throw .wrongAxis(
        path, kind.rawValue, body, expected: "[lo, hi, n]: two ends and the number of points")
    }
    let interval = kind == .log ? Interval.positive : .finite
    let first = try number(ends[0], "the first end of \(kind)", in: interval)
    let last = try number(ends[1], "the other end of \(kind)", in: interval)
    let count = try whole(
      ends[2], "the number of points of \(kind)", in: 2...AxisParser.largestCount)
    guard first != last else {
      throw .wrongAxis(path, "\(kind)", ends[1], found: "twice the same end", expected: "two ends")
    }
    try checkRoom(for: count, at: location)
    let points =
      kind == .log
      ? logarithmicPoints(from: first, to: last, count: count)
      : linearPoints(from: first, to: last, count: count)
    return points.map { Tree(.point($0, whole: $0.rounded()), at: location) }
  }

  private func random(
    _ body: Tree, samples: Tree?, at location: Location
  ) throws(Diagnostic) -> ([Tree], ChoiceDraws?) {
    guard let samples else { throw .missingSamples(path, location) }
    let count = try whole(samples, "samples", in: 1...AxisParser.largestCount)
    guard let pairs = body.pairs, pairs.count == 1 else {
      throw .wrongAxis(path, "random", body, expected: "one of \(Distribution.forms)")
    }
    try checkRoom(for: count, at: location)
    let distribution = try Distribution(pairs[0], self)
    let draws = AxisDraws(sweepSeed: seed, path: path)
    if case .choice(let choices) = distribution {
      let choice = ChoiceDraws(draws: draws, choices: choices)
      return ((0..<count).map { choice.value($0) }, choice)
    }
    return ((0..<count).map { Tree(distribution.point(draws, $0), at: location) }, nil)
  }

  private func checkRoom(for count: Int, at location: Location) throws(Diagnostic) {
    guard valuesBefore + count <= Self.largestSum else {
      throw .tooManyValues(path, valuesBefore + count, location)
    }
  }

  func number(_ tree: Tree, _ role: String, in interval: Interval) throws(Diagnostic) -> Double {
    try Domain.real(interval).value(of: tree, path: "\(path): \(role)").number ?? 0
  }

  func whole(_ tree: Tree, _ role: String, in range: ClosedRange<Int>) throws(Diagnostic) -> Int {
    let value = try Domain.integer(range).value(of: tree, path: "\(path): \(role)")
    if case .integer(let whole) = value { return whole }
    return range.lowerBound
  }
}

extension Tree.Pair {
  /// Whether this is `linear` or `log` with two ends and no number of points.
  fileprivate var isRange: Bool {
    ["linear", "log"].contains(key) && value.elements?.count == 2
  }
}
