import Foundation
import LinearAlgebra
import RandomStreams
import TestSupport
import Testing

@testable import Representations
@testable import Records

@Suite struct FunctionSpanTests {
  @Test(arguments: [1, 2, 5, 30, 200])
  func `Gauss–Legendre quadrature is exact for polynomials of degree 2n − 1`(_ count: Int) {
    let rule = GaussLegendre(count)
    #expect(zip(rule.nodes, rule.nodes.dropFirst()).allSatisfy { $0 < $1 })
    for degree in [0, 1, 2 * count - 2, 2 * count - 1] {
      let found = zip(rule.nodes, rule.weights).reduce(0) { $0 + $1.1 * pow($1.0, Double(degree)) }
      let expected = degree % 2 == 0 ? 2 / Double(degree + 1) : 0
      #expect(abs(found - expected) < 1e-13, "degree \(degree)")  // rounding of 200 terms
    }
  }

  /// The values of functions on the nodes of a rule, weighted.
  private static func span(
    _ functions: [@Sendable (Double) -> Double], directions: Bool = false
  ) -> (span: FunctionSpan, quadrature: Quadrature) {
    let quadrature = Quadrature(dimensions: 1, perSide: 60)
    let values = Matrix(
      rows: 60, columns: functions.count,
      elements: quadrature.points.elements.flatMap { x in functions.map { $0(x) } })
    let weighted = quadrature.weighted(values)
    return (FunctionSpan(weighted: weighted, directions: directions), quadrature)
  }

  @Test func `orthogonal functions have their squared norms as eigenvalues`() {
    // ∫sin²(kπx) = 1 on [−1, 1]; scaled by c, c².
    let span = Self.span([
      { sin(.pi * $0) }, { 0.1 * sin(2 * .pi * $0) }, { 1e-3 * sin(3 * .pi * $0) },
    ]).span
    #expect(areClose(span.eigenvalues, [1, 1e-2, 1e-6], within: 1e-14))
    #expect([2, 0.5, 1e-3, 1e-7].map { span.rank(above: $0) } == [0, 1, 2, 3])
    #expect(span.relativeRank(above: 0.5) == 1)
  }

  @Test func `functions that depend on each other count once, to double the Gram matrix's digits`()
  {
    // The third is a sum of the others but for 1e-11 of another function: squared, that is lost in a Gram matrix.
    let span = Self.span([
      { sin(.pi * $0) }, { cos(.pi * $0) },
      { sin(.pi * $0) + cos(.pi * $0) + 1e-11 * sin(2 * .pi * $0) },
    ]).span
    #expect(span.rank(above: 1e-16) == 2)
    #expect(span.rank(above: 1e-24) == 3)
  }

  @Test func `a function's distance from a span is what is left of it`() {
    let (span, quadrature) = Self.span(
      [{ sin(.pi * $0) }, { 1e-4 * sin(2 * .pi * $0) }], directions: true)
    let target = quadrature.points.elements.indices.map { row in
      let x = quadrature.points.elements[row]
      return quadrature.weights[row].squareRoot()
        * (2 * sin(.pi * x) + 3 * sin(2 * .pi * x) + 4 * sin(3 * .pi * x))
    }
    // Both directions above 1e-9; above 1e-6 the second is lost: √(3² + 4²).
    #expect(abs(span.distance(of: target, above: 1e-9) - 4) < 1e-10)
    #expect(abs(span.distance(of: target, above: 1e-6) - 5) < 1e-10)
  }

  @Test func `singular vectors are orthonormal and make up the matrix`() {
    var stream = RandomStream(seed: 2, purpose: "test")
    for (rows, columns) in [(7, 4), (4, 7), (5, 5)] {
      let matrix = Matrix(
        rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in stream.normal() })
      let (values, vectors, right) = matrix.singularSystem
      #expect(areClose(values, matrix.singularValues, within: 1e-13))
      // Rounding.
      for gram in [vectors.transposed * vectors, right * right.transposed] {
        #expect((gram - .identity(values.count)).largestMagnitude < 1e-14)
      }
      #expect((vectors * Matrix(diagonal: values) * right - matrix).largestMagnitude < 1e-13)
      #expect((vectors * right - matrix.polarFactor).largestMagnitude == 0)
    }
    let unknown = Matrix(rows: 2, columns: 2, elements: [1, .nan, 0, 1]).singularSystem
    #expect(unknown.values.allSatisfy(\.isNaN) && unknown.left.elements.allSatisfy(\.isNaN))
  }

  @Test func `a square's quadrature integrates products`() {
    let quadrature = Quadrature(dimensions: 2, perSide: 5)
    let found = zip(quadrature.weights, 0..<25).reduce(0) { sum, term in
      let point = Array(quadrature.points[row: term.1])
      return sum + term.0 * point[0] * point[0] * pow(point[1], 4)
    }
    #expect(abs(found - 2.0 / 3 * 2.0 / 5) < 1e-14)
  }
}
