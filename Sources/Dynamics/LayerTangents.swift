import LinearAlgebra
import Plans
import RandomStreams

/// Follows the tangents of one layer of a cell along driven trajectories, and judges every interval by what rounding has
/// taken from it.
final class LayerTangents<Element: Scalar> {
  /// Of each trajectory.
  package let tangents: Int
  private let rows: Int
  private let start: Storage<Double>
  private let narrow: any TangentFrames<Element>
  /// In double precision, made when they are first needed; nil where the frames' own precision has to do.
  private let makeWide: (() -> any TangentFrames<Element>)?
  private var wide: (any TangentFrames<Element>)?
  private var frames: any TangentFrames<Element>
  private var pace: OrthonormalizationPace
  /// How often tangents could be set anew since the start.
  private var renewals = 0
  private let seed: UInt64
  /// Since counting began, trajectory by trajectory: the sums of ln R, −∞ of what has vanished, and of what rounding may
  /// have done to them, ∞ where it has left nothing.
  package private(set) var growth: [Double]
  package private(set) var bounds: [Double]
  /// The same of the warm-up.
  private var settlingBounds: [Double]
  private(set) var countedSteps = 0
  private(set) var orthonormalizations = 0

  /// - Parameters:
  ///   - rows: Trajectories.
  ///   - start: The frames to start from, rows·k × n; orthonormal.
  ///   - frames: In the precision to begin with.
  ///   - makeWide: The same in double precision.
  package init(
    rows: Int, tangents: Int, start: Storage<Double>, seed: UInt64,
    interval: OrthonormalizationInterval, frames: any TangentFrames<Element>,
    makeWide: (() -> any TangentFrames<Element>)?
  ) {
    (self.rows, self.tangents, self.start, self.seed) = (rows, tangents, start, seed)
    (narrow, self.frames, self.makeWide) = (frames, frames, makeWide)
    pace = OrthonormalizationPace(interval, roundingUnit: frames.roundingUnit, tangents: tangents)
    growth = [Double](repeating: 0, count: rows * tangents)
    (bounds, settlingBounds) = (growth, growth)
  }

  /// What rounding may have done to the sums of ln R, all in all: `bounds` and those of the warm-up, of each tangent
  /// the largest up to it, since a direction that has lost its way takes from those behind it, which are kept orthogonal
  /// to it; and many times as much as the loss itself, for it takes time to find the way again.
  var reachingBounds: [Double] {
    var reaching = zip(bounds, settlingBounds).map { Self.aftermath * ($0 + $1) }
    for i in reaching.indices where i % tangents > 0 {
      reaching[i] = max(reaching[i], reaching[i - 1])
    }
    return reaching
  }

  /// Errors of up to 70 times the loss were seen among rate nets of gains up to 12, against other intervals.
  private static var aftermath: Double { 64 }

  package func restart() {
    frames = narrow
    frames.restart(from: start)
    pace.restart(roundingUnit: frames.roundingUnit)
    for i in growth.indices { (growth[i], settlingBounds[i], bounds[i]) = (0, 0, 0) }
    (countedSteps, orthonormalizations, renewals) = (0, 0, 0)
  }

  /// Sets sums to zero. What rounding did in the warm-up is kept apart: a direction that lost its way there may not have
  /// found it again.
  func startCounting() {
    for i in growth.indices { (growth[i], settlingBounds[i], bounds[i]) = (0, bounds[i], 0) }
    countedSteps = 0
  }

  /// Sets tangents anew that have vanished, or of which rounding has left nothing: a product of lower rank whose units
  /// all hold rounding, as of an LSTM that starts from zero without input. And so all that lies behind them in the frame.
  ///
  /// A tangent's numbers depend on nothing but its place and how often this was called.
  func revive() {
    defer { renewals += 1 }
    let kept = (0..<rows).map { row in
      let lost = (row * tangents..<(row + 1) * tangents).first {
        bounds[$0] == .infinity || growth[$0] == -.infinity
      }
      return lost.map { $0 - row * tangents } ?? tangents
    }
    guard kept.contains(where: { $0 < tangents }) else { return }
    frames.renew(after: kept) { [seed, renewals, tangents] trajectory, tangent in
      RandomStream(
        seed: seed, purpose: "trajectory \(trajectory), tangents set anew",
        index: renewals * tangents + tangent)
    }
    frames.orthonormalize(thoroughly: true)
    for row in 0..<rows {
      for i in kept[row]..<tangents {
        (growth[row * tangents + i], bounds[row * tangents + i]) = (0, 0)
      }
    }
  }

  /// Takes `count` steps, at the end of which frames are orthonormal to rounding.
  ///
  /// - Parameters:
  ///   - states: Of the steps, before each.
  ///   - inputs: From `offset` on those of the steps.
  ///   - size: Inputs of a step.
  ///   - watch: Called after each orthonormalisation.
  package func advance(
    _ count: Int, states: [Storage<Double>], inputs: Storage<Element>, at offset: Int, size: Int,
    watch: () -> Void
  ) {
    var done = 0
    while done < count {
      var steps = min(pace.interval, count - done)
      while true {
        frames.keep(for: steps)
        for step in done..<done + steps {
          frames.push(states: states, step: step, inputs: inputs, at: offset + step * size)
        }
        // Where every step is needed, directions differ so much that one pass does not keep them apart.
        let isWild = steps == 1 && isWidest
        frames.orthonormalize(thoroughly: isWild || done + steps == count || !pace.isAdaptive)
        orthonormalizations += 1
        if accepts(steps) { break }
        frames.goBack()
        if steps > 1 {
          pace.learn(rejected: frames.losses, steps: steps)
          steps /= 2
        } else {
          widen()
        }
      }
      take(steps)
      done += steps
      watch()
    }
  }

  /// Whether frames are in the widest precision that there is.
  private var isWidest: Bool { makeWide == nil || frames === wide }

  /// A single step in the widest precision there is has to do, and so has what left the range of numbers there. What has
  /// vanished in a narrower one may have been too small for it.
  private func accepts(_ steps: Int) -> Bool {
    if steps == 1 && isWidest { return true }
    let growths = frames.growths
    let isNumber = !growths.contains { $0.isNaN || $0 == .infinity }
    let isWhole = isWidest || !growths.contains(-.infinity)
    return isNumber && isWhole
      && pace.accepts(
        frames.losses, steps: steps, spent: bounds, after: countedSteps + steps)
  }

  private func widen() {
    guard let makeWide else { return }
    let other = wide ?? makeWide()
    other.adopt(frames)
    (wide, frames) = (other, other)
    pace.change(roundingUnit: other.roundingUnit)
  }

  private func take(_ steps: Int) {
    let unit = frames.roundingUnit
    let (growths, losses) = (frames.growths, frames.losses)
    for i in growth.indices {
      growth[i] += growths[i]
      let loss = unit * losses[i]
      bounds[i] += loss > Self.largestLoss ? .infinity : loss
    }
    countedSteps += steps
    pace.learn(frames, steps: steps)
    if pace.asksForDouble { widen() }
  }

  /// From here on what is left of a direction cannot be told from rounding.
  private static var largestLoss: Double { 0.1 }
}
