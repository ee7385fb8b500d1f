/// Predicts how long a trial takes from its floating-point operations: seconds = a + b · flops.
///
/// a and b are the weighted least-squares fit to the times measured so far, with a ≥ 0 and b ≥ 0. The weight of a
/// measurement is the inverse square of the time that was predicted for it, so that the fit minimizes relative errors.
/// Each later measurement reduces it by one part in 500, so that the fit follows the sizes of recent trials. Trials
/// that ended early count as the others do, since it is not known in advance how a trial ends.
package struct SchedulerCostModel: Equatable, Sendable {
  /// The intercept a, in seconds; 0 while nothing is known.
  package private(set) var secondsPerTrial = 0.0
  /// The slope b, in seconds per floating-point operation; 0 while nothing is known.
  package private(set) var secondsPerFlop = 0.0
  /// How many times have been measured.
  package private(set) var measurements = 0

  private let unit: Double
  private let memory = 1 - 1.0 / 500
  // Weighted sums of 1, x, x², t and x·t, with x in units of the sweep's mean cost.
  private var sum = 0.0
  private var sumX = 0.0
  private var sumXX = 0.0
  private var sumT = 0.0
  private var sumXT = 0.0

  /// - Parameter meanFlops: The operations of a typical trial, a scale that keeps the sums well conditioned.
  package init(meanFlops: Double) { unit = meanFlops > 0 && meanFlops.isFinite ? meanFlops : 1 }

  /// Whether a time has been measured, so that there is something to predict from.
  package var isKnown: Bool { measurements > 0 }

  /// The predicted seconds of `count` trials with `flops` operations in all; 0 while nothing is known.
  package func seconds(flops: Double, count: Int = 1) -> Double {
    secondsPerTrial * Double(count) + secondsPerFlop * flops
  }

  /// Takes the measurement that a trial of `flops` operations took `seconds`.
  package mutating func learn(flops: Double, seconds: Double) {
    let time = max(seconds, 1e-7)  // the clock has no finer grain
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
    // Where all costs are about equal, the line is not determined; it is then taken through the origin.
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
