import LinearAlgebra
import Testing

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
