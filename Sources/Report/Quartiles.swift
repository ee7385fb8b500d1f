/// The median of several numbers and the quartiles around it, between which half of them lie.
struct Quartiles: Hashable {
  let median: Double
  let lower: Double
  let upper: Double

  /// The quartiles of the finite numbers among `numbers`; nil where there are none. Between two numbers they are
  /// interpolated linearly, as NumPy does by default.
  init?(_ numbers: [Double]) {
    let sorted = numbers.filter(\.isFinite).sorted()
    guard !sorted.isEmpty else { return nil }
    median = Self.quantile(0.5, of: sorted)
    lower = Self.quantile(0.25, of: sorted)
    upper = Self.quantile(0.75, of: sorted)
  }

  static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    guard below + 1 < sorted.count else { return sorted[below] }
    return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
  }
}

/// The share of the variance of the finite ones among `values` that lies between groups: η², in 0…1; 0 where nothing
/// varies.
///
/// - Parameter groups: The number of each value's group.
func varianceBetween(groups: [Int], of values: [Double]) -> Double {
  let pairs = zip(groups, values).filter { $0.1.isFinite }
  guard pairs.count > 1 else { return 0 }
  let mean = pairs.reduce(0) { $0 + $1.1 } / Double(pairs.count)
  let total = pairs.reduce(0) { $0 + ($1.1 - mean) * ($1.1 - mean) }
  guard total > 0 else { return 0 }
  let between = Dictionary(grouping: pairs, by: \.0).values.reduce(0) { sum, members in
    let own = members.reduce(0) { $0 + $1.1 } / Double(members.count)
    return sum + Double(members.count) * (own - mean) * (own - mean)
  }
  return between / total
}
