import LinearAlgebra
import Plans
import RandomStreams

/// The frames of tangents of several trajectories, in one layer of a cell.
///
/// An estimator holds them in the precision that suits it, which need not be its net's.
protocol TangentFrames<Element>: AnyObject {
  associatedtype Element: Scalar
  var roundingUnit: Double { get }
  /// ‖z‖, ln R and what rounding has taken, in rounding units, of each tangent at the last orthonormalisation.
  var lengths: [Double] { get }
  var growths: [Double] { get }
  var losses: [Double] { get }

  /// Starts from these frames, trajectories·k × n; the parameters as they are now.
  func restart(from start: Storage<Double>)
  /// Takes over frames of another precision as they are.
  func adopt(_ other: any TangentFrames<Element>)
  /// Writes the frames as they are now.
  func copy(to numbers: Storage<Double>)
  /// Keeps the frames as they are, for `goBack`, where more than `steps` = 1 will follow.
  func keep(for steps: Int)
  func goBack()
  /// Z = J Q at a step of the window.
  func push(_ window: StateWindow<Element>, step number: Int)
  func orthonormalize(thoroughly: Bool)
  /// Replaces all tangents of each trajectory but the first `kept` by normal random numbers, not yet orthonormal.
  ///
  /// - Parameter random: The numbers for a tangent of a trajectory.
  func renew(after kept: [Int], from random: (_ trajectory: Int, _ tangent: Int) -> RandomStream)
}

/// Frames in a precision of their own.
final class WorkingFrames<Element: Scalar, Working: Scalar>: TangentFrames {
  private let tangents: Int
  private let dimension: Int
  /// From either buffer to the other, a plan for each group of trajectories.
  private let plans: [[Plan<Working>]]
  private let parameters: CellParameters<Element, Working>
  private let states: [Storage<Working>]
  private let frames: [Storage<Working>]
  /// Which of the buffers holds the frames.
  private var current = 0
  private let kept: Storage<Working>
  private var isKept = false
  private let input: Storage<Working>
  private var orthonormalizer: FrameOrthonormalizer<Working>

  /// - Parameters:
  ///   - layer: Which of the states' tangents are followed.
  ///   - rows: How many trajectories.
  ///   - k: Tangents of each.
  package init(
    _ dynamics: CellDynamics<Element>, layer: Range<Int>, rows: Int, tangents k: Int,
    method: OrthonormalizationMethod
  ) {
    let (sizes, inputSize) = (dynamics.stateSizes, dynamics.inputSize)
    tangents = k
    dimension = sizes[layer].reduce(0, +)
    input = Storage(count: rows * inputSize)
    states = sizes.map { Storage(count: rows * $0) }
    frames = (0..<2).map { [dimension] _ in Storage(count: rows * k * dimension) }
    kept = Storage(count: rows * k * dimension)
    let group = Self.groupSize(rows, numbers: k * dimension)
    let map = TangentMap<Element, Working>(
      dynamics, layer: layer, rows: group, tangents: k)
    parameters = map.parameters
    plans = [(0, 1), (1, 0)].map { [states, frames, input] from, to in
      stride(from: 0, to: rows, by: group).map { first in
        map.plan(first: first, states: states, input: input, from: frames[from], to: frames[to])
      }
    }
    orthonormalizer = FrameOrthonormalizer(
      trajectories: rows, tangents: k, dimension: dimension,
      method: method)
  }

  /// How many trajectories' frames are pushed on together: so many that their numbers stay in a core's cache from the
  /// product to what is done element by element, and that all groups are alike.
  private static func groupSize(_ rows: Int, numbers: Int) -> Int {
    let most = max(1, 524_288 / (numbers * MemoryLayout<Working>.stride))
    return (1...max(1, rows)).last { $0 <= most && rows % $0 == 0 } ?? 1
  }

  package var roundingUnit: Double { Double(Working.ulpOfOne) / 2 }
  var lengths: [Double] { orthonormalizer.lengths }
  var growths: [Double] { orthonormalizer.growths }
  var losses: [Double] { orthonormalizer.losses }

  package func restart(from start: Storage<Double>) {
    parameters.refresh()
    frames[current].convert(start)
    orthonormalizer.revive()
  }

  func adopt(_ other: any TangentFrames<Element>) {
    let numbers = Storage<Double>(count: kept.count)
    other.copy(to: numbers)
    restart(from: numbers)
  }

  func copy(to numbers: Storage<Double>) { numbers.convert(frames[current]) }

  func keep(for steps: Int) {
    isKept = steps > 1
    if isKept { kept.copy(from: frames[current]) }
  }

  /// After a single step, what it started from is still in the other buffer.
  func goBack() {
    if isKept { frames[current].copy(from: kept) } else { current = 1 - current }
  }

  func push(_ window: StateWindow<Element>, step number: Int) {
    for (state, before) in zip(states, window.states) {
      state.convert(before, from: number * state.count)
    }
    input.convert(window.inputs, from: window.offset + number * window.inputCount)
    for plan in plans[current] { plan.run() }
    current = 1 - current
  }

  func orthonormalize(thoroughly: Bool) {
    frames[current].withMutableSpan {
      orthonormalizer.orthonormalize(&$0, accuracy: thoroughly ? .orthonormal : .wellConditioned)
    }
  }

  func renew(
    after kept: [Int], from random: (_ trajectory: Int, _ tangent: Int) -> RandomStream
  ) {
    for (trajectory, count) in kept.enumerated() {
      for tangent in count..<tangents {
        var numbers = random(trajectory, tangent)
        let first = (trajectory * tangents + tangent) * dimension
        for i in first..<first + dimension { frames[current][i] = Working(numbers.normal()) }
      }
    }
    orthonormalizer.revive()
  }
}
