import Foundation

// The numbers of computed axes, rounded to 12 significant digits: the middle of {linear: [0, 0.9, 4]} is then 0.6, and
// the logarithm of a machine's library cannot change a trial by its last bit.

/// `count` numbers from `first` to `last` in equal steps, both ends exact.
func linearPoints(from first: Double, to last: Double, count: Int) -> [Double] {
  points(from: first, to: last, count: count) { fraction in
    first * (1 - fraction) + last * fraction
  }
}

/// `count` positive numbers from `first` to `last` in equal ratios, both ends exact.
func logarithmicPoints(from first: Double, to last: Double, count: Int) -> [Double] {
  points(from: first, to: last, count: count) { logarithmic(from: first, to: last, at: $0) }
}

/// The positive number at `fraction` of the way from `first` to `last` on a logarithmic scale.
func logarithmic(from first: Double, to last: Double, at fraction: Double) -> Double {
  let exponent = log(first) * (1 - fraction) + log(last) * fraction
  return min(max(exp(exponent).roundedToTwelveDigits, min(first, last)), max(first, last))
}

private func points(
  from first: Double, to last: Double, count: Int, at position: (Double) -> Double
) -> [Double] {
  precondition(count >= 2, "\(count) points have no two ends")
  let inner = (1..<(count - 1)).map {
    position(Double($0) / Double(count - 1)).roundedToTwelveDigits
  }
  return [first] + inner + [last]
}

extension Double {
  /// The nearest number of twelve significant decimal digits.
  var roundedToTwelveDigits: Double { Double(String(format: "%.11e", self)) ?? self }
}
