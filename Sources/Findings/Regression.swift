/// Small statistics that findings share.
enum Regression {
  /// The slope of the least-squares line through (x, y); NaN for fewer than two points, or where one is NaN.
  static func slope(_ points: [(x: Double, y: Double)]) -> Double {
    guard points.count > 1 else { return .nan }
    let count = Double(points.count)
    let x = points.reduce(0) { $0 + $1.x } / count
    let y = points.reduce(0) { $0 + $1.y } / count
    let covariance = points.reduce(0) { $0 + ($1.x - x) * ($1.y - y) }
    return covariance / points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
  }
}
