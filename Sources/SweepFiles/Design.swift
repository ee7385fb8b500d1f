import Schema

/// `design`: joint points of several axes, each of which gives a range in place of values.
package struct Design: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case sobol
    case latinHypercube = "latin_hypercube"
  }

  package let kind: Kind
  /// Points; at least one.
  package let count: Int
  /// By the sweep's seed, or else the same in every sweep.
  package let isScrambled: Bool
  /// The numbers of its axes, in the order of `over`: which dimension of the points each has.
  package let axes: [Int]

  static let keywords = Kind.allCases.map(\.rawValue)
  private static let keys = keywords + ["over", "scramble"]

  /// Reads `{sobol: n, over: [paths], scramble: true}`.
  init(_ tree: Tree, among axes: [AxisSource]) throws(Diagnostic) {
    guard let pairs = tree.pairs, !pairs.isEmpty else { throw .wrongDesign(tree) }
    if let stranger = pairs.first(where: { !Self.keys.contains($0.key) }) {
      throw .strangerInDesign(stranger, Self.keys)
    }
    let kinds = pairs.filter { Self.keywords.contains($0.key) }
    guard kinds.count == 1, let kind = Kind(rawValue: kinds[0].key) else {
      throw .severalDesigns(kinds.map(\.key), tree)
    }
    guard let over = tree["over"] else { throw .designOverNothing(kind, tree) }
    self.kind = kind
    self.axes = try Self.axes(over, kind, axes)
    count = try Self.count(kinds[0].value, kind, over: self.axes, of: axes)
    isScrambled = try Self.isTrue(tree["scramble"])
  }

  private static func axes(
    _ over: Tree, _ kind: Kind, _ axes: [AxisSource]
  ) throws(Diagnostic) -> [Int] {
    guard let elements = over.elements, !elements.isEmpty else { throw .wrongOver(over) }
    var found: [Int] = []
    for element in elements {
      guard case .scalar(let name, _) = element.content else { throw .wrongOver(element) }
      let axis = try axes.map(\.path).index(ofAxis: name, at: element.location)
      guard !found.contains(axis) else { throw .twiceInDesign(axes[axis], element.location) }
      // An axis that could not be read has neither, and has been told of.
      guard axes[axis].range != nil || axes[axis].values.isEmpty else {
        throw .noRange(axes[axis], element.location)
      }
      found.append(axis)
    }
    guard kind != .sobol || found.count <= SobolSequence.dimensionCount else {
      throw .manyDimensions(found.count, over.location)
    }
    return found
  }

  private static func count(
    _ tree: Tree, _ kind: Kind, over axes: [Int], of all: [AxisSource]
  ) throws(Diagnostic) -> Int {
    let domain = Domain.integer(1...AxisParser.largestCount)
    let value = try domain.value(of: tree, path: "the number of points of \(kind.rawValue)")
    guard case .integer(let count) = value else { return 1 }
    let sum = all.reduce(count * axes.count) { $0 + $1.values.count }
    guard sum <= AxisParser.largestSum else {
      throw .tooManyValues("the design", sum, tree.location)
    }
    return count
  }

  private static func isTrue(_ tree: Tree?) throws(Diagnostic) -> Bool {
    guard let tree else { return true }
    let value = try Domain.boolean.value(of: tree, path: "scramble")
    return value == .boolean(true)
  }
}

extension Design {
  /// How far the points lie along the range of one of its axes: from 0 to below 1.
  ///
  /// More points of a Sobol sequence only append, scrambled ones too; a larger Latin hypercube is another one.
  ///
  /// - Parameters:
  ///   - dimension: The axis' place among the design's axes.
  ///   - draws: The axis' own.
  func fractions(along dimension: Int, _ draws: AxisDraws) -> [Double] {
    switch kind {
    case .sobol:
      return SobolSequence(dimension: dimension).coordinates(count).map {
        Double(isScrambled ? draws.scrambled($0) : $0) * 0x1p-32
      }
    case .latinHypercube:
      return draws.permutation(of: count).enumerated().map { point, cell in
        let place = isScrambled ? draws.uniform(count + point) : 0.5
        return min((Double(cell) + place) / Double(count), 1.0.nextDown)
      }
    }
  }
}
