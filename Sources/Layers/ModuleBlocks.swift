import Programs

/// Where the blocks of a recurrent weight's modules lie.
extension ParameterLayout.Placed {
  /// How many units a weight between units connects.
  package var units: Int { isPacked ? shape.rows : shape.columns }

  /// The unit, from 0, that element (row, column) of a weight between units leads from.
  package func source(row: Int, column: Int) -> Int {
    isPacked ? module(ofRow: row) * shape.columns + column : column
  }

  /// Whether element (row, column) of a weight between units leads from a module to itself.
  package func isInside(row: Int, column: Int) -> Bool {
    parameter.modules == 1
      || module(ofRow: row) == source(row: row, column: column) / (units / parameter.modules)
  }

  /// The module, from 0, whose units a row leads to.
  package func module(ofRow row: Int) -> Int { row / (shape.rows / parameter.modules) }

  /// The places in the flat vector that lie outside the block of one module, from 0, as ranges in ascending order.
  package func places(outsideModule module: Int) -> [Range<Int>] {
    let width = isPacked ? shape.columns : shape.columns / parameter.modules
    return (0..<shape.rows).flatMap { row -> [Range<Int>] in
      let start = offset + row * shape.columns
      let whole = start..<start + shape.columns
      guard self.module(ofRow: row) == module else { return [whole] }
      let first = isPacked ? start : start + module * width
      return [start..<first, first + width..<whole.upperBound].filter { !$0.isEmpty }
    }
  }

  /// Whether only the modules' blocks are stored.
  private var isPacked: Bool { parameter.modules > 1 && shape.columns < shape.rows }
}
