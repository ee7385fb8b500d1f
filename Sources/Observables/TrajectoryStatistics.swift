/// Mean and standard deviation of each exponent over trajectories, sorted by the mean, largest first.
public struct TrajectoryStatistics: Hashable, Sendable {
  public let means: [Double]
  /// With n − 1; 0 for a single trajectory.
  public let deviations: [Double]

  /// - Parameter rows: The exponents of each trajectory.
  public init(_ rows: [[Double]]) {
    let count = Double(rows.count)
    let moments = (rows.first ?? []).indices.map { index -> (mean: Double, deviation: Double) in
      let mean = rows.reduce(0) { $0 + $1[index] } / count
      let squares = rows.reduce(0) { $0 + ($1[index] - mean) * ($1[index] - mean) }
      return (mean, (squares / max(count - 1, 1)).squareRoot())
    }
    let sorted = moments.sorted { $0.mean > $1.mean }
    means = sorted.map(\.mean)
    deviations = sorted.map(\.deviation)
  }
}
