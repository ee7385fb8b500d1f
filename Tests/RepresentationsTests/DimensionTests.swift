import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import Representations
@testable import Records

@Suite struct DimensionTests {
  @Test(arguments: [1, 2, 7])
  func `equal directions count one each`(_ count: Int) {
    let values = [Double](repeating: 3, count: count)
    // Rounding of exp ∘ log.
    #expect(abs(Dimension.effectiveRank(singularValues: values) - Double(count)) < 1e-12)
    #expect(
      abs(Dimension.participationRatio(centeredSingularValues: values) - Double(count)) < 1e-12)
  }

  @Test func `directions that are zero count nothing`() {
    #expect(Dimension.effectiveRank(singularValues: [2, 0, 0]) == 1)
    #expect(Dimension.participationRatio(centeredSingularValues: [2, 0, 0]) == 1)
    #expect(Dimension.effectiveRank(singularValues: [0, 0]) == 0)
    #expect(Dimension.participationRatio(centeredSingularValues: [0, 0]) == 0)
  }

  @Test func `the effective rank of two unequal directions is exp of their entropy`() {
    // Shares ¾ and ¼: exp(ln 4 − ¾ ln 3) = 4 / 3^¾.
    let found = Dimension.effectiveRank(singularValues: [3, 1])
    #expect(abs(found - 4 / pow(3, 0.75)) < 1e-14)
  }

  @Test func `the participation ratio of two unequal directions`() {
    // Eigenvalues 9 and 1: 10² / (81 + 1).
    let found = Dimension.participationRatio(centeredSingularValues: [3, 1])
    #expect(abs(found - 100.0 / 82) < 1e-14)
  }

  @Test func `the participation ratio neither overflows nor vanishes`() {
    for scale in [1e200, 1e-200] {
      let found = Dimension.participationRatio(centeredSingularValues: [3 * scale, scale])
      #expect(abs(found - 100.0 / 82) < 1e-14)
    }
  }

  @Test func `the Gram rank counts eigenvalues above the threshold`() {
    // Eigenvalues s²/P: 4, 1, ¼ with P = 4.
    let values = [4.0, 2, 1]
    for (threshold, rank) in [(0.2, 3.0), (0.25, 2), (0.5, 2), (3.9, 1), (4, 0)] {
      let found = Dimension.gramRank(singularValues: values, samples: 4, threshold: threshold)
      #expect(found == rank, "above \(threshold)")
    }
  }

  @Test func `what is not finite has no dimension`() {
    #expect(Dimension.effectiveRank(singularValues: [.nan, 1]).isNaN)
    #expect(Dimension.participationRatio(centeredSingularValues: [.nan, 1]).isNaN)
    #expect(Dimension.gramRank(singularValues: [.infinity], samples: 1, threshold: 1).isNaN)
  }

  /// Fixtures/dimension.py.
  @Test func `the dimensions of a matrix are NumPy's`() {
    let elements = (0..<60).map { place in
      let number = Double(place + 1)
      return sin(number * number / 7) * Double(place % 5 + 1)
    }
    let matrix = Matrix(rows: 12, columns: 5, elements: elements)
    let values = matrix.singularValues
    let rank = Dimension.effectiveRank(singularValues: values)
    #expect(abs(rank - 4.320965873189995) < 1e-12)
    let eigenvalues = values.map { $0 * $0 / 12 }
    #expect(
      areClose(
        eigenvalues,
        [
          15.027798145111621, 6.962866032824081, 4.232375744145925, 1.667304956654885,
          0.42056385256853296,
        ],
        within: 1e-12))
    #expect(Dimension.gramRank(singularValues: values, samples: 12, threshold: 1) == 4)
    let ratio = Dimension.participationRatio(
      centeredSingularValues: matrix.centered.singularValues)
    #expect(abs(ratio - 2.455900240714419) < 1e-12)
  }
}
