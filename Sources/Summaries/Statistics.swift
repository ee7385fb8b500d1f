/// Summaries of several numbers; each is NaN where there are no numbers or one of them is NaN.
package enum Statistics {
  /// The arithmetic mean.
  package static func mean(_ numbers: [Double]) -> Double {
    numbers.reduce(0, +) / Double(numbers.count)
  }

  /// The largest number.
  package static func largest(_ numbers: [Double]) -> Double {
    numbers.isEmpty || numbers.contains { $0.isNaN } ? .nan : numbers.max() ?? .nan
  }

  /// The smallest number.
  package static func least(_ numbers: [Double]) -> Double { -largest(numbers.map { -$0 }) }

  /// From the smallest number to the largest; nil where there is none, or one is NaN.
  package static func range(_ numbers: [Double]) -> ClosedRange<Double>? {
    let (least, largest) = (least(numbers), largest(numbers))
    return least <= largest ? least...largest : nil
  }

  /// The standard deviation of a whole population: the sum of squares is divided by the count, not by the count less 1.
  package static func deviation(_ numbers: [Double]) -> Double {
    let mean = mean(numbers)
    let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(numbers.count)).squareRoot()
  }
}
