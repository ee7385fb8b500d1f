import Foundation

/// When to orthonormalise next, and whether the last interval was short enough.
///
/// The loss of a tangent (`FrameOrthonormalizer.losses`), times the rounding unit u, is how far its direction, and to
/// first order its growth ln R, is wrong after an interval. What falls along tangents before it does no harm, since R is
/// triangular. Over a run an exponent is thus wrong by about
///
///     u · Σ losses / steps
///
/// at most. Signs differ, which makes it less; but where a tangent outgrows the one before it for a while, an error of
/// their directions grows with it, a hundredfold and more in nets of hundreds of units, and moves growth from one
/// exponent to its neighbour. Hence a `tolerance` so far below what is asked of an exponent.
///
/// The loss grows at each step by the spread of the growth rates, so the next interval's is foretold from the losses and
/// rates of those before. What is foretold may fail where the input changes, so every interval is judged by its own
/// losses: one that lost too much is taken again in halves. One decision serves all trajectories, the worst of them
/// counts, and it depends on nothing but their numbers.
struct OrthonormalizationSchedule {
  private let setting: OrthonormalizationInterval
  private let tangents: Int
  package private(set) var roundingUnit: Double
  /// Time steps to take before the next orthonormalisation.
  package private(set) var interval = 1
  private var decisions = 0
  /// ln of the worst loss: the part of it that does not grow with the interval.
  private var offset = 0.0
  /// Largest less smallest growth rate, nats a step.
  private var spread = 0.0
  /// The largest |ln ‖z‖| a step.
  private var scale = 0.0
  /// Growth rate of each tangent, mean over trajectories and recent steps, nats a step.
  private var rates: [Double]

  package init(_ setting: OrthonormalizationInterval, roundingUnit: Double, tangents: Int) {
    self.setting = setting
    self.roundingUnit = roundingUnit
    self.tangents = tangents
    rates = [Double](repeating: 0, count: tangents)
    restart(roundingUnit: roundingUnit)
  }

  /// What the bound above may be, nats a step.
  var tolerance: Double { roundingUnit > 1e-10 ? 1e-5 : 1e-9 }

  /// Whether orthonormalisations need not be thorough.
  var isAdaptive: Bool { setting == .auto }

  package mutating func restart(roundingUnit: Double) {
    self.roundingUnit = roundingUnit
    if case .steps(let steps) = setting { interval = steps } else { interval = 1 }
    (decisions, offset, spread, scale) = (0, 0, 0, 0)
    for i in rates.indices { rates[i] = 0 }
  }

  /// From here on frames are in a precision of this rounding unit.
  package mutating func change(roundingUnit: Double) { self.roundingUnit = roundingUnit }

  /// Whether an interval of so many steps lost no more than it may.
  ///
  /// - Parameters:
  ///   - losses: Of every tangent.
  ///   - spent: What the bounds' sums u·Σ losses have come to before it.
  ///   - after: Steps that these sums are of, this interval's included.
  package func accepts(_ losses: [Double], steps: Int, spent: [Double], after total: Int) -> Bool {
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
    // The first are those of a frame that is not yet aligned: each is half forgotten at the next.
    let weight = decisions == 0 ? 1 : decisions < 5 ? 0.5 : 0.1
    takeRates(frames.growths, steps: Double(steps), weight: weight)
    let (worst, reach) = worst(lengths: frames.lengths, losses: frames.losses)
    decisions += 1
    spread = (rates.max() ?? 0) - (rates.min() ?? 0)
    offset += weight * (worst - spread * Double(steps) - offset)
    scale = max(reach / Double(steps), (1 - weight) * scale)
    interval = decisions < 3 ? 1 : longestInterval(atMost: 2 * steps)
  }

  /// Whether frames in double precision would be the faster: their products cost twice as much, and an
  /// orthonormalisation more than twice a product.
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

  /// What is foretold scatters; an interval that is taken again has cost its steps.
  private static let caution = 0.3
  /// Beyond it, there is nothing left to gain.
  private static let longest = 64
  /// Of a tangent's length: the squares must fit single precision.
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

  /// ln of the worst tangent's loss, and the largest |ln ‖z‖|.
  private func worst(lengths: [Double], losses: [Double]) -> (loss: Double, reach: Double) {
    var (loss, reach) = (1.0, 0.0)
    for row in losses.indices where losses[row] > 0 {
      loss = max(loss, losses[row])
      reach = max(reach, abs(log(lengths[row])))
    }
    return (log(loss), reach)
  }
}
