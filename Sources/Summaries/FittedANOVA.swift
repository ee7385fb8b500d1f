/// Numbers at any points as effects of factors and of their pairs, told from a polynomial fitted by least squares:
/// polynomial chaos (B. Sudret 2008), whose squared coefficients are variances.
package struct FittedANOVA: Equatable, Sendable {
  /// A factor's functions of its value, each with mean 0 and mean square 1, uncorrelated.
  package struct Factor: Equatable, Sendable {
    /// By function and point.
    package let functions: [[Double]]
    /// How many of them, the first ones, stand in products with other factors'.
    let inPairs: Int
  }

  /// Of each factor alone, the share of the variance that it explains of numbers that the fit has not seen.
  package let mains: [Double]
  /// Of the pairs as `FunctionalANOVA` has them.
  package let pairs: [Double]
  /// What the polynomial does not explain of a number when fitted to the others, as a share of the variance; at most 1.
  package let rest: Double

  /// How many points a fit needs: twice as many as it has coefficients.
  package static func leastCount(_ factors: [Factor]) -> Int {
    2 * (1 + factors.reduce(0) { $0 + $1.functions.count } + products(factors).count)
  }

  /// - Parameters:
  ///   - values: One for each point, finite, not all the same, at least `leastCount` of them.
  ///   - factors: With as many numbers for each function.
  package init(_ values: [Double], _ factors: [Factor]) {
    let products = Self.products(factors)
    let alone = factors.indices.flatMap { factor in
      factors[factor].functions.map { (factor: factor, function: $0) }
    }
    let constant = values.map { _ in 1.0 }
    let fit = LeastSquares(
      [constant] + alone.map(\.function) + products.map(\.function), values)
    var mains = factors.map { _ in 0.0 }
    for (term, coefficient) in zip(alone, fit.coefficients.dropFirst()) {
      mains[term.factor] += coefficient * coefficient
    }
    var pairs = FunctionalANOVA.pairs(of: factors.count).map { _ in 0.0 }
    for (term, coefficient) in zip(products, fit.coefficients.dropFirst(1 + alone.count)) {
      pairs[term.pair] += coefficient * coefficient
    }
    let mean = Statistics.mean(values)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let rest = min(fit.errorsLeftOut.reduce(0) { $0 + $1 * $1 } / squares, 1)
    let whole = mains.reduce(0, +) + pairs.reduce(0, +)
    func shares(_ squares: [Double]) -> [Double] {
      squares.map { whole > 0 ? (1 - rest) * $0 / whole : 0 }
    }
    (self.mains, self.pairs, self.rest) = (shares(mains), shares(pairs), rest)
  }

  /// The functions of pairs, each with its pair's place among all pairs.
  private static func products(_ factors: [Factor]) -> [(pair: Int, function: [Double])] {
    FunctionalANOVA.pairs(of: factors.count).enumerated().flatMap { number, pair in
      factors[pair.0].functions.prefix(factors[pair.0].inPairs).flatMap { one in
        factors[pair.1].functions.prefix(factors[pair.1].inPairs).map { other in
          (pair: number, function: zip(one, other).map { $0 * $1 })
        }
      }
    }
  }
}

extension FittedANOVA.Factor {
  /// The first and the second power of the share of points that lie below, half of those at the same value among them:
  /// the same for a setting and for its logarithm.
  package init(numbers: [Double]) {
    let count = Double(numbers.count)
    let sorted = numbers.sorted()
    var places: [Double: (first: Int, last: Int)] = [:]
    for (place, number) in sorted.enumerated() {
      places[number] = (places[number]?.first ?? place, place)
    }
    let shares = numbers.map { number -> Double in
      let (first, last) = places[number] ?? (0, 0)
      return (Double(first + last) / 2 + 0.5) / count - 0.5
    }
    functions = orthonormal([shares, shares.map { $0 * $0 }])
    inPairs = min(functions.count, 1)
  }

  /// Functions that tell levels from each other which have no order.
  package init(levels: [Int]) {
    functions = orthonormal(
      Set(levels).sorted().dropFirst().map { level in levels.map { $0 == level ? 1 : 0 } })
    inPairs = functions.count
  }

  /// Whether one tells as much of a point as the other.
  package func isEquivalent(to other: Self) -> Bool {
    guard let one = functions.first, let two = other.functions.first,
      functions.count == other.functions.count
    else { return false }
    return abs(abs(product(one, two)) / Double(one.count) - 1) < 1e-9
  }
}

/// `functions` without their means, and each without what those before explain, of mean square 1; those of which
/// nothing is left are left out.
private func orthonormal(_ functions: [[Double]]) -> [[Double]] {
  var found: [[Double]] = []
  for function in functions {
    let count = Double(function.count)
    let mean = Statistics.mean(function)
    var rest = function.map { $0 - mean }
    let size = product(rest, rest)
    for earlier in found {
      let share = product(rest, earlier) / count
      for point in rest.indices { rest[point] -= share * earlier[point] }
    }
    let left = product(rest, rest)
    guard left > 1e-12 * size, left > 0 else { continue }
    let scale = (count / left).squareRoot()
    found.append(rest.map { $0 * scale })
  }
  return found
}

func product(_ one: [Double], _ other: [Double]) -> Double {
  zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
}
