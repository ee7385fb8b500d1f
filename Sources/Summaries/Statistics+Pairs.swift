extension Statistics {
  /// The slope of the least-squares line through (x, y); NaN for fewer than two points, where all x are equal, or where
  /// a number is NaN.
  package static func slope(_ points: [(x: Double, y: Double)]) -> Double {
    guard points.count > 1 else { return .nan }
    let count = Double(points.count)
    let x = points.reduce(0) { $0 + $1.x } / count
    let y = points.reduce(0) { $0 + $1.y } / count
    let covariance = points.reduce(0) { $0 + ($1.x - x) * ($1.y - y) }
    return covariance / points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
  }

  /// Spearman's rank correlation of the pairs (aᵢ, bᵢ), in −1…1; equal numbers share the mean of their ranks.
  ///
  /// - Precondition: `a` and `b` are equally long.
  /// - Returns: NaN where one side never changes, where a number is NaN, or where there are fewer than three pairs, as
  ///   two always correlate fully.
  package static func rankCorrelation(_ a: [Double], _ b: [Double]) -> Double {
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
}

/// The ranks of numbers, from 1 for the smallest; equal numbers share the mean of their ranks.
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
