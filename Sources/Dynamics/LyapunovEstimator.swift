package import LinearAlgebra
package import Plans

/// Lyapunov exponents of a recurrent net along input-driven trajectories.
///
/// At every step frames of tangents are pushed through the tangent map, Z = J_t Q, for all trajectories. From time to
/// time they are orthonormalised, Z = Q R, and ln Rᵢᵢ is added up (Benettin et al. 1980; arXiv:2006.14123, with J_t and
/// not its transpose). Each layer of a stack has its own frames. The loss by rounding determines how often they are
/// orthonormalised (`OrthonormalizationSchedule`). States are in double precision. Frames are in double precision too
/// where that costs no more or where an interval is set; else they begin in `Element`'s precision and change to double
/// when that does not suffice.
package final class LyapunovEstimator<Element: Scalar> {
  /// The number of trajectories that are followed at once.
  package let trajectories: Int
  /// The number of directions that are followed in each trajectory, all layers together.
  package let exponents: Int
  private let inputSize: Int
  private let trajectory: StateTrajectory<Element>
  private let layers: [TangentDynamics<Element>]
  private let determinants: DeterminantGrowth<Element>?
  /// The states before each of up to `stretch` steps: for each state, stretch·trajectories × size.
  private let history: [Storage<Double>]
  private let stretch: Int
  /// Of the growths since the warm-up.
  private var batches: BatchMeans

  /// An estimator of the exponents of `dynamics`; it allocates all memory here.
  package init(of dynamics: CellDynamics<Element>, _ settings: LyapunovSettings) {
    let trajectories = settings.trajectories
    (self.trajectories, inputSize) = (trajectories, dynamics.inputSize)
    trajectory = StateTrajectory(dynamics, rows: trajectories)
    determinants =
      settings.tracksDeterminant ? DeterminantGrowth(dynamics, rows: trajectories) : nil
    layers = dynamics.layers.indices.map { TangentDynamics(dynamics, layer: $0, settings) }
    exponents = layers.reduce(0) { $0 + $1.tangents }
    let stretch = min(64, max(8, 4_194_304 / max(trajectories * dynamics.dimension, 1)))
    history = dynamics.stateSizes.map { Storage(count: stretch * trajectories * $0) }
    self.stretch = stretch
    batches = BatchMeans(trajectories: trajectories)
  }

  /// Estimates the exponents over a number of steps, along the trajectories that `inputs` drive.
  ///
  /// - Parameters:
  ///   - inputs: The inputs of all steps, (warmup + steps)·trajectories × inputSize, time-major.
  ///   - warmup: The number of steps in which state and frame evolve uncounted.
  ///   - steps: The number of steps averaged over; at least 1.
  ///   - initialStates: The first values of each of the cell's states, trajectories × size; zeros where nil.
  ///   - watch: Called after each orthonormalisation with the first layer's sums of ln R since the warm-up, trajectory
  ///     by trajectory; with nil during the warm-up.
  package func estimate(
    inputs: Storage<Element>, warmup: Int, steps: Int, initialStates: [[Double]]? = nil,
    watch: (([Double]?) -> Void)? = nil
  ) -> LyapunovEstimate {
    estimate(
      warmup: warmup, steps: steps, limit: steps, initialStates: initialStates, watch: watch,
      isEnough: { _ in true }, inputs: { _ in inputs })
  }

  /// The exponents over as many steps as it takes until they are good enough.
  ///
  /// - Parameters:
  ///   - warmup: Steps in which state and frame evolve uncounted.
  ///   - steps: Steps averaged over at first, at least 1; twice as many again and again.
  ///   - limit: Steps averaged over at most; at least `steps`.
  ///   - initialStates: Of each of the cell's states, trajectories × size; zeros where nil.
  ///   - watch: Called after each orthonormalisation, as by the other `estimate`.
  ///   - isEnough: Whether what has been found will do.
  ///   - inputs: The inputs of so many steps or more, steps·trajectories × inputSize; more steps begin with those of
  ///     fewer.
  package func estimate(
    warmup: Int, steps: Int, limit: Int, initialStates: [[Double]]? = nil,
    watch: (([Double]?) -> Void)? = nil, isEnough: (LyapunovEstimate) -> Bool,
    inputs: (_ steps: Int) -> Storage<Element>
  ) -> LyapunovEstimate {
    precondition(0 < steps && steps <= limit, "\(steps) steps of at most \(limit)")
    trajectory.restart(from: initialStates)
    determinants?.restart()
    for layer in layers { layer.restart() }
    batches = BatchMeans(trajectories: trajectories)
    var (counted, half, steps) = (0, (steps + 1) / 2, steps)
    while true {
      let inputs = inputs(warmup + steps)
      precondition(
        inputs.count >= (warmup + steps) * trajectories * inputSize,
        "\(inputs.count) inputs for \(warmup) + \(steps) steps")
      if counted == 0 {
        advance(0..<warmup, inputs, isCounted: false, watch)
        for layer in layers { layer.startCounting() }
      }
      advance(warmup + counted..<warmup + half, inputs, isCounted: true, watch)
      let first = layers.map(\.growth)
      advance(warmup + half..<warmup + steps, inputs, isCounted: true, watch)
      let found = result(steps: steps, half: half, first)
      if steps == limit || isEnough(found) { return found }
      (counted, half, steps) = (steps, steps, min(2 * steps, limit))
    }
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
      let window = StateWindow(
        count: count, states: history, inputs: inputs, offset: first * size, inputCount: size)
      let before = growths
      for layer in layers {
        layer.advance(window) { watch?(isCounted ? layers[0].growth : nil) }
        if !isCounted { layer.revive() }
      }
      if isCounted { batches.add(zip(growths, before).map { $0 - $1 }, steps: count) }
    }
  }

  /// Since the warm-up: trajectories × exponents, in the order of the layers' frames.
  private var growths: [Double] { rows(\.growth).flatMap(\.self) }

  /// A row of all layers for each trajectory.
  private func rows(_ sums: (TangentDynamics<Element>) -> [Double]) -> [[Double]] {
    let layers = layers.map { (sums: sums($0), tangents: $0.tangents) }
    return (0..<trajectories).map { trajectory in
      layers.flatMap { $0.sums[trajectory * $0.tangents..<(trajectory + 1) * $0.tangents] }
    }
  }

  private func result(steps: Int, half: Int, _ first: [[Double]]) -> LyapunovEstimate {
    func means(_ rows: [[Double]]) -> [[Double]] { rows.map { $0.map { $0 / Double(steps) } } }
    let squares = zip(layers, first).flatMap { layer, first in
      SplitHalf.squares(
        first, after: half, of: layer.growth, bounds: layer.reachingBounds, steps: steps,
        exponents: layer.tangents)
    }
    return LyapunovEstimate(
      exponents: means(rows(\.growth)), errorEstimates: means(rows(\.reachingBounds)),
      meanLogarithmicDeterminants: determinants.map { $0.sums.map { $0 / Double(steps) } }
        ?? [Double](repeating: .nan, count: trajectories),
      splitHalfError: squares.isEmpty
        ? .nan : (squares.reduce(0, +) / Double(squares.count)).squareRoot(),
      steps: steps, diffusions: batches.variancesPerStep, batches: batches.count,
      orthonormalizations: layers.reduce(0) { $0 + $1.orthonormalizations })
  }
}
