/// Numbers of which few may lie far off, as what is typical of them.
package struct Sample {
  private let sorted: [Double]

  /// - Parameter numbers: Where one is NaN, so is everything.
  package init(_ numbers: [Double]) {
    sorted = numbers.contains(where: \.isNaN) ? [] : numbers.sorted()
  }

  package var median: Double { quantile(0.5) }

  /// The median's standard error, √(π/2) σ/√n of normal numbers, where σ is the distance of the quartiles over 1.349.
  package var error: Double {
    (Double.pi / 2 / Double(sorted.count)).squareRoot() * (quantile(0.75) - quantile(0.25)) / 1.349
  }

  /// Between two numbers on the line through them; NaN of none.
  private func quantile(_ share: Double) -> Double {
    guard !sorted.isEmpty else { return .nan }
    let place = share * Double(sorted.count - 1)
    let (low, high) = (sorted[Int(place)], sorted[min(Int(place) + 1, sorted.count - 1)])
    return low + (place - place.rounded(.down)) * (high - low)
  }
}
