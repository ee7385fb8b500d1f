import Graph
import LinearAlgebra

/// The frames of tangents of several trajectories.
///
/// An estimator holds them in the precision that suits it, which need not be its net's.
protocol TangentFrames<Element>: AnyObject {
  associatedtype Element: Scalar
  var roundingUnit: Double { get }
  /// ‖z‖ and R of each tangent at the last orthonormalisation.
  var lengths: [Double] { get }
  var stretches: [Double] { get }

  /// For each trajectory the first columns of the identity; the parameters as they are now.
  func restart()
  /// Pushes the frames through time step t, from the states before it and the inputs from `offset` on.
  func push(step t: Int, states: [Storage<Double>], inputs: Storage<Element>, at offset: Int)
  /// Orthonormalises the frames after time step t, and adds ln R to `growth`.
  func orthonormalize(step t: Int, thoroughly: Bool, growth: inout [Double])
}

/// Frames in a precision of their own.
final class WorkingFrames<Element: Scalar, Working: Scalar>: TangentFrames {
  private let tangents: Int
  private let dimension: Int
  /// For frames that are even and odd in time, a plan for each group of trajectories.
  private let plans: [[Plan<Working>]]
  private let parameters: CellParameters<Element, Working>
  private let states: [Storage<Working>]
  private let frames: [Storage<Working>]
  private let input: Storage<Working>
  private var orthonormalizer: FrameOrthonormalizer<Working>

  /// - Parameters:
  ///   - rows: How many trajectories.
  ///   - k: Tangents of each.
  init(
    _ sizes: [Int], _ inputSize: Int, rows: Int, tangents k: Int, byReflections: Bool,
    step: CellStep<Element>
  ) {
    tangents = k
    dimension = sizes.reduce(0, +)
    input = Storage(count: rows * inputSize)
    states = sizes.map { Storage(count: rows * $0) }
    frames = (0..<2).map { [dimension] _ in Storage(count: rows * k * dimension) }
    let group = Self.groupSize(rows, numbers: k * dimension)
    let map = TangentMap<Element, Working>(sizes, inputSize, rows: group, tangents: k, step: step)
    parameters = map.parameters
    plans = [(0, 1), (1, 0)].map { [states, frames, input] from, to in
      stride(from: 0, to: rows, by: group).map { first in
        map.plan(first: first, states: states, input: input, from: frames[from], to: frames[to])
      }
    }
    orthonormalizer = FrameOrthonormalizer(
      trajectories: rows, tangents: k, dimension: dimension,
      method: byReflections ? .householder : .cholesky)
  }

  /// How many trajectories' frames are pushed on together: so many that their numbers stay in a core's cache from the
  /// product to what is done element by element, and that all groups are alike.
  private static func groupSize(_ rows: Int, numbers: Int) -> Int {
    let most = max(1, 524_288 / (numbers * MemoryLayout<Working>.stride))
    return (1...max(1, rows)).last { $0 <= most && rows % $0 == 0 } ?? 1
  }

  var roundingUnit: Double { Double(Working.ulpOfOne) / 2 }
  var lengths: [Double] { orthonormalizer.lengths }
  var stretches: [Double] { orthonormalizer.stretches }

  func restart() {
    parameters.refresh()
    let frame = frames[0]
    frame.clear()
    for row in 0..<frame.count / dimension { frame[row * dimension + row % tangents] = 1 }
  }

  func push(step t: Int, states before: [Storage<Double>], inputs: Storage<Element>, at offset: Int)
  {
    for (state, before) in zip(states, before) { state.convert(before) }
    input.convert(inputs, from: offset)
    for plan in plans[t % 2] { plan.run() }
  }

  func orthonormalize(step t: Int, thoroughly: Bool, growth: inout [Double]) {
    frames[(t + 1) % 2].withMutableSpan { frame in
      var growth = growth.mutableSpan
      orthonormalizer.orthonormalize(
        &frame, growth: &growth, care: thoroughly ? .orthonormal : .wellConditioned)
    }
  }
}
