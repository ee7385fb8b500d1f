/// The difference between the exponents of a window's two halves.
enum HalfwayGrowth {
  /// - Parameters:
  ///   - first: Growths of the first half, trajectory by trajectory.
  ///   - steps: Steps that these took.
  ///   - whole: Growths of the whole window.
  ///   - total: Its steps.
  ///   - k: Exponents of a trajectory.
  /// - Returns: The squares of the differences of each exponent, averaged over trajectories, where they are finite.
  static func squares(
    _ first: [Double], after steps: Int, of whole: [Double], steps total: Int, exponents k: Int
  ) -> [Double] {
    guard steps > 0, steps < total, k > 0 else { return [] }
    let trajectories = Double(whole.count / k)
    return (0..<k).map { index in
      let sum = stride(from: index, to: whole.count, by: k).reduce(0.0) { sum, place in
        sum + first[place] / Double(steps) - (whole[place] - first[place]) / Double(total - steps)
      }
      return (sum / trajectories) * (sum / trajectories)
    }.filter(\.isFinite)
  }
}
