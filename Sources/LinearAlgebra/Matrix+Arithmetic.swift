extension Matrix {
  /// op(self)·op(other), where op transposes if asked to. The inner sizes must agree.
  package func times(
    _ other: Matrix, transposingSelf: Bool = false, transposingOther: Bool = false
  ) -> Matrix {
    let (m, k) = transposingSelf ? (columns, rows) : (rows, columns)
    let (l, n) = transposingOther ? (other.columns, other.rows) : (other.rows, other.columns)
    precondition(k == l, "\(shape) times \(other.shape)")
    var result = Matrix(rows: m, columns: n)
    guard m > 0, n > 0, k > 0 else { return result }
    Element.gemm(
      transposeA: transposingSelf, transposeB: transposingOther, m: m, n: n, k: k, alpha: 1,
      a: elements, lda: columns, b: other.elements, ldb: other.columns, beta: 0,
      c: &result.elements, ldc: n)
    return result
  }

  package static func * (a: Matrix, b: Matrix) -> Matrix { a.times(b) }

  /// The matrix times a column vector, which has a number for each column of the matrix.
  package static func * (a: Matrix, x: [Element]) -> [Element] {
    precondition(a.columns == x.count, "\(a.shape) times a vector of \(x.count)")
    return a.times(Matrix(rows: x.count, columns: 1, elements: x)).elements
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  package static func * (factor: Element, a: Matrix) -> Matrix {
    Matrix(rows: a.rows, columns: a.columns, elements: a.elements.map { factor * $0 })
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  package static func + (a: Matrix, b: Matrix) -> Matrix { a.combined(with: b, +) }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  package static func - (a: Matrix, b: Matrix) -> Matrix { a.combined(with: b, -) }

  private func combined(
    with other: Matrix, _ operation: (Element, Element) -> Element
  ) -> Matrix {
    precondition(rows == other.rows && columns == other.columns, "\(shape) with \(other.shape)")
    return Matrix(
      rows: rows, columns: columns, elements: zip(elements, other.elements).map(operation))
  }

  /// √Σ aᵢⱼ².
  package var frobeniusNorm: Element { Element.nrm2(elements.count, elements) }

  /// max |aᵢⱼ|; NaN where an element is NaN.
  package var largestMagnitude: Element {
    elements.reduce(0) { $0.isNaN || abs($1) <= $0 ? $0 : abs($1) }
  }
}
