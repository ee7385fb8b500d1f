/// A few linear equations with a symmetric positive definite matrix, solved by its Cholesky factor without allocating.
struct PositiveSystem: Sendable {
  private let size: Int
  /// The Cholesky factor's lower triangle, [size × size], row-major.
  private var factor: [Double]
  private(set) var solution: [Double]

  init(size: Int) {
    self.size = size
    factor = [Double](repeating: 0, count: size * size)
    solution = [Double](repeating: 0, count: size)
  }

  /// Leaves in `solution` the x with A x = `right`, where `element` gives A's elements.
  mutating func solve(_ right: [Double], element: (Int, Int) -> Double) {
    for i in 0..<size {
      for j in 0...i {
        var rest = element(i, j)
        for k in 0..<j { rest -= factor[i * size + k] * factor[j * size + k] }
        factor[i * size + j] = i == j ? rest.squareRoot() : rest / factor[j * size + j]
      }
    }
    for i in 0..<size {
      var rest = right[i]
      for k in 0..<i { rest -= factor[i * size + k] * solution[k] }
      solution[i] = rest / factor[i * size + i]
    }
    for i in stride(from: size - 1, through: 0, by: -1) {
      var rest = solution[i]
      for k in i + 1..<size { rest -= factor[k * size + i] * solution[k] }
      solution[i] = rest / factor[i * size + i]
    }
  }
}
