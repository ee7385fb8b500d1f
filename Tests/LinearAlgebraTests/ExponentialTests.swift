import LinearAlgebra
import Testing

private func matrix(_ elements: [Double]) -> Matrix<Double> {
  Matrix(rows: 4, columns: 4, elements: elements)
}

@Test func `the exponential agrees with SciPy's`() {
  let general = matrix(ExponentialFixture.general).exponential
  let expected = matrix(ExponentialFixture.generalExponential)
  // Rounding, through a few squarings.
  #expect((general - expected).largestMagnitude < 1e-12 * expected.largestMagnitude)
  let skew = matrix(ExponentialFixture.skew).exponential
  #expect((skew - matrix(ExponentialFixture.skewExponential)).largestMagnitude < 1e-13)
}

@Test func `the exponential of a skew matrix is orthogonal, of zero the identity`() {
  let rotation = matrix(ExponentialFixture.skew).exponential
  let square = rotation.times(rotation, transposingOther: true)
  #expect((square - Matrix.identity(4)).largestMagnitude < 1e-13)  // rounding, through squarings
  #expect(Matrix<Float>(rows: 3, columns: 3).exponential == Matrix.identity(3))
}

@Test func `a nilpotent matrix's exponential is a polynomial`() {
  let nilpotent = Matrix<Double>(rows: 3, columns: 3, elements: [0, 2, 3, 0, 0, 4, 0, 0, 0])
  let expected: [Double] = [1, 2, 7, 0, 1, 4, 0, 0, 1]
  let found = nilpotent.exponential
  #expect((found - Matrix(rows: 3, columns: 3, elements: expected)).largestMagnitude < 1e-14)
}
