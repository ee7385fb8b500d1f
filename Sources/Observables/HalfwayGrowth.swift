/// How much tangents had grown about halfway through a window, to compare its halves.
struct HalfwayGrowth {
  private var growth: [Double] = []
  /// Steps that these took.
  private var steps = 0

  /// Keeps the first growths at or after half of `total` steps.
  mutating func note(_ growth: [Double], after steps: Int, of total: Int) {
    guard self.steps == 0, 2 * steps >= total else { return }
    (self.growth, self.steps) = (growth, steps)
  }

  /// The root mean square difference between the halves' exponents, averaged over trajectories.
  ///
  /// - Parameters:
  ///   - whole: Growths of the whole window, trajectory by trajectory.
  ///   - total: Its steps.
  ///   - k: Exponents of a trajectory.
  /// - Returns: Nats a step; NaN where there is no second half.
  func difference(from whole: [Double], steps total: Int, exponents k: Int) -> Double {
    guard steps > 0, steps < total, k > 0 else { return .nan }
    let trajectories = Double(whole.count / k)
    let squares = (0..<k).map { index in
      let difference = stride(from: index, to: whole.count, by: k).reduce(0) { sum, place in
        let first = growth[place] / Double(steps)
        let second = (whole[place] - growth[place]) / Double(total - steps)
        return sum + first - second
      }
      return (difference / trajectories) * (difference / trajectories)
    }
    return (squares.reduce(0, +) / Double(k)).squareRoot()
  }
}
