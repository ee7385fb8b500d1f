/// The difference between the exponents of a window's two halves.
enum SplitHalf {
  /// - Parameters:
  ///   - first: Growths of the first half, trajectory by trajectory.
  ///   - steps: Steps that these took.
  ///   - whole: Growths of the whole window.
  ///   - total: Its steps.
  ///   - bounds: What rounding may have done to the growths of the whole window.
  ///   - k: Exponents of a trajectory.
  /// - Returns: The squares of the differences of each exponent, averaged over trajectories, where they are finite and
  ///   rounding has left their digits.
  package static func squares(
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
