import Foundation

extension Statistics {
  /// Where 95 % of repetitions would have an estimate, told from what it is without each of the samples in turn (the
  /// jackknife, J. W. Tukey 1958): so many standard errors to both sides as Student's t asks for.
  ///
  /// - Parameter without: The estimate without sample 0, 1, …
  /// - Returns: Nil for fewer than two samples, or where a number is not finite.
  package static func interval(of estimate: Double, without: [Double]) -> ClosedRange<Double>? {
    let count = Double(without.count)
    guard without.count > 1, (without + [estimate]).allSatisfy(\.isFinite) else { return nil }
    let error = (count - 1).squareRoot() * deviation(without)
    let reach = error * studentQuantile(degrees: without.count - 1)
    return estimate - reach...estimate + reach
  }

  /// What Student's t with so many degrees of freedom, at least one, exceeds in 2.5 % of cases.
  static func studentQuantile(degrees: Int) -> Double {
    let few = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622]
    guard degrees > few.count else { return few[degrees - 1] }
    // The series in 1/n of Abramowitz and Stegun, 26.7.5, about the normal distribution's.
    let (x, n) = (1.959963984540054, Double(degrees))
    let terms = [
      (pow(x, 3) + x) / 4,
      (5 * pow(x, 5) + 16 * pow(x, 3) + 3 * x) / 96,
      (3 * pow(x, 7) + 19 * pow(x, 5) + 17 * pow(x, 3) - 15 * x) / 384,
    ]
    return x + terms.enumerated().reduce(0) { $0 + $1.element / pow(n, Double($1.offset + 1)) }
  }
}
