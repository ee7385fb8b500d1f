/// What is said of several numbers at once: NaN of none, and where one of them is NaN.
package enum Statistics {
  package static func mean(_ numbers: [Double]) -> Double {
    numbers.reduce(0, +) / Double(numbers.count)
  }

  package static func largest(_ numbers: [Double]) -> Double {
    numbers.isEmpty || numbers.contains { $0.isNaN } ? .nan : numbers.max() ?? .nan
  }

  package static func least(_ numbers: [Double]) -> Double { -largest(numbers.map { -$0 }) }

  /// The standard deviation of all there is: squares are divided by their number.
  package static func deviation(_ numbers: [Double]) -> Double {
    let mean = mean(numbers)
    let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(numbers.count)).squareRoot()
  }
}
