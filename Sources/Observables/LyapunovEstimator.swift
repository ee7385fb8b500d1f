public import Graph
public import LinearAlgebra

/// Lyapunov exponents of a recurrent net along input-driven trajectories.
///
/// State and frame of tangents start at zero and the identity. At every step the frame is pushed through the tangent
/// map, Z = J_t Q, for all trajectories; now and then it is orthonormalised, Z = Q R, and ln Rᵢᵢ added up (Benettin et
/// al. 1980; arXiv:2006.14123, with J_t and not its transpose). States are in double precision, frames in `Element`.
public final class LyapunovEstimator<Element: Scalar> {
  public let trajectories: Int
  public let exponents: Int
  private let dimension: Int
  private let inputSize: Int
  private let trajectory: StateTrajectory<Element>
  /// For frames that are even and odd in time, a plan for each group of trajectories.
  private let plans: [[Plan<Element>]]
  private let states: [Storage<Element>]
  private let frames: [Storage<Element>]
  private let input: Storage<Element>
  private var pace: OrthonormalizationPace
  private var orthonormalizer: FrameOrthonormalizer<Element>
  private var growth: [Double]
  /// Of the last call of `exponents(inputs:warmup:steps:eachStep:)`: a bound on the error that each exponent has by
  /// rounding, to first order, mean over trajectories (see `OrthonormalizationInterval.auto`), nats a step.
  public private(set) var errorBounds: [Double] = []
  /// Of the last call: how often frames were orthonormalised.
  public private(set) var orthonormalizations = 0

  /// - Parameters:
  ///   - stateSizes: Units of each state of the cell; the joint state is all of them in this order.
  ///   - exponents: How many; all where nil.
  ///   - interval: Steps between orthonormalisations.
  ///   - step: The cell: from the states and the inputs of all trajectories (a row each) to the next states, in a
  ///     program; and where its parameters lie. Called for several programs.
  public init(
    stateSizes: [Int], inputSize: Int, exponents: Int?, trajectories: Int,
    interval: OrthonormalizationInterval = .auto,
    method: FrameOrthonormalizer<Element>.Method = .cholesky,
    step: (Program, [Value], Value) -> (next: [Value], bindings: [Binding<Element>])
  ) {
    let dimension = stateSizes.reduce(0, +)
    let k = min(exponents ?? dimension, dimension)
    self.trajectories = trajectories
    self.exponents = k
    self.dimension = dimension
    self.inputSize = inputSize
    trajectory = StateTrajectory(stateSizes, inputSize, rows: trajectories, step: step)
    input = Storage(count: trajectories * inputSize)
    states = stateSizes.map { Storage(count: trajectories * $0) }
    frames = (0..<2).map { _ in Storage(count: trajectories * k * dimension) }
    let group = Self.groupSize(trajectories, numbers: k * dimension)
    let map = TangentMap(stateSizes, inputSize, rows: group, tangents: k, step: step)
    plans = [(0, 1), (1, 0)].map { [states, frames, input] from, to in
      stride(from: 0, to: trajectories, by: group).map { first in
        map.plan(first: first, states: states, input: input, from: frames[from], to: frames[to])
      }
    }
    pace = OrthonormalizationPace(
      interval, roundingUnit: Double(Element.ulpOfOne) / 2, tangents: k)
    orthonormalizer = FrameOrthonormalizer(
      trajectories: trajectories, tangents: k, dimension: dimension, method: method)
    growth = [Double](repeating: 0, count: trajectories * k)
  }

  /// With an orthonormalisation every `interval` steps.
  public convenience init(
    stateSizes: [Int], inputSize: Int, exponents: Int?, trajectories: Int, interval: Int,
    method: FrameOrthonormalizer<Element>.Method = .cholesky,
    step: (Program, [Value], Value) -> (next: [Value], bindings: [Binding<Element>])
  ) {
    self.init(
      stateSizes: stateSizes, inputSize: inputSize, exponents: exponents,
      trajectories: trajectories, interval: .steps(interval), method: method, step: step)
  }

  /// How many trajectories' frames are pushed on together: so many that their numbers stay in a core's cache from the
  /// product to what is done element by element, and that all groups are alike.
  private static func groupSize(_ trajectories: Int, numbers: Int) -> Int {
    let most = max(1, groupBytes / (numbers * MemoryLayout<Element>.stride))
    return (1...max(1, trajectories)).last { $0 <= most && trajectories % $0 == 0 } ?? 1
  }

  private static var groupBytes: Int { 524_288 }

  /// Bytes in use.
  public var memory: Int {
    let numbers = 2 * frames[0].count + states.reduce(0) { $0 + $1.count } + input.count
    return numbers * MemoryLayout<Element>.stride + trajectory.memory
      + plans.joined().reduce(0) { $0 + $1.workingMemory }
  }

  /// The exponents of each trajectory, in the frame's order (which is descending but for statistical error).
  ///
  /// - Parameters:
  ///   - inputs: (warmup + steps)·trajectories × inputSize, step by step.
  ///   - warmup: Steps in which state and frame evolve uncounted.
  ///   - steps: Steps averaged over; at least 1.
  ///   - eachStep: Told after each counted orthonormalisation the sum of growths so far, trajectory by trajectory.
  /// - Returns: `trajectories` rows of `exponents` numbers, nats a step.
  public func exponents(
    inputs: Storage<Element>, warmup: Int, steps: Int, eachStep: (([Double]) -> Void)? = nil
  ) -> [[Double]] {
    precondition(
      steps > 0 && inputs.count == (warmup + steps) * input.count,
      "\(inputs.count) inputs for \(warmup) + \(steps) steps")
    restart()
    for t in 0..<warmup + steps {
      advance(step: t, inputs: inputs)
      // Counting starts and ends with frames that are orthonormal to rounding.
      let isBoundary = t == warmup - 1 || t == warmup + steps - 1
      if pace.advance() || isBoundary {
        orthonormalize(frames[(t + 1) % 2], thoroughly: isBoundary || !pace.isAdaptive)
        if t >= warmup { eachStep?(growth) }
      }
      if t == warmup - 1 { startCounting() }
    }
    errorBounds = pace.errorBounds(steps: steps)
    return (0..<trajectories).map { trajectory in
      growth[(trajectory * exponents)..<((trajectory + 1) * exponents)].map { $0 / Double(steps) }
    }
  }

  private func advance(step t: Int, inputs: Storage<Element>) {
    trajectory.read(step: t, to: states)
    input.copy(from: inputs, at: t * input.count)
    for plan in plans[t % 2] { plan.run() }
    trajectory.advance(step: t, inputs: inputs, at: t * input.count)
  }

  private func orthonormalize(_ frame: Storage<Element>, thoroughly: Bool) {
    frame.withMutableSpan { frame in
      var growth = growth.mutableSpan
      orthonormalizer.orthonormalize(
        &frame, growth: &growth, care: thoroughly ? .orthonormal : .wellConditioned)
    }
    orthonormalizations += 1
    pace.learn(lengths: orthonormalizer.lengths, stretches: orthonormalizer.stretches)
  }

  private func startCounting() {
    for index in growth.indices { growth[index] = 0 }
    pace.forgetLosses()
  }

  /// Zero states, and for each trajectory the first columns of the identity.
  private func restart() {
    trajectory.restart()
    pace.restart()
    startCounting()
    orthonormalizations = 0
    frames[0].withMutableSpan { frame in
      for index in frame.indices { frame[index] = 0 }
      for row in 0..<trajectories * exponents { frame[row * dimension + row % exponents] = 1 }
    }
  }
}
