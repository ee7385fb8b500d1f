import LinearAlgebra
import Plans
import RandomStreams

/// The tangents of one layer of a driven system: they are stepped along its trajectories and orthonormalised, and their
/// growth is added up. This is the method of Benettin et al. (1980); every interval is judged by its loss to rounding.
final class TangentDynamics<Element: Scalar> {
  /// The number of tangents of each trajectory, k.
  let tangents: Int
  private let rows: Int
  private let start: Storage<Double>
  private let narrow: any TangentFrames<Element>
  /// Makes frames in double precision when they are first needed; nil where the frames keep their precision.
  private let makeWide: (() -> any TangentFrames<Element>)?
  private var wide: (any TangentFrames<Element>)?
  private var frames: any TangentFrames<Element>
  private var schedule: OrthonormalizationSchedule
  /// The number of calls of `revive` since the start.
  private var renewals = 0
  private let seed: UInt64
  /// The sums of ln R since counting began, trajectory by trajectory, nats; −∞ for a tangent that has vanished.
  private(set) var growth: [Double]
  /// How far rounding may have moved each sum in `growth`, nats; ∞ where it has left no digit.
  private(set) var bounds: [Double]
  /// The bounds of the warm-up.
  private var settlingBounds: [Double]
  private(set) var countedSteps = 0
  private(set) var orthonormalizations = 0

  /// - Parameter number: The index of the layer in `dynamics.layers`.
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

  /// The largest dimension up to which frames in double precision, which need orthonormalisation half as often, are as
  /// fast as frames in single precision.
  private static var largestWideDimension: Int { 80 }

  /// How far rounding may have moved the sums of ln R in all, nats, by `bounds` and those of the warm-up.
  ///
  /// Each tangent has the largest value up to it, since a wrong direction also disturbs the later ones, which are kept
  /// orthogonal to it. The value is many times the loss, since a wrong direction takes time to align again.
  var reachingBounds: [Double] {
    var reaching = zip(bounds, settlingBounds).map { Self.aftermath * ($0 + $1) }
    for i in reaching.indices where i % tangents > 0 {
      reaching[i] = max(reaching[i], reaching[i - 1])
    }
    return reaching
  }

  /// The factor between loss and error. Errors of up to 70 times the loss were seen among rate nets of gains up to 12,
  /// by comparison with other intervals.
  private static var aftermath: Double { 64 }

  func restart() {
    frames = narrow
    frames.restart(from: start)
    schedule.restart(roundingUnit: frames.roundingUnit)
    for i in growth.indices { (growth[i], settlingBounds[i], bounds[i]) = (0, 0, 0) }
    (countedSteps, orthonormalizations, renewals) = (0, 0, 0)
  }

  /// Sets the sums to zero. The bounds of the warm-up are kept apart, since a direction that went wrong there may not
  /// have aligned again.
  func startCounting() {
    for i in growth.indices { (growth[i], settlingBounds[i], bounds[i]) = (0, bounds[i], 0) }
    countedSteps = 0
  }

  /// Replaces tangents that have vanished or of which rounding has left no digit, and all tangents behind them in the
  /// frame.
  ///
  /// A product of Jacobians of lower rank leaves such tangents, for example that of an LSTM that starts from zero
  /// without input. The numbers of a new tangent depend only on its place and on the number of calls before.
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
  /// Z = Q R, and ln Rᵢᵢ is added up. At the window's end frames are orthonormal to rounding.
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

  /// Makes as many steps as the schedule says and orthonormalises. Where rounding took too much, it goes back and makes
  /// half as many steps; a single step that still loses too much is repeated in double precision.
  ///
  /// - Returns: The number of steps made.
  private func stepAndOrthonormalize(_ window: StateWindow<Element>, from first: Int) -> Int {
    var steps = min(schedule.interval, window.count - first)
    while true {
      frames.keep(for: steps)
      for step in first..<first + steps { frames.push(window, step: step) }
      // Where an interval of one step is needed, growth rates differ so much that one pass does not separate
      // directions.
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

  /// Whether frames are in the widest precision available.
  private var isWidest: Bool { makeWide == nil || frames === wide }

  /// Whether an interval of `steps` steps is kept.
  ///
  /// A single step in the widest precision is kept in any case, even where numbers left their range. A tangent that
  /// vanished in a narrower precision may only have been too small for it.
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

  /// Adds ln R of the last orthonormalisation, and the bounds of its rounding error.
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

  /// The loss, as a share of a tangent's length, from which on the rest of a direction cannot be told from rounding.
  private static var largestLoss: Double { 0.1 }
}
