/// Sums over successive batches of steps, along several trajectories, and what they tell of how far the mean over all
/// steps is from its limit: replicated batch means (Gupta and Vats, arXiv:2007.04229; Flegal and Jones,
/// arXiv:0811.1729).
///
/// The sums of batches that are long beside a process's memory are nearly independent, whichever trajectory they belong
/// to. There are at least `least` batches in all once there have been enough stretches of steps; where there would be
/// more than twice as many, two neighbours become one, and so do all later ones, so that batches grow with the steps.
struct BatchMeans: Sendable {
  /// The number of batches in all, below which none are joined: intervals of twice the standard error then hold 95 % to
  /// a percent.
  static let least = 32

  private let trajectories: Int
  /// Steps and sums (trajectories × quantities) of each batch.
  private var batches: [(stretches: Int, steps: Int, sums: [Double])] = []
  /// The number of stretches that make a batch.
  private var size = 1

  init(trajectories: Int) { self.trajectories = trajectories }

  /// The number of batches of all trajectories.
  var count: Int { batches.count * trajectories }
  /// The steps of the batches of each trajectory, in order.
  var lengths: [Int] { batches.map(\.steps) }

  /// Takes a stretch of steps.
  ///
  /// - Parameter sums: The sums over the stretch, trajectories × quantities.
  mutating func add(_ sums: [Double], steps: Int) {
    guard steps > 0 else { return }
    if let last = batches.last, last.stretches < size {
      batches[batches.count - 1] = (
        last.stretches + 1, last.steps + steps, zip(last.sums, sums).map { $0 + $1 }
      )
      return
    }
    batches.append((1, steps, sums))
    let mostOfOne = 2 * ((Self.least + trajectories - 1) / trajectories)
    if batches.count > mostOfOne { joinNeighbors() }
  }

  private mutating func joinNeighbors() {
    size *= 2
    batches = stride(from: 0, to: batches.count, by: 2).map { index in
      guard index + 1 < batches.count else { return batches[index] }
      let (first, second) = (batches[index], batches[index + 1])
      return (
        first.stretches + second.stretches, first.steps + second.steps,
        zip(first.sums, second.sums).map { $0 + $1 }
      )
    }
  }

  /// For each quantity the rate at which the variance of its sum grows, in its unit squared a step: the mean of
  /// (S − n m)² / n over batches of n steps and sum S, m the mean of all steps, with one degree of freedom less. NaN
  /// where there is one batch only, or a sum is not finite.
  var variancesPerStep: [Double] {
    guard let quantities = batches.first.map({ $0.sums.count / trajectories }) else { return [] }
    let steps = Double(batches.reduce(0) { $0 + $1.steps } * trajectories)
    return (0..<quantities).map { quantity in
      func total(_ term: (_ steps: Double, _ sum: Double) -> Double) -> Double {
        batches.reduce(0) { total, batch in
          stride(from: quantity, to: batch.sums.count, by: quantities).reduce(total) {
            $0 + term(Double(batch.steps), batch.sums[$1])
          }
        }
      }
      let mean = total { $1 } / steps
      let squares = total { ($1 - $0 * mean) * ($1 - $0 * mean) / $0 }
      return count > 1 ? squares / Double(count - 1) : .nan
    }
  }
}
