import Foundation

/// When to orthonormalise next.
///
/// A tangent z whose part orthogonal to those before it has length R carries rounding of some u·‖z‖ (u: the rounding
/// unit), so that its direction, and to first order its growth ln R, is wrong by u·‖z‖/R. What falls along tangents
/// before it does no harm, since R is triangular. Over a run an exponent is thus wrong by about
///
///     u · Σ ‖z‖/R / steps
///
/// at most, summed over its orthonormalisations: `errorEstimates`. Signs differ, which makes it less; but where a
/// tangent outgrows the one before it for a while, an error of their directions grows with it, a hundredfold and more
/// in nets of hundreds of units, and moves growth from one exponent to its neighbour. Hence a `tolerance` so far below
/// what is asked of an exponent.
///
/// The loss ‖z‖/R grows at each step by the spread of the growth rates, so the next interval's error is foretold from
/// the losses and rates of those before; the interval is the longest whose error stays within the tolerance. One decision
/// serves all trajectories, and depends on nothing but their numbers.
struct OrthonormalizationPace {
  /// What the estimate above may be, nats a step.
  let tolerance: Double
  private let setting: OrthonormalizationInterval
  private let roundingUnit: Double
  private let tangents: Int
  /// Time steps from one orthonormalisation to the next.
  private(set) var interval = 1
  private var stepsSince = 0
  private var decisions = 0
  /// ln of the worst tangent's loss, mean over trajectories: the part of it that does not grow with the interval.
  private var offset = 0.0
  /// Largest less smallest growth rate, nats a step.
  private var spread = 0.0
  /// The largest |ln ‖z‖| a step.
  private var scale = 0.0
  /// Sums of ‖z‖/R, trajectory by trajectory.
  private var losses: [Double]
  /// Growth rate of each tangent, mean over trajectories and recent steps, nats a step.
  private var rates: [Double]

  init(
    _ setting: OrthonormalizationInterval, roundingUnit: Double, tangents: Int, trajectories: Int
  ) {
    self.setting = setting
    self.roundingUnit = roundingUnit
    self.tangents = tangents
    tolerance = roundingUnit > 1e-10 ? 4e-5 : 1e-10
    rates = [Double](repeating: 0, count: tangents)
    losses = [Double](repeating: 0, count: tangents * trajectories)
    if case .steps(let steps) = setting { interval = steps }
  }

  /// Whether orthonormalisations need not be thorough.
  var isAdaptive: Bool { setting == .auto }

  /// The estimate above for each trajectory's exponents, of the losses since the last `forgetLosses`, nats a step.
  func errorEstimates(steps: Int) -> [Double] {
    losses.map { $0 * roundingUnit / Double(steps) }
  }

  mutating func restart() {
    if isAdaptive { interval = 1 }
    (stepsSince, decisions) = (0, 0)
    (offset, spread, scale) = (0, 0, 0)
    for i in rates.indices { rates[i] = 0 }
    forgetLosses()
  }

  mutating func forgetLosses() {
    for i in losses.indices { losses[i] = 0 }
  }

  /// Takes note of a time step.
  ///
  /// - Returns: Whether to orthonormalise after it.
  mutating func advance() -> Bool {
    stepsSince += 1
    return stepsSince >= interval
  }

  /// Learns from an orthonormalisation.
  ///
  /// - Parameters:
  ///   - lengths: ‖z‖ of each trajectory's tangents.
  ///   - stretches: R of each.
  mutating func learn(lengths: [Double], stretches: [Double]) {
    let steps = Double(stepsSince)
    // The first are those of a frame that is not yet aligned: each is half forgotten at the next.
    let weight = decisions == 0 ? 1 : decisions < 5 ? 0.5 : 0.1
    let observed = observe(lengths: lengths, stretches: stretches, steps: steps, weight: weight)
    defer { stepsSince = 0 }
    guard isAdaptive else { return }
    decisions += 1
    spread = (rates.max() ?? 0) - (rates.min() ?? 0)
    offset += weight * (observed.loss - spread * steps - offset)
    scale = max(observed.scale / steps, (1 - weight) * scale)
    interval = decisions < 3 ? 1 : longestInterval(atMost: 2 * stepsSince)
  }

  private func longestInterval(atMost limit: Int) -> Int {
    var steps = 1
    while steps < min(limit, Self.longest), isTolerable(Double(steps + 1)) { steps += 1 }
    return steps
  }

  private func isTolerable(_ steps: Double) -> Bool {
    let error = roundingUnit * exp(offset + spread * steps) / steps
    return error <= tolerance && scale * steps <= Self.largestLogarithm
  }

  /// Beyond it, there is nothing left to gain.
  private static let longest = 64
  /// Of a tangent's length: the squares must fit single precision.
  private static let largestLogarithm = 20.0

  /// Takes growth rates and losses up.
  ///
  /// - Returns: ln of the worst tangent's loss, mean over trajectories, and the largest |ln ‖z‖|.
  private mutating func observe(
    lengths: [Double], stretches: [Double], steps: Double, weight: Double
  ) -> (loss: Double, scale: Double) {
    var worst = 1.0
    var scale = 0.0
    let trajectories = Double(lengths.count / tangents)
    for i in 0..<tangents {
      var (loss, product) = (0.0, 0.0)
      for row in stride(from: i, to: lengths.count, by: tangents) {
        losses[row] += lengths[row] / stretches[row]
        let (l, r) = (log(lengths[row]), log(stretches[row]))
        loss += l - r
        product += r
        scale = max(scale, abs(l))
      }
      worst = max(worst, loss / trajectories)
      rates[i] += weight * (product / trajectories / steps - rates[i])
    }
    return (worst, scale)
  }
}
