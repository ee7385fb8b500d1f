package import ComplexModule
import RealModule

extension Matrix {
  /// The singular values, largest first; NaN where an element is not finite or LAPACK does not converge.
  package var singularValues: [Element] {
    let count = min(rows, columns)
    var values = [Element](repeating: .nan, count: count)
    guard count > 0, isFinite else { return values }
    var copy = elements
    let converged = Element.gesdd(m: rows, n: columns, a: &copy, lda: columns, values: &values)
    return converged ? values : values.map { _ in .nan }
  }

  /// The eigenvalues of a symmetric matrix, ascending; NaN where an element is not finite or LAPACK does not converge.
  /// Only the lower triangle is read.
  package var symmetricEigenvalues: [Element] { symmetricDecomposition(vectors: false).values }

  /// The eigenvalues of a symmetric matrix, ascending, and its unit eigenvectors as rows; NaN as for the eigenvalues
  /// alone. Only the lower triangle is read.
  package var symmetricEigensystem: (values: [Element], vectors: Matrix) {
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

  /// The eigenvalues of a square matrix, in LAPACK's order; NaN where an element is not finite or LAPACK does not
  /// converge.
  package var eigenvalues: [Complex<Element>] {
    precondition(isSquare, "eigenvalues of \(shape)")
    var real = [Element](repeating: .nan, count: rows)
    var imaginary = real
    var copy = elements
    guard rows > 0, isFinite,
      Element.geev(n: rows, a: &copy, lda: rows, real: &real, imaginary: &imaginary)
    else { return [Complex<Element>](repeating: Complex(.nan, .nan), count: rows) }
    return zip(real, imaginary).map { Complex($0, $1) }
  }

  /// The largest modulus of an eigenvalue; NaN where an element is not finite or LAPACK does not converge.
  package var spectralRadius: Element {
    let moduli = eigenvalues.map { Element.hypot($0.real, $0.imaginary) }
    return moduli.contains { $0.isNaN } ? .nan : moduli.max() ?? 0
  }

  /// ln |det| of a square matrix; −∞ for a singular one, NaN where an element is not finite.
  package var logarithmicDeterminant: Element {
    precondition(isSquare, "determinant of \(shape)")
    guard rows > 0 else { return 0 }
    guard isFinite else { return .nan }
    if let found = Self.logarithmicDeterminant(elements, rows, smallest: .leastNormalMagnitude) {
      return found
    }
    // Where a pivot is below the normal numbers, OpenBLAS leaves a column undivided or multiplies it by infinity.
    let (scaled, logarithm) = equilibrated
    return (Self.logarithmicDeterminant(scaled, rows, smallest: 0) ?? -.infinity) + logarithm
  }

  /// ln |det| of n × n numbers; nil where a pivot is NaN or its magnitude is below `smallest`.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  private static func logarithmicDeterminant(
    _ elements: [Element], _ n: Int, smallest: Element
  ) -> Element? {
    var factors = elements
    var pivots = [Int32](repeating: 0, count: n)
    Element.getrf(n: n, a: &factors, lda: n, pivots: &pivots)
    var sum = Element(0)
    for i in 0..<n {
      let pivot = abs(factors[i * n + i])
      if pivot < smallest || pivot.isNaN { return nil }
      sum += Element.log(pivot)
    }
    return sum
  }

  /// The elements with each column and then each row scaled by a power of two, so that its largest magnitude lies
  /// between 1 and 2, and the logarithm of what was taken out; −∞ where a column or a row is zero.
  private var equilibrated: (elements: [Element], logarithm: Element) {
    var (numbers, logarithm) = (elements, Element(0))
    let n = rows
    for (stride, step) in [(1, n), (n, 1)] {
      for line in 0..<n {
        let places = (0..<n).map { line * stride + $0 * step }
        let largest = places.reduce(Element(0)) { Swift.max($0, abs(numbers[$1])) }
        guard largest > 0, largest.isFinite else { return (numbers, -.infinity) }
        for place in places {
          numbers[place] = Element(
            sign: .plus, exponent: -largest.exponent, significand: numbers[place])
        }
        logarithm += Element(largest.exponent) * Element.log(2)
      }
    }
    return (numbers, logarithm)
  }
}
