/// Rows and columns of a value. Every value of a program is a matrix, stored row by row.
package struct Shape: Hashable, Sendable, CustomStringConvertible {
  package let rows: Int
  package let columns: Int

  package init(_ rows: Int, _ columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  package static let scalar = Shape(1, 1)

  package var count: Int { rows * columns }
  package var description: String { "\(rows)×\(columns)" }

  /// The shape of an elementwise result of `self` and `other`.
  ///
  /// An operand with one column stands for that column repeated; one with fewer rows stands for each of its rows
  /// repeated in a run, so that 1×C is a row for all, and B×C beside B·k×C one row for each of k tangents.
  func broadcast(with other: Shape) -> Shape {
    let joint = Shape(max(rows, other.rows), max(columns, other.columns))
    precondition(
      broadcasts(to: joint) && other.broadcasts(to: joint), "\(self) does not go with \(other)")
    return joint
  }

  func broadcasts(to other: Shape) -> Bool {
    other.rows % rows == 0 && (columns == other.columns || columns == 1)
  }

  /// The shape of `k` tangents of each row.
  package func tangents(_ k: Int) -> Shape { Shape(rows * k, columns) }
}
