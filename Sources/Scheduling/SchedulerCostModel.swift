/// Predicts how long a trial takes from its floating-point operations: seconds = a + b · flops.
///
/// a and b are the weighted least-squares fit to the times measured so far, with a ≥ 0 and b ≥ 0. A measurement counts
/// by the inverse square of the time that was predicted for it, so that relative errors are what is made small, and loses
/// one part in 500 of its weight with every later one, so that the fit follows the sizes now at work. Trials that were cut
/// short count as the others do: it is the expected time of one of which it is not known how it ends.
package struct SchedulerCostModel: Equatable, Sendable {
  package private(set) var secondsPerTrial = 0.0
  package private(set) var secondsPerFlop = 0.0
  package private(set) var measurements = 0

  private let unit: Double
  private let memory = 1 - 1.0 / 500
  // Weighted sums of 1, x, x², t and x·t, with x in units of the sweep's mean cost.
  private var sum = 0.0
  private var sumX = 0.0
  private var sumXX = 0.0
  private var sumT = 0.0
  private var sumXT = 0.0

  /// - Parameter meanFlops: A typical trial's operations; only a scale that keeps the sums well conditioned.
  package init(meanFlops: Double) { unit = meanFlops > 0 && meanFlops.isFinite ? meanFlops : 1 }

  /// Whether there is anything to predict from.
  package var isKnown: Bool { measurements > 0 }

  /// Seconds that `count` trials of `flops` operations in all will take; 0 while nothing is known.
  package func seconds(flops: Double, count: Int = 1) -> Double {
    secondsPerTrial * Double(count) + secondsPerFlop * flops
  }

  /// Learns that a trial of `flops` operations took `seconds`.
  package mutating func learn(flops: Double, seconds: Double) {
    let time = max(seconds, 1e-7)  // below the clock's grain
    let predicted = isKnown ? max(self.seconds(flops: flops), 1e-7) : time
    let weight = 1 / (predicted * predicted)
    let x = flops / unit
    sum = sum * memory + weight
    sumX = sumX * memory + weight * x
    sumXX = sumXX * memory + weight * x * x
    sumT = sumT * memory + weight * time
    sumXT = sumXT * memory + weight * x * time
    measurements += 1
    fit()
  }

  private mutating func fit() {
    let determinant = sum * sumXX - sumX * sumX
    var a = 0.0
    var b = sumXX > 0 ? sumXT / sumXX : 0
    // Where all costs are alike the line is undetermined: let it go through the origin.
    if determinant > 1e-6 * sum * sumXX {
      a = (sumXX * sumT - sumX * sumXT) / determinant
      b = (sum * sumXT - sumX * sumT) / determinant
      if a < 0 { (a, b) = (0, sumXT / sumXX) }
    }
    if b < 0 || sumXX == 0 { (a, b) = (sumT / sum, 0) }
    secondsPerTrial = a
    secondsPerFlop = b / unit
  }
}
