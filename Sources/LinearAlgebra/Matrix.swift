/// A matrix of numbers, stored row by row: element (i, j) is `elements[i * columns + j]`.
///
/// This is the one memory order of the program: a batch is a matrix with a row for each example, a frame of tangent
/// vectors a matrix with a row for each tangent.
package struct Matrix<Element: Scalar>: Hashable, Sendable {
  /// The number of rows, m.
  package let rows: Int
  /// The number of columns, n.
  package let columns: Int
  /// The m·n numbers, row by row.
  package var elements: [Element]

  /// - Parameter elements: rows × columns numbers, row by row.
  package init(rows: Int, columns: Int, elements: [Element]) {
    precondition(
      elements.count == rows * columns, "\(elements.count) elements for \(rows)×\(columns)")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// A matrix whose elements are all one number.
  package init(rows: Int, columns: Int, repeating value: Element = 0) {
    self.init(
      rows: rows, columns: columns, elements: [Element](repeating: value, count: rows * columns))
  }

  /// A square matrix with this diagonal and zeros elsewhere.
  package init(diagonal: [Element]) {
    self.init(rows: diagonal.count, columns: diagonal.count)
    for (i, value) in diagonal.enumerated() { self[i, i] = value }
  }

  /// A matrix with ones where row and column agree and zeros elsewhere; square unless `columns` is given.
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

  /// Element (row, column), both counted from 0. An index beyond the matrix traps only where it leads out of
  /// `elements`.
  package subscript(row: Int, column: Int) -> Element {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// One row, as a slice of `elements`, whose indices it keeps.
  package subscript(row row: Int) -> ArraySlice<Element> {
    elements[(row * columns)..<((row + 1) * columns)]
  }

  /// The shape in words ("3×4"), for messages.
  package var shape: String { "\(rows)×\(columns)" }

  /// Whether there are as many rows as columns.
  package var isSquare: Bool { rows == columns }

  /// The elements (i, i), as many as the shorter side has.
  package var diagonal: [Element] { (0..<min(rows, columns)).map { self[$0, $0] } }

  /// Rows and columns exchanged, as a copy.
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
