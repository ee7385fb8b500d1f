import Schema

/// The points of a sweep before its filters, each a mixed-radix number with one digit for each group of axes.
///
/// The last group changes fastest. Zipped axes are one group, at the place of the first of them; every other axis is a
/// group by itself.
struct Lattice: Hashable, Sendable {
  /// How many combinations pass before each axis takes its next value, and how many values it has; indexed by axis.
  private var strides: [Int]
  private var sizes: [Int]
  let count: Int

  /// - Parameters:
  ///   - groups: Axis numbers, slowest group first; the axes of one group have equal sizes.
  ///   - sizes: The number of values of each axis.
  init(groups: [[Int]], sizes: [Int]) {
    self.sizes = sizes
    strides = sizes.map { _ in 1 }
    var stride = 1
    for group in groups.reversed() {
      for axis in group { strides[axis] = stride }
      stride *= sizes[group[0]]
    }
    count = stride
  }

  /// The index of the value that `axis` has in a combination.
  func position(_ axis: Int, in combination: Int) -> Int {
    combination / strides[axis] % sizes[axis]
  }

  /// One axis of each group that `axes` belong to, without groups of one value.
  func digits(of axes: [Int]) -> [Int] {
    var seen: Set<Int> = []
    return axes.filter { sizes[$0] > 1 && seen.insert(strides[$0]).inserted }
  }

  /// The combination with the position of `axis` and its group, and with all other groups at position zero.
  func digit(_ axis: Int, of combination: Int) -> Int {
    position(axis, in: combination) * strides[axis]
  }

  /// All axes that move together with this one, which has more than one value.
  func group(of axis: Int) -> [Int] {
    sizes.indices.filter { movesTogether($0, axis) }
  }

  /// Whether two axes of more than one value are of one group.
  func movesTogether(_ one: Int, _ other: Int) -> Bool {
    strides[one] == strides[other] && sizes[one] > 1 && sizes[other] > 1
  }

  /// The combinations in which all groups but those of `digits` are at position zero, ascending.
  func parts(of digits: [Int]) -> [Int] {
    digits.reduce([0]) { parts, axis in
      parts.flatMap { part in (0..<sizes[axis]).map { part + $0 * strides[axis] } }
    }.sorted()
  }

  /// How many combinations pass before `axis` takes its next value; axes of one group share it.
  func stride(of axis: Int) -> Int { strides[axis] }

  /// The combinations that `isKept` keeps, in order. Each fits in 32 bits, since there are at most
  /// `SweepPlan.largestTrialCount`.
  func combinations<Failure: Error>(
    where isKept: (Int) throws(Failure) -> Bool
  ) throws(Failure) -> [UInt32] {
    var kept: [UInt32] = []
    for combination in 0..<count where try isKept(combination) {
      kept.append(UInt32(combination))
    }
    return kept
  }

  /// For each group whose values, those of all members together, repeat: by position, the first position with the same
  /// values. The key is one axis of the group.
  func representatives(of axes: [Axis]) -> [Int: [Int]] {
    var found: [Int: [Int]] = [:]
    for axis in digits(of: Array(axes.indices)) {
      let group = group(of: axis)
      var firsts: [[SettingValue]: Int] = [:]
      let positions = (0..<sizes[axis]).map { position -> Int in
        let values = group.map { axes[$0].values[position] }
        if let first = firsts[values] { return first }
        firsts[values] = position
        return position
      }
      if firsts.count < sizes[axis] { found[axis] = positions }
    }
    return found
  }

  /// The first of the combinations with the same values as this one.
  func representative(of combination: Int, _ representatives: [Int: [Int]]) -> Int {
    representatives.reduce(combination) { combination, entry in
      let position = self.position(entry.key, in: combination)
      return combination + (entry.value[position] - position) * strides[entry.key]
    }
  }
}
