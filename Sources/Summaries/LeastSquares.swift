/// Numbers as a sum of given columns, fitted by least squares.
struct LeastSquares {
  /// One for each column; 0 of a column that those before it explain.
  let coefficients: [Double]
  /// What is missing of each number when it is predicted from a fit to the others.
  let errorsLeftOut: [Double]

  init(_ columns: [[Double]], _ values: [Double]) {
    let basis = OrthonormalBasis(columns)
    let amounts = basis.directions.map { product($0, values) }
    coefficients = basis.coefficients(of: amounts, count: columns.count)
    var (rests, influences) = (values, values.map { _ in 0.0 })
    for (amount, direction) in zip(amounts, basis.directions) {
      for point in rests.indices {
        rests[point] -= amount * direction[point]
        influences[point] += direction[point] * direction[point]
      }
    }
    // A number on which alone a coefficient hangs cannot be predicted.
    errorsLeftOut = zip(rests, influences).map { $1 < 1 - 1e-9 ? $0 / (1 - $1) : .infinity }
  }
}

/// Columns in directions at right angles, by Gram and Schmidt.
private struct OrthonormalBasis {
  private(set) var directions: [[Double]] = []
  /// Of each direction: the column that brought it, and how much of it and of those before it is in that.
  private var sources: [(column: Int, parts: [Double])] = []

  /// Columns that those before them explain bring none.
  init(_ columns: [[Double]]) {
    for (number, column) in columns.enumerated() { add(column, number) }
  }

  private mutating func add(_ column: [Double], _ number: Int) {
    var rest = column
    var parts = [Double](repeating: 0, count: directions.count)
    // Twice, so that rounding leaves nothing of the directions before.
    for _ in 0..<2 {
      for (place, direction) in directions.enumerated() {
        let part = product(rest, direction)
        parts[place] += part
        for point in rest.indices { rest[point] -= part * direction[point] }
      }
    }
    let length = product(rest, rest).squareRoot()
    guard length > 1e-9 * product(column, column).squareRoot() else { return }
    sources.append((number, parts + [length]))
    directions.append(rest.map { $0 / length })
  }

  /// How often each of `count` columns is taken, so that all together are so much of each direction.
  func coefficients(of amounts: [Double], count: Int) -> [Double] {
    var coefficients = [Double](repeating: 0, count: count)
    for (place, source) in sources.enumerated().reversed() {
      let others = sources[(place + 1)...].reduce(0) {
        $0 + $1.parts[place] * coefficients[$1.column]
      }
      coefficients[source.column] = (amounts[place] - others) / source.parts[place]
    }
    return coefficients
  }
}
