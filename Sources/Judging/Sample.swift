/// A sample of numbers summarised by quartiles, so that a few outliers hardly matter.
package struct Sample {
  private let sorted: [Double]

  /// The sample of given numbers.
  ///
  /// - Parameter numbers: The numbers in any order; where one is NaN, all results are NaN.
  package init(_ numbers: [Double]) {
    sorted = numbers.contains(where: \.isNaN) ? [] : numbers.sorted()
  }

  /// The median; NaN of an empty sample.
  package var median: Double { quantile(0.5) }

  /// The median's standard error for normal numbers, √(π/2) σ/√n, where σ is the distance of the quartiles over 1.349.
  package var error: Double {
    (Double.pi / 2 / Double(sorted.count)).squareRoot() * (quantile(0.75) - quantile(0.25)) / 1.349
  }

  /// The quantile at `share`, interpolated linearly between two numbers; NaN of an empty sample.
  private func quantile(_ share: Double) -> Double {
    guard !sorted.isEmpty else { return .nan }
    let place = share * Double(sorted.count - 1)
    let (low, high) = (sorted[Int(place)], sorted[min(Int(place) + 1, sorted.count - 1)])
    return low + (place - place.rounded(.down)) * (high - low)
  }
}
