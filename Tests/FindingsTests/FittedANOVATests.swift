import Foundation
import Testing

@testable import Summaries

/// By Fixtures/surrogate.py: a number, ten numbers and three words at forty points.
private let points = (0..<40).map { index -> (first: Double, second: Double, third: Int) in
  let third = index % 5 == 0 ? 2 : index * index % 3
  return (Double(index * 7 % 40), Double(index * 11 % 40 / 4), third)
}

private let values = points.enumerated().map { index, point -> Double in
  let second = point.third == 1 ? 0.3 * point.second / 9 : 0
  let third = point.third == 2 ? 0.5 : 0
  return sin(point.first / 9) + second + third + 0.1 * cos(Double(index * index))
}

struct FittedANOVATests {
  @Test func `shares are those of NumPy's least squares, the rest that of fits without a point`() {
    let factors = [
      FittedANOVA.Factor(numbers: points.map(\.first)),
      FittedANOVA.Factor(numbers: points.map(\.second)),
      FittedANOVA.Factor(levels: points.map(\.third)),
    ]
    #expect(FittedANOVA.leastCount(factors) == 24)
    let fit = FittedANOVA(values, factors)
    // Rounding in two orders of the same sums.
    func check(_ found: [Double], _ expected: [Double]) {
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-11 }, "\(found)")
    }
    check(fit.mains, [0.8144397573286304, 0.01884060663383142, 0.09298563385474025])
    check(fit.pairs, [8.211775864980108e-06, 0.0017519029273308012, 0.00773999919245988])
    check([fit.rest], [0.0642338882871424])
  }

  @Test func `a quadratic polynomial of a Latin hypercube's numbers is told exactly`() {
    let first = (0..<64).map(Double.init)
    let second = (0..<64).map { Double($0 * 27 % 64) }
    // Mean 0 and mean square 1.
    func scaled(_ number: Double) -> Double { (number - 31.5) / (4095.0 / 12).squareRoot() }
    let values = zip(first, second).map { pair -> Double in
      let (a, b) = (scaled(pair.0), scaled(pair.1))
      return 3 * a + 2 * a * b + b * b
    }
    let square = second.reduce(0) { $0 + pow(scaled($1), 4) } / 64 - 1
    // A logarithm changes nothing.
    let fit = FittedANOVA(
      values,
      [FittedANOVA.Factor(numbers: first.map(exp)), FittedANOVA.Factor(numbers: second)])
    let whole = 9 + 4 + square
    #expect(abs(fit.mains[0] - 9 / whole) < 1e-10)
    #expect(abs(fit.mains[1] - square / whole) < 1e-10)
    #expect(abs(fit.pairs[0] - 4 / whole) < 1e-10)
    #expect(fit.rest < 1e-20)
  }

  @Test func `chance is not explained`() {
    let values = (0..<64).map { index -> Double in
      let number = sin(Double(index * index) * 12.9898) * 43758.5453
      return number - number.rounded(.down)
    }
    let factors = [
      FittedANOVA.Factor(numbers: (0..<64).map(Double.init)),
      FittedANOVA.Factor(numbers: (0..<64).map { Double($0 * 27 % 64) }),
    ]
    let fit = FittedANOVA(values, factors)
    #expect(fit.rest > 0.7)
    #expect(abs(fit.rest + fit.mains.reduce(0, +) + fit.pairs[0] - 1) < 1e-12)
  }

  @Test func `a point on which alone a level is known leaves nothing explained`() {
    let factors = [FittedANOVA.Factor(levels: [0, 0, 0, 0, 0, 1])]
    let fit = FittedANOVA([1, 2, 1, 2, 1, 9], factors)
    #expect(fit.rest == 1 && fit.mains == [0])
  }

  @Test func `factors that tell the same are equivalent, up or down`() {
    let up = FittedANOVA.Factor(numbers: [1, 2, 3, 4, 5])
    #expect(up.isEquivalent(to: FittedANOVA.Factor(numbers: [0.9, 0.8, 0.7, 0.2, 0.1])))
    #expect(!up.isEquivalent(to: FittedANOVA.Factor(numbers: [1, 2, 3, 5, 4])))
    #expect(!up.isEquivalent(to: FittedANOVA.Factor(levels: [0, 0, 1, 1, 1])))
  }
}
