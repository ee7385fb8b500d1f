/// The rows and columns of a value. Every value of a program is a matrix, stored row by row.
package struct Shape: Hashable, Sendable, CustomStringConvertible {
  /// R, the number of rows.
  package let rows: Int
  /// C, the number of columns.
  package let columns: Int

  /// A shape of so many rows and columns.
  package init(_ rows: Int, _ columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// The shape of a single number, 1×1.
  package static let scalar = Shape(1, 1)

  /// The number of elements.
  package var count: Int { rows * columns }
  package var description: String { "\(rows)×\(columns)" }

  /// The shape of an elementwise result of `self` and `other`.
  ///
  /// An operand with one column stands for that column repeated. One with fewer rows stands for each of its rows
  /// repeated in a run: 1×C is one row for all, and beside B·k×C each row of B×C serves k tangents.
  func broadcast(with other: Shape) -> Shape {
    let joint = Shape(max(rows, other.rows), max(columns, other.columns))
    precondition(
      broadcasts(to: joint) && other.broadcasts(to: joint), "\(self) does not go with \(other)")
    return joint
  }

  /// Whether a value of this shape can be repeated up to `other`.
  func broadcasts(to other: Shape) -> Bool {
    other.rows % rows == 0 && (columns == other.columns || columns == 1)
  }

  /// The shape of the tangents of a value of this shape, k for each row.
  package func tangents(_ k: Int) -> Shape { Shape(rows * k, columns) }
}
