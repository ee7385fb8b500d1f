/// Numbers as a sum of given columns, fitted by least squares.
struct LeastSquares {
  /// One for each column; 0 of a column that those before it explain.
  let coefficients: [Double]
  /// What is missing of each number when it is predicted from a fit to the others.
  let errorsLeftOut: [Double]

  /// By Gram and Schmidt's orthonormalisation, each column taken twice so that nothing is left of those before it.
  init(_ columns: [[Double]], _ values: [Double]) {
    var basis: [[Double]] = []
    // Of each column that is kept: which it is, and how much of each before and of itself is in it.
    var kept: [(column: Int, parts: [Double])] = []
    for (number, column) in columns.enumerated() {
      var rest = column
      var parts = [Double](repeating: 0, count: basis.count)
      for _ in 0..<2 {
        for (place, direction) in basis.enumerated() {
          let part = product(rest, direction)
          parts[place] += part
          for point in rest.indices { rest[point] -= part * direction[point] }
        }
      }
      let length = product(rest, rest).squareRoot()
      guard length > 1e-9 * product(column, column).squareRoot() else { continue }
      kept.append((number, parts + [length]))
      basis.append(rest.map { $0 / length })
    }
    let amounts = basis.map { product($0, values) }
    var coefficients = columns.map { _ in 0.0 }
    for (place, one) in kept.enumerated().reversed() {
      let above = kept[(place + 1)...].reduce(0) {
        $0 + $1.parts[place] * coefficients[$1.column]
      }
      coefficients[one.column] = (amounts[place] - above) / one.parts[place]
    }
    var (rests, influences) = (values, values.map { _ in 0.0 })
    for (amount, direction) in zip(amounts, basis) {
      for point in rests.indices {
        rests[point] -= amount * direction[point]
        influences[point] += direction[point] * direction[point]
      }
    }
    self.coefficients = coefficients
    // A number on which alone a coefficient hangs cannot be predicted.
    errorsLeftOut = zip(rests, influences).map { $1 < 1 - 1e-9 ? $0 / (1 - $1) : .infinity }
  }
}
