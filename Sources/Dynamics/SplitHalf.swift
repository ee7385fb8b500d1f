/// The difference between the exponents of a window's two halves.
enum SplitHalf {
  /// The squared difference of each exponent between the halves.
  ///
  /// - Parameters:
  ///   - first: The growths of the first half, trajectory by trajectory, nats.
  ///   - steps: The number of steps of the first half.
  ///   - whole: The growths of the whole window, nats.
  ///   - bounds: How far rounding may have moved the growths of the whole window, nats.
  ///   - total: The number of steps of the whole window.
  ///   - k: The number of exponents of a trajectory.
  /// - Returns: The squares of the differences averaged over trajectories; exponents that are not finite, or that
  ///   rounding may have moved too far to be reported, are left out.
  static func squares(
    _ first: [Double], after steps: Int, of whole: [Double], bounds: [Double], steps total: Int,
    exponents k: Int
  ) -> [Double] {
    guard steps > 0, steps < total, k > 0 else { return [] }
    let trajectories = Double(whole.count / k)
    let count = Double(whole.count / k * total)
    return (0..<k).map { index in
      let places = stride(from: index, to: whole.count, by: k)
      let (growth, bound) = places.reduce((0.0, 0.0)) { ($0.0 + whole[$1], $0.1 + bounds[$1]) }
      guard TrajectoryStatistics.isTold(growth / count, error: bound / count) else { return .nan }
      let sum = places.reduce(0.0) { sum, place in
        sum + first[place] / Double(steps) - (whole[place] - first[place]) / Double(total - steps)
      }
      return (sum / trajectories) * (sum / trajectories)
    }.filter(\.isFinite)
  }
}
