/// Spearman's rank correlation of pairs; ties share the mean of their ranks.
///
/// - Returns: NaN where one side never changes, or there are fewer than three pairs: two are always in order.
func rankCorrelation(_ a: [Double], _ b: [Double]) -> Double {
  precondition(a.count == b.count, "\(a.count) numbers beside \(b.count)")
  guard a.count > 2, (a + b).allSatisfy({ !$0.isNaN }) else { return .nan }
  let (x, y) = (ranks(a), ranks(b))
  let mean = Double(a.count + 1) / 2
  func product(_ u: [Double], _ v: [Double]) -> Double {
    zip(u, v).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) }
  }
  let scale = (product(x, x) * product(y, y)).squareRoot()
  return scale > 0 ? product(x, y) / scale : .nan
}

/// Ranks from 1; equal numbers share the mean of theirs.
private func ranks(_ numbers: [Double]) -> [Double] {
  let order = numbers.indices.sorted { numbers[$0] < numbers[$1] }
  var ranks = [Double](repeating: 0, count: numbers.count)
  var first = 0
  while first < order.count {
    var last = first
    while last + 1 < order.count && numbers[order[last + 1]] == numbers[order[first]] { last += 1 }
    for place in first...last { ranks[order[place]] = Double(first + last) / 2 + 1 }
    first = last + 1
  }
  return ranks
}

/// NaN of no numbers.
func mean(_ numbers: [Double]) -> Double {
  numbers.isEmpty ? .nan : numbers.reduce(0, +) / Double(numbers.count)
}

/// The largest; NaN of no numbers, and where one of them is.
func worst(_ numbers: [Double]) -> Double {
  numbers.isEmpty || numbers.contains { $0.isNaN } ? .nan : numbers.max() ?? .nan
}

/// The smallest; NaN of no numbers, and where one of them is.
func least(_ numbers: [Double]) -> Double { -worst(numbers.map { -$0 }) }
