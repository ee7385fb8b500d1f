import ComplexModule
import LinearAlgebra
import RealModule
import TestSupport
import Testing

@testable import RandomStreams

@Test func `a product is the sum over the inner index, transposed or not`() {
  var random = RandomStream(seed: 1, purpose: "matrix product")
  var (a, b) = (Matrix<Double>(rows: 5, columns: 7), Matrix<Double>(rows: 7, columns: 3))
  random.fillNormal(&a.elements)
  random.fillNormal(&b.elements)
  var expected = Matrix<Double>(rows: 5, columns: 3)
  for i in 0..<5 {
    for j in 0..<3 { for l in 0..<7 { expected[i, j] += a[i, l] * b[l, j] } }
  }
  let products = [
    a * b, a.transposed.times(b, transposingSelf: true),
    a.times(b.transposed, transposingOther: true),
    a.transposed.times(b.transposed, transposingSelf: true, transposingOther: true),
  ]
  for product in products {
    #expect((product - expected).largestMagnitude < 1e-14)  // rounding of seven terms
  }
}

@Test func `the singular values of a rotated diagonal are the diagonal`() {
  var random = RandomStream(seed: 2, purpose: "singular values")
  let left = Matrix<Double>.randomOrthogonal(rows: 6, columns: 3, from: &random)
  let right = Matrix<Double>.randomOrthogonal(rows: 3, columns: 3, from: &random)
  let values = [5, 0.25, 1e-3]
  let found = (left * Matrix(diagonal: values) * right).singularValues
  #expect(areClose(found, values, within: 1e-14))  // rounding
  #expect(
    areClose((right * Matrix(diagonal: values)).transposed.singularValues, values, within: 1e-14))
}

@Test func `a symmetric matrix is its eigenvectors' sum`() {
  let second: [Double] = [2, -1, 0, -1, 2, -1, 0, -1, 2]
  let (values, vectors) = Matrix(rows: 3, columns: 3, elements: second).symmetricEigensystem
  // The second difference: 2 − 2 cos(jπ/4).
  let root = 2.0.squareRoot()
  #expect(areClose(values, [2 - root, 2, 2 + root], within: 1e-14))
  let rebuilt = vectors.times(Matrix(diagonal: values), transposingSelf: true) * vectors
  #expect(areClose(rebuilt.elements, second, within: 1e-14))
}

@Test func `a companion matrix has its polynomial's roots`() {
  // (x − 1)(x² + 4): 1, ±2i.
  let companion = Matrix<Double>(rows: 3, columns: 3, elements: [1, -4, 4, 1, 0, 0, 0, 1, 0])
  let found = companion.eigenvalues.sorted { ($0.real, $0.imaginary) < ($1.real, $1.imaginary) }
  #expect(areClose(found.map(\.real), [0, 0, 1], within: 1e-14))
  #expect(areClose(found.map(\.imaginary), [-2, 2, 0], within: 1e-14))
  #expect(abs(companion.spectralRadius - 2) < 1e-14)
  #expect(abs(companion.logarithmicDeterminant - Double.log(4)) < 1e-14)
}

@Test func `numbers that are not finite give NaN, not a trap`() {
  for poison in [Float.nan, .infinity] {
    let matrix = Matrix<Float>(rows: 2, columns: 2, elements: [1, poison, 0, 1])
    #expect(matrix.singularValues.allSatisfy { $0.isNaN })
    #expect(matrix.symmetricEigenvalues.allSatisfy { $0.isNaN })
    #expect(matrix.spectralRadius.isNaN && matrix.logarithmicDeterminant.isNaN)
  }
}

@Test func `Q times R is the matrix, Q's columns are orthonormal, R's diagonal positive`() {
  var random = RandomStream(seed: 3, purpose: "QR")
  var matrix = Matrix<Double>(rows: 9, columns: 4)
  random.fillNormal(&matrix.elements)
  let (q, r) = matrix.qr
  #expect((q * r - matrix).largestMagnitude < 1e-14)
  #expect((q.times(q, transposingSelf: true) - Matrix.identity(4)).largestMagnitude < 1e-14)
  #expect(r.diagonal.allSatisfy { $0 > 0 })
  for i in 0..<4 { for j in 0..<i { #expect(r[i, j] == 0) } }
}

@Test func `random orthogonal matrices are Haar: the trace has mean 0 and variance 1`() {
  var random = RandomStream(seed: 4, purpose: "Haar")
  let traces = (0..<4000).map { _ in
    Matrix<Double>.randomOrthogonal(rows: 5, columns: 5, from: &random).diagonal.reduce(0, +)
  }
  let mean = traces.reduce(0, +) / 4000
  let variance = traces.reduce(0) { $0 + $1 * $1 } / 4000
  // Five standard errors; without the sign of R the mean would be far off.
  #expect(abs(mean) < 5 / 4000.squareRoot())
  #expect(abs(variance - 1) < 5 * (2.0 / 4000).squareRoot())
}

@Test func `determinants keep their digits where a pivot is below the normal numbers`() {
  for small in [1e-300, 0x1p-1027, 0x1p-1061] {
    // small·1 − 1·small/2, in either order of the rows, and with a row that is small as a whole.
    for elements in [[small, 1, small / 2, 1], [small / 2, 1, small, 1]] {
      let matrix = Matrix<Double>(rows: 2, columns: 2, elements: elements)
      #expect(abs(matrix.logarithmicDeterminant - Double.log(small / 2)) < 1e-3)
    }
    let graded = Matrix<Double>(rows: 2, columns: 2, elements: [small, 2 * small, 3, 1])
    #expect(abs(graded.logarithmicDeterminant - Double.log(small) - Double.log(5)) < 1e-3)
  }
  let singular = Matrix<Double>(rows: 2, columns: 2, elements: [0x1p-1030, 0, 1, 0])
  #expect(singular.logarithmicDeterminant == -.infinity)
  let unknown = Matrix<Double>(rows: 2, columns: 2, elements: [.nan, 0, 1, 1])
  #expect(unknown.logarithmicDeterminant.isNaN)
}
