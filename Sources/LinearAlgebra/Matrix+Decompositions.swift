public import ComplexModule
import RealModule

extension Matrix {
  /// Singular values, largest first; NaN where an element is not finite.
  public var singularValues: [Element] {
    let count = min(rows, columns)
    var values = [Element](repeating: .nan, count: count)
    guard count > 0, isFinite else { return values }
    var copy = elements
    let converged = Element.gesdd(m: rows, n: columns, a: &copy, lda: columns, values: &values)
    return converged ? values : values.map { _ in .nan }
  }

  /// Eigenvalues of a symmetric matrix, ascending; NaN where an element is not finite. Reads the lower triangle.
  public var symmetricEigenvalues: [Element] { symmetricDecomposition(vectors: false).values }

  /// Eigenvalues, ascending, and as rows the unit eigenvectors of a symmetric matrix. Reads the lower triangle.
  public var symmetricEigensystem: (values: [Element], vectors: Matrix) {
    symmetricDecomposition(vectors: true)
  }

  private func symmetricDecomposition(vectors: Bool) -> (values: [Element], vectors: Matrix) {
    precondition(isSquare, "eigenvalues of \(shape)")
    var (values, copy) = ([Element](repeating: .nan, count: rows), self)
    guard rows > 0, isFinite,
      Element.syevd(vectors: vectors, n: rows, a: &copy.elements, lda: rows, values: &values)
    else {
      let unknown = Matrix(rows: rows, columns: rows, repeating: .nan)
      return ([Element](repeating: .nan, count: rows), unknown)
    }
    return (values, copy)
  }

  /// Eigenvalues of a square matrix, in LAPACK's order; NaN where an element is not finite.
  public var eigenvalues: [Complex<Element>] {
    precondition(isSquare, "eigenvalues of \(shape)")
    var real = [Element](repeating: .nan, count: rows)
    var imaginary = real
    var copy = elements
    guard rows > 0, isFinite,
      Element.geev(n: rows, a: &copy, lda: rows, real: &real, imaginary: &imaginary)
    else { return [Complex<Element>](repeating: Complex(.nan, .nan), count: rows) }
    return zip(real, imaginary).map { Complex($0, $1) }
  }

  /// The largest modulus of an eigenvalue.
  public var spectralRadius: Element {
    guard isFinite else { return .nan }
    return eigenvalues.reduce(0) { max($0, Element.hypot($1.real, $1.imaginary)) }
  }

  /// log |det|; −∞ for a singular matrix.
  public var logarithmicDeterminant: Element {
    @specialized(where Element == Float)
    @specialized(where Element == Double)
    get {
      precondition(isSquare, "determinant of \(shape)")
      var factors = elements
      var pivots = [Int32](repeating: 0, count: rows)
      guard rows > 0 else { return 0 }
      Element.getrf(n: rows, a: &factors, lda: rows, pivots: &pivots)
      return (0..<rows).reduce(0) { $0 + Element.log(abs(factors[$1 * rows + $1])) }
    }
  }
}
