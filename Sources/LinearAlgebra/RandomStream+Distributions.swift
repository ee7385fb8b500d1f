package import RandomStreams

extension RandomStream {
  /// A number uniform on [0, 1), in steps of 2⁻⁵³.
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number uniform on [range.lowerBound, range.upperBound).
  package mutating func uniform(in range: Range<Double>) -> Double {
    let value = range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
    return min(value, range.upperBound.nextDown)
  }

  /// A standard normal number, from one word of the stream by the inverse of the normal distribution function.
  package mutating func normal() -> Double {
    normalQuantile((Double(next() >> 12) + 0.5) * 0x1p-52)
  }

  /// A whole number uniform on 0..<bound, without bias (Lemire 2019). The bound is at least 1.
  package mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "an integer below \(bound)")
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let rejected = (0 &- bound) % bound
      while product.low < rejected { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  /// The numbers 0..<n in random order (Fisher–Yates).
  package mutating func permutation(_ n: Int) -> [Int] {
    var order = Array(0..<n)
    for i in stride(from: n - 1, to: 0, by: -1) { order.swapAt(i, integer(below: i + 1)) }
    return order
  }

  /// Fills `values` with normal numbers of this mean and standard deviation.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  package mutating func fillNormal<Element: Scalar>(
    _ values: inout MutableSpan<Element>, mean: Double = 0, deviation: Double = 1
  ) {
    for i in values.indices { values[i] = Element(mean + deviation * normal()) }
  }

  /// Fills `values` with normal numbers of this mean and standard deviation.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  package mutating func fillNormal<Element: Scalar>(
    _ values: inout [Element], mean: Double = 0, deviation: Double = 1
  ) {
    for i in values.indices { values[i] = Element(mean + deviation * normal()) }
  }
}
