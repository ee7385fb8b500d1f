import LinearAlgebra
import Plans
import RandomStreams

/// The frames of tangents of several trajectories, in one layer of a cell.
///
/// An estimator chooses their precision, which may differ from its net's.
protocol TangentFrames<Element>: AnyObject {
  associatedtype Element: Scalar
  /// Half the distance from 1 to the next number of the frames' precision.
  var roundingUnit: Double { get }
  /// The length ‖z‖ of each tangent before the last orthonormalisation, trajectory by trajectory.
  var lengths: [Double] { get }
  /// The growth ln R of each tangent at the last orthonormalisation, nats.
  var growths: [Double] { get }
  /// The loss of each tangent to rounding at the last orthonormalisation, in rounding units.
  var losses: [Double] { get }

  /// Starts from these frames, trajectories·k × n, and reads the parameters' present values.
  func restart(from start: Storage<Double>)
  /// Copies frames of another precision.
  func adopt(_ other: any TangentFrames<Element>)
  /// Writes the present frames, trajectories·k × n.
  func copy(to numbers: Storage<Double>)
  /// Keeps the present frames for `goBack`; `steps` steps will follow.
  func keep(for steps: Int)
  /// Returns to the frames that `keep` kept.
  func goBack()
  /// Pushes the frames through step `number` of the window, Z = J Q.
  func push(_ window: StateWindow<Element>, step number: Int)
  /// Orthonormalises the frames, Z = Q R; to rounding where `thoroughly`, else so far that they are well conditioned.
  func orthonormalize(thoroughly: Bool)
  /// Replaces the tangents of each trajectory, all but the first `kept`, by normal random numbers. They are not
  /// orthonormal yet.
  ///
  /// - Parameter random: The stream of numbers for a tangent of a trajectory.
  func renew(after kept: [Int], from random: (_ trajectory: Int, _ tangent: Int) -> RandomStream)
}

/// Frames in the precision `Working`.
final class WorkingFrames<Element: Scalar, Working: Scalar>: TangentFrames {
  private let tangents: Int
  private let dimension: Int
  /// For each of the two buffers, the plans that read it and write the other, one for each group of trajectories.
  private let plans: [[Plan<Working>]]
  private let parameters: CellParameters<Element, Working>
  private let states: [Storage<Working>]
  private let frames: [Storage<Working>]
  /// The index of the buffer that holds the frames.
  private var current = 0
  private let kept: Storage<Working>
  private var isKept = false
  private let input: Storage<Working>
  private var orthonormalizer: FrameOrthonormalizer<Working>

  /// - Parameters:
  ///   - layer: The states whose tangents are followed.
  ///   - rows: The number of trajectories.
  ///   - k: The number of tangents of each trajectory.
  init(
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

  /// The number of trajectories whose frames are pushed together. Their numbers stay in a core's cache between the
  /// product and the elementwise operations, and all groups have the same size.
  private static func groupSize(_ rows: Int, numbers: Int) -> Int {
    let most = max(1, 524_288 / (numbers * MemoryLayout<Working>.stride))
    return (1...max(1, rows)).last { $0 <= most && rows % $0 == 0 } ?? 1
  }

  var roundingUnit: Double { Double(Working.ulpOfOne) / 2 }
  var lengths: [Double] { orthonormalizer.lengths }
  var growths: [Double] { orthonormalizer.growths }
  var losses: [Double] { orthonormalizer.losses }

  func restart(from start: Storage<Double>) {
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

  /// After a single step, the frames before it are still in the other buffer.
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
