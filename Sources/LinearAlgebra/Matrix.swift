/// A matrix of numbers, stored row by row: element (i, j) is `elements[i * columns + j]`.
///
/// The one memory order of this program: a batch is a matrix with a row per example, a frame of tangent vectors a
/// matrix with a row per tangent.
package struct Matrix<Element: Scalar>: Hashable, Sendable {
  package let rows: Int
  package let columns: Int
  package var elements: [Element]

  /// - Parameter elements: rows × columns numbers, row by row.
  package init(rows: Int, columns: Int, elements: [Element]) {
    precondition(
      elements.count == rows * columns, "\(elements.count) elements for \(rows)×\(columns)")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// A matrix of one number.
  package init(rows: Int, columns: Int, repeating value: Element = 0) {
    self.init(
      rows: rows, columns: columns, elements: [Element](repeating: value, count: rows * columns))
  }

  /// A square matrix with this diagonal and zeros elsewhere.
  package init(diagonal: [Element]) {
    self.init(rows: diagonal.count, columns: diagonal.count)
    for (i, value) in diagonal.enumerated() { self[i, i] = value }
  }

  /// Ones where row and column agree.
  package static func identity(_ rows: Int, columns: Int? = nil) -> Matrix {
    var identity = Matrix(rows: rows, columns: columns ?? rows)
    for i in 0..<min(rows, columns ?? rows) { identity[i, i] = 1 }
    return identity
  }

  /// The same numbers in another precision.
  package init<Other: Scalar>(_ other: Matrix<Other>) {
    self.init(
      rows: other.rows, columns: other.columns, elements: other.elements.map { Element($0) })
  }

  package subscript(row: Int, column: Int) -> Element {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// One row, as a slice of `elements`.
  package subscript(row row: Int) -> ArraySlice<Element> {
    elements[(row * columns)..<((row + 1) * columns)]
  }

  package var shape: String { "\(rows)×\(columns)" }

  package var isSquare: Bool { rows == columns }

  /// The elements (i, i).
  package var diagonal: [Element] { (0..<min(rows, columns)).map { self[$0, $0] } }

  package var transposed: Matrix {
    @specialized(where Element == Float)
    @specialized(where Element == Double)
    get {
      var result = Matrix(rows: columns, columns: rows)
      for i in 0..<rows {
        for j in 0..<columns { result.elements[j * rows + i] = elements[i * columns + j] }
      }
      return result
    }
  }

  /// Whether no element is infinite or NaN.
  package var isFinite: Bool {
    @specialized(where Element == Float)
    @specialized(where Element == Double)
    get { elements.allSatisfy { $0.isFinite } }
  }
}
