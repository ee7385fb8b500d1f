import Foundation

/// Decides when to orthonormalise next, and whether the last interval was short enough.
///
/// The loss of a tangent (`FrameOrthonormalizer.losses`) times the rounding unit u is the error of its direction, and
/// to first order of its growth ln R, after an interval. An error along tangents before it does no harm, since R is
/// triangular. Over a run an exponent is thus wrong by about
///
///     u · Σ losses / steps
///
/// at most. Errors of different sign cancel in part. But where a tangent outgrows the one before it for a while, an
/// error of their directions grows with it, a hundredfold and more in nets of hundreds of units, and moves growth from
/// one exponent to its neighbour. Hence `tolerance` is far below the accuracy that is asked of an exponent.
///
/// The loss grows at each step by the spread of the growth rates, so the loss of the next interval is predicted from
/// the losses and rates of earlier ones. The prediction may fail where the input changes, so every interval is judged
/// by its own losses: one that lost too much is repeated in halves. One decision serves all trajectories; the worst
/// trajectory determines it, and it depends on nothing but the trajectories' numbers.
struct OrthonormalizationSchedule {
  private let setting: OrthonormalizationInterval
  private let tangents: Int
  private(set) var roundingUnit: Double
  /// The number of time steps before the next orthonormalisation.
  private(set) var interval = 1
  private var decisions = 0
  /// The part of ln(worst loss) that does not grow with the interval.
  private var offset = 0.0
  /// The difference between the largest and the smallest growth rate, nats a step.
  private var spread = 0.0
  /// The largest |ln ‖z‖| of a tangent, nats a step.
  private var scale = 0.0
  /// The growth rate of each tangent, averaged over trajectories and recent steps, nats a step.
  private var rates: [Double]

  init(_ setting: OrthonormalizationInterval, roundingUnit: Double, tangents: Int) {
    self.setting = setting
    self.roundingUnit = roundingUnit
    self.tangents = tangents
    rates = [Double](repeating: 0, count: tangents)
    restart(roundingUnit: roundingUnit)
  }

  /// The largest value that the bound above may have, nats a step.
  var tolerance: Double { roundingUnit > 1e-10 ? 1e-5 : 1e-9 }

  /// Whether orthonormalisations need not be thorough.
  var isAdaptive: Bool { setting == .auto }

  mutating func restart(roundingUnit: Double) {
    self.roundingUnit = roundingUnit
    if case .steps(let steps) = setting { interval = steps } else { interval = 1 }
    (decisions, offset, spread, scale) = (0, 0, 0, 0)
    for i in rates.indices { rates[i] = 0 }
  }

  /// Takes note that frames are now in a precision with this rounding unit.
  mutating func change(roundingUnit: Double) { self.roundingUnit = roundingUnit }

  /// Whether an interval of `steps` steps lost no more than the tolerance allows.
  ///
  /// - Parameters:
  ///   - losses: The loss of every tangent in this interval.
  ///   - spent: The sums u·Σ losses of every tangent before this interval.
  ///   - total: The number of steps since these sums began, this interval included.
  func accepts(_ losses: [Double], steps: Int, spent: [Double], after total: Int) -> Bool {
    let own = tolerance * Double(steps)
    let whole = tolerance * Double(total)
    return losses.indices.allSatisfy { i in
      let loss = roundingUnit * losses[i]
      return !(loss > own) || !(loss + spent[i] > whole)
    }
  }

  /// Learns from an interval that lost too much.
  mutating func learn(rejected losses: [Double], steps: Int) {
    let worst = log(losses.reduce(1) { max($0, $1) })
    offset = max(offset, worst - spread * Double(steps))
  }

  /// Learns from an interval that is kept.
  mutating func learn(_ frames: any TangentFrames, steps: Int) {
    guard isAdaptive else { return }
    // The first rates come from a frame that is not yet aligned, so the next ones weigh half each.
    let weight = decisions == 0 ? 1 : decisions < 5 ? 0.5 : 0.1
    takeRates(frames.growths, steps: Double(steps), weight: weight)
    let (worst, reach) = worst(lengths: frames.lengths, losses: frames.losses)
    decisions += 1
    spread = (rates.max() ?? 0) - (rates.min() ?? 0)
    offset += weight * (worst - spread * Double(steps) - offset)
    scale = max(reach / Double(steps), (1 - weight) * scale)
    interval = decisions < 3 ? 1 : longestInterval(atMost: 2 * steps)
  }

  /// Whether frames in double precision would be faster, because they would allow intervals of four steps instead of
  /// one: their products cost twice as much, and an orthonormalisation costs more than two products.
  var asksForDouble: Bool {
    guard isAdaptive, decisions >= 3, interval == 1, roundingUnit > 1e-10 else { return false }
    var other = self
    other.change(roundingUnit: Double.ulpOfOne / 2)
    return other.longestInterval(atMost: 4) == 4
  }

  private func longestInterval(atMost limit: Int) -> Int {
    var steps = 1
    while steps < min(limit, Self.longest), isTolerable(Double(steps + 1)) { steps += 1 }
    return steps
  }

  private func isTolerable(_ steps: Double) -> Bool {
    let error = roundingUnit * exp(offset + spread * steps) / steps
    return error <= Self.caution * tolerance && scale * steps <= Self.largestLogarithm
  }

  /// The share of the tolerance that a predicted error may reach. Predictions scatter, and an interval that is repeated
  /// has wasted its steps.
  private static let caution = 0.3
  /// The longest interval; a longer one would gain no speed.
  private static let longest = 64
  /// The largest |ln ‖z‖| of a tangent, whose square must fit single precision.
  private static let largestLogarithm = 20.0

  private mutating func takeRates(_ growths: [Double], steps: Double, weight: Double) {
    for i in 0..<tangents {
      var (sum, count) = (0.0, 0.0)
      for row in stride(from: i, to: growths.count, by: tangents) where growths[row].isFinite {
        sum += growths[row]
        count += 1
      }
      if count > 0 { rates[i] += weight * (sum / count / steps - rates[i]) }
    }
  }

  /// The logarithm of the worst tangent's loss, and the largest |ln ‖z‖|.
  private func worst(lengths: [Double], losses: [Double]) -> (loss: Double, reach: Double) {
    var (loss, reach) = (1.0, 0.0)
    for row in losses.indices where losses[row] > 0 {
      loss = max(loss, losses[row])
      reach = max(reach, abs(log(lengths[row])))
    }
    return (log(loss), reach)
  }
}
