package import LinearAlgebra

/// The assignment of rows to columns, one to one, whose costs have the least sum (the Hungarian method, by shortest
/// augmenting paths; Jonker and Volgenant 1987).
///
/// Among assignments of equal cost the choice depends on the costs alone, so that it is the same everywhere.
///
/// - Parameter costs: A square matrix of finite numbers.
/// - Returns: The column of each row.
/// - Complexity: O(n³).
package func leastCostAssignment(_ costs: Matrix<Double>) -> [Int] {
  precondition(costs.isSquare, "an assignment of \(costs.shape)")
  precondition(costs.isFinite, "costs that are not finite")
  var assignment = AssignmentSearch(costs)
  for row in 0..<costs.rows { assignment.add(row: row) }
  return assignment.columnOfRow
}

/// Rows that are assigned so far, with the prices of the dual problem. Column n is a place to start from.
private struct AssignmentSearch {
  private let n: Int
  private let costs: [Double]
  private var rowPrices: [Double]
  private var columnPrices: [Double]
  /// The row in each column; n where there is none.
  private var rowOfColumn: [Int]

  init(_ costs: Matrix<Double>) {
    n = costs.rows
    self.costs = costs.elements
    rowPrices = [Double](repeating: 0, count: n + 1)
    columnPrices = rowPrices
    rowOfColumn = [Int](repeating: n, count: n + 1)
  }

  var columnOfRow: [Int] {
    var columns = [Int](repeating: 0, count: n)
    for column in 0..<n { columns[rowOfColumn[column]] = column }
    return columns
  }

  /// Assigns one row more, along the path that raises the sum least.
  mutating func add(row: Int) {
    rowOfColumn[n] = row
    var distances = [Double](repeating: .infinity, count: n)
    var before = [Int](repeating: n, count: n)
    var isReached = [Bool](repeating: false, count: n + 1)
    var column = n
    repeat {
      isReached[column] = true
      column = relax(from: column, &distances, &before, isReached)
      update(prices: distances[column], distances: &distances, isReached)
    } while rowOfColumn[column] != n
    while column != n {
      rowOfColumn[column] = rowOfColumn[before[column]]
      column = before[column]
    }
  }

  /// Shortens the distances of columns by ways over `column`, and finds the nearest of those not reached.
  private func relax(
    from column: Int, _ distances: inout [Double], _ before: inout [Int], _ isReached: [Bool]
  ) -> Int {
    let row = rowOfColumn[column]
    var nearest = n
    for next in 0..<n where !isReached[next] {
      let distance = costs[row * n + next] - rowPrices[row] - columnPrices[next]
      if distance < distances[next] {
        distances[next] = distance
        before[next] = column
      }
      if nearest == n || distances[next] < distances[nearest] { nearest = next }
    }
    return nearest
  }

  private mutating func update(
    prices step: Double, distances: inout [Double], _ isReached: [Bool]
  ) {
    for column in 0...n {
      if isReached[column] {
        rowPrices[rowOfColumn[column]] += step
        columnPrices[column] -= step
      } else {
        distances[column] -= step
      }
    }
  }
}
