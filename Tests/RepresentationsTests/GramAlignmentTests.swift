import Foundation
import LinearAlgebra
import Testing

@testable import Representations

@Suite struct GramAlignmentTests {
  private let a = matrix(3, 1)
  private let b = matrix(5, 2)

  private static func matrix(_ columns: Int, _ start: Int) -> Matrix<Double> {
    Matrix(
      rows: 7, columns: columns,
      elements: (0..<7 * columns).map { sin(Double($0 * $0 + start)) })
  }

  @Test func `it is the cosine between the two Gram matrices`() {
    let (first, second) = (
      a.times(a, transposingOther: true), b.times(b, transposingOther: true)
    )
    let product = zip(first.elements, second.elements).reduce(0) { $0 + $1.0 * $1.1 }
    let cosine = product / (first.frobeniusNorm * second.frobeniusNorm)
    #expect(abs(gramAlignment(a, b) - cosine) < 1e-14)
    // 0 of layers that answer to different inputs.
    let (left, right) = (Matrix<Double>(diagonal: [1, 0]), Matrix<Double>(diagonal: [0, 1]))
    #expect(gramAlignment(left, right) == 0)
  }

  @Test func `turning and scaling the units changes nothing`() {
    let (c, s) = (cos(0.7), sin(0.7))
    let turn = Matrix(rows: 3, columns: 3, elements: [c, -s, 0, s, c, 0, 0, 0, 1])
    #expect(abs(gramAlignment(a, 5 * (a * turn)) - 1) < 1e-14)
    #expect(gramAlignment(a, Matrix(rows: 7, columns: 2)).isNaN)
  }
}
