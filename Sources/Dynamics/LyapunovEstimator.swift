package import LinearAlgebra
package import Plans
package import Programs

/// Lyapunov exponents of a recurrent net along input-driven trajectories.
///
/// At every step frames of tangents are pushed through the tangent map, Z = J_t Q, for all trajectories; now and then
/// they are orthonormalised, Z = Q R, and ln Rᵢᵢ added up (Benettin et al. 1980; arXiv:2006.14123, with J_t and not its
/// transpose). Layers of a stack have frames of their own. How often is settled by what rounding takes
/// (`OrthonormalizationPace`). States are in double precision. Frames are in double precision too where that costs no
/// more or an interval is asked for, else in `Element`'s until that does not suffice.
package final class LyapunovEstimator<Element: Scalar> {
  package let trajectories: Int
  /// Directions that are followed, all layers together.
  package let exponents: Int
  private let stateSizes: [Int]
  private let inputSize: Int
  private let trajectory: StateTrajectory<Element>
  private let layers: [LayerTangents<Element>]
  private let determinants: DeterminantGrowth<Element>?
  /// States before each step of a stretch.
  private let history: [Storage<Double>]
  private let stretch: Int

  /// - Parameters:
  ///   - stateSizes: Units of each state of the cell; the joint state is all of them in this order.
  ///   - layers: Which states make up each layer (`Cell.layerStates`); one layer where nil.
  ///   - exponents: How many of each layer; all where nil.
  ///   - interval: Steps between orthonormalisations.
  ///   - keepsPrecision: Whether frames stay in `Element`'s precision whatever it loses.
  ///   - tracksDeterminant: Whether the Jacobians' determinants are worked out too.
  ///   - seed: Of the random frames to start from; the first columns of the identity where nil, which in a net of
  ///     modules need not reach the fastest.
  ///   - step: The cell: from the states and the inputs of all trajectories (a row each) to the next states, in a
  ///     program; and where its parameters lie. Called for several programs.
  package init(
    stateSizes: [Int], layers: [Range<Int>]? = nil, inputSize: Int, exponents: Int?,
    trajectories: Int, interval: OrthonormalizationInterval = .auto,
    method: FrameOrthonormalizer<Element>.Method = .cholesky, keepsPrecision: Bool = false,
    tracksDeterminant: Bool = false, seed: UInt64?,
    step: @escaping (Program, [Value], Value) -> (next: [Value], bindings: [Binding<Element>])
  ) {
    self.trajectories = trajectories
    (self.stateSizes, self.inputSize) = (stateSizes, inputSize)
    trajectory = StateTrajectory(stateSizes, inputSize, rows: trajectories, step: step)
    determinants =
      tracksDeterminant
      ? DeterminantGrowth(stateSizes, inputSize, rows: trajectories, step: step) : nil
    self.layers = (layers ?? [stateSizes.indices]).enumerated().map { number, layer in
      let n = stateSizes[layer].reduce(0, +)
      let k = min(exponents ?? n, n)
      func frames<Working: Scalar>(in: Working.Type) -> any TangentFrames<Element> {
        WorkingFrames<Element, Working>(
          stateSizes, layer: layer, inputSize, rows: trajectories, tangents: k,
          byReflections: method == .householder, step: step)
      }
      let isWide = !keepsPrecision && (interval != .auto || n <= Self.largestWideDimension)
      let isWidest = isWide || keepsPrecision || Element.self == Double.self
      return LayerTangents(
        rows: trajectories, tangents: k,
        start: Storage(
          startFrames(rows: trajectories, tangents: k, dimension: n, layer: number, seed: seed)),
        seed: seed ?? 0, interval: interval,
        frames: isWide ? frames(in: Double.self) : frames(in: Element.self),
        makeWide: isWidest ? nil : { frames(in: Double.self) })
    }
    self.exponents = self.layers.reduce(0) { $0 + $1.tangents }
    let numbers = trajectories * stateSizes.reduce(0, +)
    stretch = min(64, max(8, 4_194_304 / max(numbers, 1)))
    history = stateSizes.map { [stretch] in Storage(count: stretch * trajectories * $0) }
  }

  /// Up to this dimension, frames in double precision, which need orthonormalisation half as often, are as fast as
  /// those in single.
  private static var largestWideDimension: Int { 80 }

  /// - Parameters:
  ///   - inputs: (warmup + steps)·trajectories × inputSize, step by step.
  ///   - warmup: Steps in which state and frame evolve uncounted.
  ///   - steps: Steps averaged over; at least 1.
  ///   - initialStates: Of each of the cell's states, trajectories × size; zeros where nil.
  ///   - watch: Called after each orthonormalisation, with the first layer's sums of growths since the warm-up,
  ///     trajectory by trajectory, or nil before its end.
  package func estimate(
    inputs: Storage<Element>, warmup: Int, steps: Int, initialStates: [[Double]]? = nil,
    watch: (([Double]?) -> Void)? = nil
  ) -> LyapunovEstimate {
    precondition(
      steps > 0 && inputs.count == (warmup + steps) * trajectories * inputSize,
      "\(inputs.count) inputs for \(warmup) + \(steps) steps")
    trajectory.restart(from: initialStates)
    determinants?.restart()
    for layer in layers { layer.restart() }
    advance(0..<warmup, inputs, isCounted: false, watch)
    for layer in layers { layer.startCounting() }
    let half = (steps + 1) / 2
    advance(warmup..<warmup + half, inputs, isCounted: true, watch)
    let first = layers.map(\.growth)
    advance(warmup + half..<warmup + steps, inputs, isCounted: true, watch)
    return result(steps: steps, half: half, first)
  }

  private func advance(
    _ range: Range<Int>, _ inputs: Storage<Element>, isCounted: Bool,
    _ watch: (([Double]?) -> Void)?
  ) {
    for first in stride(from: range.lowerBound, to: range.upperBound, by: stretch) {
      let count = min(stretch, range.upperBound - first)
      let size = trajectories * inputSize
      for step in 0..<count {
        let before = trajectory.states(beforeStep: first + step)
        for (all, state) in zip(history, before) { all.write(state, at: step * state.count) }
        if isCounted {
          determinants?.add(states: before, inputs: inputs, at: (first + step) * size)
        }
        trajectory.advance(step: first + step, inputs: inputs, at: (first + step) * size)
      }
      for layer in layers {
        layer.advance(count, states: history, inputs: inputs, at: first * size, size: size) {
          watch?(isCounted ? layers[0].growth : nil)
        }
        if !isCounted { layer.revive() }
      }
    }
  }

  private func result(steps: Int, half: Int, _ first: [[Double]]) -> LyapunovEstimate {
    func rows(_ sums: (LayerTangents<Element>) -> [Double]) -> [[Double]] {
      (0..<trajectories).map { trajectory in
        layers.flatMap { layer in
          let k = layer.tangents
          return sums(layer)[trajectory * k..<(trajectory + 1) * k].map { $0 / Double(steps) }
        }
      }
    }
    let squares = zip(layers, first).flatMap { layer, first in
      HalfwayGrowth.squares(
        first, after: half, of: layer.growth, bounds: layer.reachingBounds, steps: steps,
        exponents: layer.tangents)
    }
    return LyapunovEstimate(
      exponents: rows(\.growth), errorEstimates: rows(\.reachingBounds),
      meanLogarithmicDeterminants: determinants.map { $0.sums.map { $0 / Double(steps) } }
        ?? [Double](repeating: .nan, count: trajectories),
      splitHalfError: squares.isEmpty
        ? .nan : (squares.reduce(0, +) / Double(squares.count)).squareRoot(),
      orthonormalizations: layers.reduce(0) { $0 + $1.orthonormalizations })
  }
}
