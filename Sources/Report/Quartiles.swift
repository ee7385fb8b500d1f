/// The middle of several numbers and the half of them around it.
struct Quartiles: Hashable {
  let median: Double
  let lower: Double
  let upper: Double

  /// Of the finite ones among `numbers`; nil where there is none. Between two numbers it is interpolated, as NumPy does.
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

/// The share of the variance of `values` that lies between groups: η². 0 where nothing varies.
///
/// - Parameter groups: Each value's group.
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
