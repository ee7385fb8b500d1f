import Foundation
import Testing

@testable import Summaries

/// Shares of the variance by their definition: the variance of the means over all factors but those of a set, less the shares
/// of all smaller sets in it.
private func share(of factors: Set<Int>, _ values: [Double], _ sizes: [Int]) -> Double {
  let count = Double(values.count)
  let mean = values.reduce(0, +) / count
  func variance(_ numbers: [Double]) -> Double {
    numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count)
  }
  let levels = values.indices.map { cell -> [Int] in
    var rest = cell
    return sizes.reversed().map { size -> Int in
      defer { rest /= size }
      return rest % size
    }.reversed()
  }
  var groups: [[Int]: [Double]] = [:]
  for (value, level) in zip(values, levels) {
    groups[factors.sorted().map { level[$0] }, default: []].append(value)
  }
  let means = groups.values.map { $0.reduce(0, +) / Double($0.count) }
  let proper = subsets(of: factors.sorted()).filter { !$0.isEmpty && $0.count < factors.count }
  return variance(means) / variance(values)
    - proper.reduce(0) { $0 + share(of: Set($1), values, sizes) }
}

private func subsets(of members: [Int]) -> [[Int]] {
  members.reduce([[]]) { sets, member in sets + sets.map { $0 + [member] } }
}

/// Numbers without any order.
private func numbers(_ count: Int) -> [Double] {
  (0..<count).map { index in
    let place = Double(index)
    return sin(0.7 * place * place) + cos(1.3 * place) + Double(index % 7) / 5
  }
}

struct FunctionalANOVATests {
  @Test func `two factors of opposite levels have the squares of their coefficients as shares`() {
    // 2a + b + ab with a, b = ±1.
    let analysis = FunctionalANOVA([-2, -2, 0, 4], sizes: [2, 2])
    #expect(analysis.mean == 0 && analysis.variance == 6)
    let mains: [Double] = [4.0 / 6, 1.0 / 6]
    #expect(analysis.mains == mains && analysis.pairs == [1.0 / 6])
    #expect(abs(analysis.rest) < 1e-15)
  }

  @Test(arguments: [[3, 4, 2, 5], [7], [2, 1, 3], [2, 2, 2, 2, 2]])
  func `shares are those of the definition`(sizes: [Int]) {
    let values = numbers(sizes.reduce(1, *))
    let analysis = FunctionalANOVA(values, sizes: sizes)
    for factor in sizes.indices {
      #expect(abs(analysis.mains[factor] - share(of: [factor], values, sizes)) < 1e-12)
    }
    let pairs = FunctionalANOVA.pairs(of: sizes.count)
    #expect(analysis.pairs.count == pairs.count)
    for (found, pair) in zip(analysis.pairs, pairs) {
      #expect(abs(found - share(of: [pair.0, pair.1], values, sizes)) < 1e-12)
    }
    let larger = subsets(of: Array(sizes.indices)).filter { $0.count > 2 }
    let rest = larger.reduce(0) { $0 + share(of: Set($1), values, sizes) }
    #expect(abs(analysis.rest - rest) < 1e-12)
  }

  @Test func `what adds up has no pairs, and what is constant no shares`() {
    let sums = (0..<12).map { cell -> Double in
      let (first, second) = (Double(cell / 4), Double(cell % 4))
      return 0.3 * first + second * second
    }
    let analysis = FunctionalANOVA(sums, sizes: [3, 4])
    #expect(analysis.pairs[0] < 1e-28 && abs(analysis.rest) < 1e-14)
    let constant = FunctionalANOVA([0.1, 0.1, 0.1, 0.1, 0.1, 0.1], sizes: [2, 3])
    #expect(constant.variance == 0 && constant.mains.allSatisfy(\.isNaN))
  }

  @Test func `eight factors have eight shares and those of their pairs`() {
    let analysis = FunctionalANOVA(numbers(10_000), sizes: [5, 5, 5, 5, 2, 2, 2, 2])
    #expect(analysis.mains.count == 8 && analysis.pairs.count == 28)
    let shares = analysis.mains + analysis.pairs
    #expect(shares.allSatisfy { $0 >= 0 } && shares.reduce(0, +) < 1)
  }

  @Test func `the jackknife's interval of a mean is Student's`() throws {
    let samples = [1.0, 2, 4]
    let without = [3.0, 2.5, 1.5]
    let interval = try #require(Statistics.interval(of: 7.0 / 3, without: without))
    let variance = samples.reduce(0) { $0 + ($1 - 7.0 / 3) * ($1 - 7.0 / 3) } / 2
    let reach = 4.302653 * (variance / 3).squareRoot()
    #expect(abs(interval.lowerBound - (7.0 / 3 - reach)) < 1e-4)  // digits of the table
    #expect(abs(interval.upperBound - (7.0 / 3 + reach)) < 1e-4)
    #expect(Statistics.interval(of: 1, without: [1]) == nil)
    #expect(Statistics.interval(of: 1, without: [1, .nan]) == nil)
  }

  /// SciPy's `stats.t.ppf(0.975, n)`.
  @Test(arguments: [
    (1, 12.706205), (2, 4.302653), (9, 2.262157), (10, 2.228139), (30, 2.042272), (100, 1.983972),
    (1000, 1.962339),
  ])
  func `quantiles of Student's t are those of tables`(degrees: Int, expected: Double) {
    #expect(abs(Statistics.studentQuantile(degrees: degrees) - expected) < 2e-4)
  }
}
