import LinearAlgebra
import Plans
import RandomStreams

/// The tangents of one layer of a driven system: stepped along its trajectories, orthonormalised, and their growth added
/// up. Here is the method of Benettin et al. (1980) itself; every interval is judged by what rounding has taken from it.
final class TangentDynamics<Element: Scalar> {
  /// One for each trajectory.
  package let tangents: Int
  private let rows: Int
  private let start: Storage<Double>
  private let narrow: any TangentFrames<Element>
  /// In double precision, made when they are first needed; nil where the frames' own precision has to do.
  private let makeWide: (() -> any TangentFrames<Element>)?
  private var wide: (any TangentFrames<Element>)?
  private var frames: any TangentFrames<Element>
  private var schedule: OrthonormalizationSchedule
  /// How often tangents have been replaced by new ones since the start.
  private var renewals = 0
  private let seed: UInt64
  /// Since counting began, trajectory by trajectory: the sums of ln R, −∞ of what has vanished, and of what rounding may
  /// have done to them, ∞ where it has left nothing.
  package private(set) var growth: [Double]
  package private(set) var bounds: [Double]
  /// The same during the warm-up.
  private var settlingBounds: [Double]
  private(set) var countedSteps = 0
  private(set) var orthonormalizations = 0

  /// - Parameter layer: Which of the system's.
  init(_ dynamics: CellDynamics<Element>, layer number: Int, _ settings: LyapunovSettings) {
    let layer = dynamics.layers[number]
    let n = dynamics.stateSizes[layer].reduce(0, +)
    let k = min(settings.exponents ?? n, n)
    func frames<Working: Scalar>(in: Working.Type) -> any TangentFrames<Element> {
      WorkingFrames<Element, Working>(
        dynamics, layer: layer, rows: settings.trajectories, tangents: k, method: settings.method)
    }
    let isWide =
      !settings.keepsPrecision && (settings.interval != .auto || n <= Self.largestWideDimension)
    let isWidest = isWide || settings.keepsPrecision || Element.self == Double.self
    (rows, tangents, seed) = (settings.trajectories, k, settings.seed ?? 0)
    start = Storage(
      startFrames(rows: rows, tangents: k, dimension: n, layer: number, seed: settings.seed))
    narrow = isWide ? frames(in: Double.self) : frames(in: Element.self)
    makeWide = isWidest ? nil : { frames(in: Double.self) }
    self.frames = narrow
    schedule = OrthonormalizationSchedule(
      settings.interval, roundingUnit: narrow.roundingUnit, tangents: tangents)
    growth = [Double](repeating: 0, count: rows * tangents)
    (bounds, settlingBounds) = (growth, growth)
  }

  /// Up to this dimension, frames in double precision, which need orthonormalisation half as often, are as fast as
  /// those in single.
  private static var largestWideDimension: Int { 80 }

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
    schedule.restart(roundingUnit: frames.roundingUnit)
    for i in growth.indices { (growth[i], settlingBounds[i], bounds[i]) = (0, 0, 0) }
    (countedSteps, orthonormalizations, renewals) = (0, 0, 0)
  }

  /// Sets sums to zero. What rounding did in the warm-up is kept apart: a direction that lost its way there may not have
  /// found it again.
  func startCounting() {
    for i in growth.indices { (growth[i], settlingBounds[i], bounds[i]) = (0, bounds[i], 0) }
    countedSteps = 0
  }

  /// Replaces tangents that have vanished, or of which rounding has left nothing: a product of lower rank whose units
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

  /// Follows the tangents along a window of the states' trajectory (Benettin et al. 1980): some steps Z = J Q, then
  /// Z = Q R, and ln Rᵢᵢ is added up. At its end frames are orthonormal to rounding.
  ///
  /// - Parameter watch: Called after each orthonormalisation.
  func advance(_ window: StateWindow<Element>, watch: () -> Void) {
    var done = 0
    while done < window.count {
      let steps = stepAndOrthonormalize(window, from: done)
      addGrowth(of: steps)
      done += steps
      watch()
    }
  }

  /// Takes as many steps as the schedule says, or fewer where rounding takes too much of what lies between two
  /// orthonormalisations: then goes back, and takes half as many, and one at last in double precision.
  ///
  /// - Returns: How many it took.
  private func stepAndOrthonormalize(_ window: StateWindow<Element>, from first: Int) -> Int {
    var steps = min(schedule.interval, window.count - first)
    while true {
      frames.keep(for: steps)
      for step in first..<first + steps { frames.push(window, step: step) }
      // Where every step is needed, directions differ so much that one pass does not keep them apart.
      let isWild = steps == 1 && isWidest
      let isLast = first + steps == window.count
      frames.orthonormalize(thoroughly: isWild || isLast || !schedule.isAdaptive)
      orthonormalizations += 1
      if accepts(steps) { return steps }
      frames.goBack()
      if steps > 1 {
        schedule.learn(rejected: frames.losses, steps: steps)
        steps /= 2
      } else {
        widen()
      }
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
      && schedule.accepts(
        frames.losses, steps: steps, spent: bounds, after: countedSteps + steps)
  }

  private func widen() {
    guard let makeWide else { return }
    let other = wide ?? makeWide()
    other.adopt(frames)
    (wide, frames) = (other, other)
    schedule.change(roundingUnit: other.roundingUnit)
  }

  /// Adds ln R of the last orthonormalisation, and what rounding may have done to it.
  private func addGrowth(of steps: Int) {
    let unit = frames.roundingUnit
    let (growths, losses) = (frames.growths, frames.losses)
    for i in growth.indices {
      growth[i] += growths[i]
      let loss = unit * losses[i]
      bounds[i] += loss > Self.largestLoss ? .infinity : loss
    }
    countedSteps += steps
    schedule.learn(frames, steps: steps)
    if schedule.asksForDouble { widen() }
  }

  /// From here on what is left of a direction is indistinguishable from rounding.
  private static var largestLoss: Double { 0.1 }
}
