public import Graph
public import LinearAlgebra

/// Lyapunov exponents of a recurrent net along input-driven trajectories.
///
/// State and frame of tangents start at zero and the identity. At every step the frame is pushed through the tangent
/// map, Z = J_t Q, for all trajectories; now and then it is orthonormalised, Z = Q R, and ln Rᵢᵢ added up (Benettin et
/// al. 1980; arXiv:2006.14123, with J_t and not its transpose). States are in double precision. Frames are in `Element`'s,
/// or with an automatic interval, in double precision where that costs no more.
public final class LyapunovEstimator<Element: Scalar> {
  public let trajectories: Int
  public let exponents: Int
  private let inputSize: Int
  private let trajectory: StateTrajectory<Element>
  private let frames: any TangentFrames<Element>
  private var pace: OrthonormalizationPace
  private var growth: [Double]
  /// Of the last call of `exponents(inputs:warmup:steps:eachStep:)`: how far rounding may have moved each trajectory's
  /// exponents, to first order, in the frame's order (see `OrthonormalizationPace`), nats a step.
  public private(set) var errorEstimates: [Double] = []
  /// Of the last call: how often frames were orthonormalised.
  public private(set) var orthonormalizations = 0
  private let determinants: DeterminantGrowth<Element>?
  private var halves = HalfwayGrowth()

  /// - Parameters:
  ///   - stateSizes: Units of each state of the cell; the joint state is all of them in this order.
  ///   - exponents: How many; all where nil.
  ///   - interval: Steps between orthonormalisations.
  ///   - tracksDeterminant: Whether the Jacobians' determinants are worked out too.
  ///   - step: The cell: from the states and the inputs of all trajectories (a row each) to the next states, in a
  ///     program; and where its parameters lie. Called for several programs.
  public init(
    stateSizes: [Int], inputSize: Int, exponents: Int?, trajectories: Int,
    interval: OrthonormalizationInterval = .auto,
    method: FrameOrthonormalizer<Element>.Method = .cholesky, tracksDeterminant: Bool = false,
    step: (Program, [Value], Value) -> (next: [Value], bindings: [Binding<Element>])
  ) {
    let dimension = stateSizes.reduce(0, +)
    let k = min(exponents ?? dimension, dimension)
    self.trajectories = trajectories
    self.exponents = k
    self.inputSize = inputSize
    trajectory = StateTrajectory(stateSizes, inputSize, rows: trajectories, step: step)
    determinants =
      tracksDeterminant
      ? DeterminantGrowth(stateSizes, inputSize, rows: trajectories, step: step) : nil
    let isWide = interval == .auto && dimension <= Self.largestWideDimension
    func frames<Working: Scalar>(in: Working.Type) -> any TangentFrames<Element> {
      WorkingFrames<Element, Working>(
        stateSizes, inputSize, rows: trajectories, tangents: k,
        byReflections: method == .householder, step: step)
    }
    self.frames = isWide ? frames(in: Double.self) : frames(in: Element.self)
    pace = OrthonormalizationPace(
      interval, roundingUnit: self.frames.roundingUnit, tangents: k, trajectories: trajectories)
    growth = [Double](repeating: 0, count: trajectories * k)
  }

  /// Up to this dimension, frames in double precision, which need orthonormalisation half as often, are as fast as
  /// those in single.
  private static var largestWideDimension: Int { 80 }

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

  /// Of the last call, for each trajectory: the mean of ln |det J_t| over the counted steps, which is the sum of all
  /// exponents; NaN where determinants are not tracked.
  public private(set) var meanLogarithmicDeterminants: [Double] = []

  /// Of the last call: the root mean square difference between the exponents of the window's two halves, each averaged
  /// over trajectories; NaN where the frames were orthonormalised only once.
  public private(set) var splitHalfError = Double.nan

  /// The exponents of each trajectory, in the frame's order (which is descending but for statistical error).
  ///
  /// - Parameters:
  ///   - inputs: (warmup + steps)·trajectories × inputSize, step by step.
  ///   - warmup: Steps in which state and frame evolve uncounted.
  ///   - steps: Steps averaged over; at least 1.
  ///   - initialStates: Of each of the cell's states, trajectories × size; zeros where nil.
  ///   - eachStep: Told after each counted orthonormalisation the sum of growths so far, trajectory by trajectory.
  /// - Returns: `trajectories` rows of `exponents` numbers, nats a step.
  public func exponents(
    inputs: Storage<Element>, warmup: Int, steps: Int, initialStates: [[Double]]? = nil,
    eachStep: (([Double]) -> Void)? = nil
  ) -> [[Double]] {
    precondition(
      steps > 0 && inputs.count == (warmup + steps) * trajectories * inputSize,
      "\(inputs.count) inputs for \(warmup) + \(steps) steps")
    restart(from: initialStates)
    for t in 0..<warmup + steps {
      advance(step: t, inputs: inputs, isCounted: t >= warmup)
      // Counting starts and ends with frames that are orthonormal to rounding.
      let isBoundary = t == warmup - 1 || t == warmup + steps - 1
      if pace.advance() || isBoundary {
        orthonormalize(step: t, thoroughly: isBoundary || !pace.isAdaptive)
        if t >= warmup {
          halves.note(growth, after: t - warmup + 1, of: steps)
          eachStep?(growth)
        }
      }
      if t == warmup - 1 { startCounting() }
    }
    errorEstimates = pace.errorEstimates(steps: steps)
    splitHalfError = halves.difference(from: growth, steps: steps, exponents: exponents)
    meanLogarithmicDeterminants =
      determinants.map { $0.sums.map { $0 / Double(steps) } }
      ?? [Double](repeating: .nan, count: trajectories)
    return (0..<trajectories).map { trajectory in
      growth[(trajectory * exponents)..<((trajectory + 1) * exponents)].map { $0 / Double(steps) }
    }
  }

  private func advance(step t: Int, inputs: Storage<Element>, isCounted: Bool) {
    let offset = t * trajectories * inputSize
    if isCounted {
      determinants?.add(states: trajectory.states(beforeStep: t), inputs: inputs, at: offset)
    }
    frames.push(step: t, states: trajectory.states(beforeStep: t), inputs: inputs, at: offset)
    trajectory.advance(step: t, inputs: inputs, at: offset)
  }

  private func orthonormalize(step t: Int, thoroughly: Bool) {
    frames.orthonormalize(step: t, thoroughly: thoroughly, growth: &growth)
    pace.learn(lengths: frames.lengths, stretches: frames.stretches)
    orthonormalizations += 1
  }

  private func startCounting() {
    for index in growth.indices { growth[index] = 0 }
    pace.forgetLosses()
  }

  private func restart(from initialStates: [[Double]]?) {
    trajectory.restart(from: initialStates)
    determinants?.restart()
    halves = HalfwayGrowth()
    frames.restart()
    pace.restart()
    startCounting()
    orthonormalizations = 0
  }
}
