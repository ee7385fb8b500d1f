import LinearAlgebra

/// `count` numbers at even distances from −limit to limit, both among them.
///
/// - Parameter count: At least 2.
func evenPlaces(_ count: Int, to limit: Double = 1) -> [Double] {
  (0..<count).map { limit * (2 * Double($0) / Double(count - 1) - 1) }
}

/// The points of an even grid over [−1, 1]², y by y: side² × 2, x first.
func evenGrid(_ side: Int) -> Matrix<Double> {
  let places = evenPlaces(side)
  return Matrix(
    rows: side * side, columns: 2, elements: places.flatMap { y in places.flatMap { [$0, y] } })
}
