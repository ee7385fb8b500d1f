import LinearAlgebra

/// Where the weights of scored steps stand among targets: each after its row's, or nowhere, and all are 1.
struct RowWeights {
  private let width: Int
  private let columns: Int

  /// - Parameters:
  ///   - columns: Targets of a row.
  ///   - numbers: Of all rows, weights among them.
  init(rows: Int, columns: Int, numbers: Int) {
    (width, self.columns) = (numbers / rows, columns)
  }

  /// The places of a row's targets.
  func targets(of row: Int) -> Range<Int> { row * width..<row * width + columns }

  func weight<S: Scalar>(of row: Int, in targets: Span<S>) -> Double {
    width > columns ? Double(targets[row * width + columns]) : 1
  }
}
