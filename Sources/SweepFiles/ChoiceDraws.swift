import Schema

/// The draws of a `choice`; each draw can be made again, as another attempt.
struct ChoiceDraws: Sendable {
  let draws: AxisDraws
  /// The values to choose from, at least one; a value that is listed twice is drawn twice as often.
  let choices: [Tree]

  /// Draw number `index` at the given attempt.
  func value(_ index: Int, attempt: Int = 0) -> Tree {
    choices[Int(draws.integer(index + attempt << 32, below: UInt64(choices.count)))]
  }
}

extension [AxisSource] {
  /// The largest number of attempts at one draw, for each way in which the choices of a group can fall.
  private static let patience = 50

  /// Draws choices again where they repeat an earlier combination of their group's values, until every combination has
  /// been drawn.
  ///
  /// A draw depends only on those before it, so that more samples only append values.
  mutating func drawRepetitionsAnew(_ groups: [[Int]]) {
    for group in groups {
      let choices = group.filter { self[$0].choice != nil }
      guard !choices.isEmpty, Set(group.map { self[$0].values.count }).count == 1 else { continue }
      drawAnew(choices, among: group)
    }
  }

  private mutating func drawAnew(_ choices: [Int], among group: [Int]) {
    let others = group.filter { !choices.contains($0) }
    func count(_ counted: (ChoiceDraws) -> Int) -> Int {
      choices.reduce(1) { product, axis in
        Swift.min(product * (self[axis].choice.map(counted) ?? 1), 10_000_000)
      }
    }
    let combinations = count { Set($0.choices.map(\.content)).count }
    let attempts = Self.patience * count(\.choices.count)
    var seen: [[Tree.Content]: Set<[Tree.Content]>] = [:]
    for row in self[group[0]].values.indices {
      func contents(_ axes: [Int]) -> [Tree.Content] { axes.map { self[$0].values[row].content } }
      let known = seen[contents(others), default: []]
      var attempt = 0
      while known.contains(contents(choices)), known.count < combinations, attempt < attempts {
        attempt += 1
        for axis in choices {
          if let value = self[axis].choice?.value(row, attempt: attempt) {
            self[axis].values[row] = value
          }
        }
      }
      seen[contents(others), default: []].insert(contents(choices))
    }
  }
}

extension Tree {
  /// The tree with the values that `writings` give its axes.
  func withValues(of writings: [AxisSource]) -> Tree {
    switch content {
    case .axis(let number, _): Tree(.axis(number, values: writings[number].values), at: location)
    case .list(let elements):
      Tree(.list(elements.map { $0.withValues(of: writings) }), at: location)
    case .mapping(let pairs):
      Tree(
        .mapping(
          pairs.map {
            Pair(
              key: $0.key, keyLocation: $0.keyLocation, value: $0.value.withValues(of: writings))
          }), at: location)
    case .nothing, .scalar, .point: self
    }
  }
}
