public import Graph
public import LinearAlgebra

/// Lyapunov exponents of a recurrent net along input-driven trajectories.
///
/// State and frame of tangents start at zero and the identity. At every step the frame is pushed through the tangent
/// map, Z = J_t Q, for all trajectories at once; every `interval` steps it is orthonormalised, Z = Q R, and ln Rᵢᵢ
/// added up (Benettin et al. 1980; arXiv:2006.14123, with J_t and not its transpose).
public final class LyapunovEstimator<Element: Scalar> {
  public let trajectories: Int
  public let exponents: Int
  private let interval: Int
  private let stateSizes: [Int]
  private let inputSize: Int
  /// Two plans, each of which writes what the other reads.
  private let plans: [Plan<Element>]
  private let states: [[Storage<Element>]]
  private let frames: [Storage<Element>]
  private let input: Storage<Element>
  private var orthonormalizer: FrameOrthonormalizer<Element>
  private var growth: [Double]

  /// - Parameters:
  ///   - stateSizes: Units of each state of the cell; the joint state is all of them in this order.
  ///   - exponents: How many; all where nil.
  ///   - interval: Steps between orthonormalisations.
  ///   - step: The cell: from the states and the inputs of all trajectories (a row each) to the next states, in a
  ///     program; and where its parameters lie.
  public init(
    stateSizes: [Int], inputSize: Int, exponents: Int?, trajectories: Int, interval: Int = 1,
    method: FrameOrthonormalizer<Element>.Method = .cholesky,
    step: (Program, [Value], Value) -> (next: [Value], bindings: [Binding<Element>])
  ) {
    let dimension = stateSizes.reduce(0, +)
    let k = min(exponents ?? dimension, dimension)
    self.trajectories = trajectories
    self.exponents = k
    self.interval = interval
    self.stateSizes = stateSizes
    self.inputSize = inputSize
    let map = TangentMap(stateSizes, inputSize, rows: trajectories, tangents: k, step: step)
    input = Storage(count: trajectories * inputSize)
    states = (0..<2).map { _ in stateSizes.map { Storage(count: trajectories * $0) } }
    frames = (0..<2).map { _ in Storage(count: trajectories * k * dimension) }
    plans = [(0, 1), (1, 0)].map { [states, frames, input] from, to in
      map.plan(
        input: input, from: (states[from], frames[from]), to: (states[to], frames[to]))
    }
    orthonormalizer = FrameOrthonormalizer(
      trajectories: trajectories, tangents: k, dimension: dimension, method: method)
    growth = [Double](repeating: 0, count: trajectories * k)
  }

  /// Bytes in use.
  public var memory: Int {
    let numbers = 2 * (frames[0].count + states[0].reduce(0) { $0 + $1.count }) + input.count
    return numbers * MemoryLayout<Element>.stride + plans.reduce(0) { $0 + $1.workingMemory }
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
    reset()
    for t in 0..<warmup + steps {
      input.copy(from: inputs, at: t * input.count)
      plans[t % 2].run()
      let isLast = t == warmup - 1 || t == warmup + steps - 1
      if (t + 1) % interval == 0 || isLast {
        let frame = frames[(t + 1) % 2]
        frame.withMutableSpan { frame in
          var growth = growth.mutableSpan
          orthonormalizer.orthonormalize(&frame, growth: &growth)
        }
        if t >= warmup { eachStep?(growth) }
      }
      if t == warmup - 1 { clearGrowth() }
    }
    return (0..<trajectories).map { trajectory in
      growth[(trajectory * exponents)..<((trajectory + 1) * exponents)].map { $0 / Double(steps) }
    }
  }

  private func clearGrowth() {
    for index in growth.indices { growth[index] = 0 }
  }

  /// Zero states, and for each trajectory the first columns of the identity.
  private func reset() {
    clearGrowth()
    for state in states[0] {
      state.withMutableSpan { for index in $0.indices { $0[index] = 0 } }
    }
    let (k, dimension) = (exponents, stateSizes.reduce(0, +))
    frames[0].withMutableSpan { frame in
      for index in frame.indices { frame[index] = 0 }
      for row in 0..<trajectories * k { frame[row * dimension + row % k] = 1 }
    }
  }
}

/// A cell's step with its tangent map, for rows of states and k tangents each.
private struct TangentMap<Element: Scalar> {
  let states: [Value]
  let frame: Value
  let input: Value
  let nextStates: [Value]
  let nextFrame: Value
  let bindings: [Binding<Element>]

  init(
    _ sizes: [Int], _ inputSize: Int, rows: Int, tangents k: Int,
    step: (Program, [Value], Value) -> (next: [Value], bindings: [Binding<Element>])
  ) {
    let program = Program()
    let dimension = sizes.reduce(0, +)
    states = sizes.map { program.input(rows, $0) }
    frame = program.input(rows * k, dimension)
    input = program.input(rows, inputSize)
    let (next, bindings) = step(program, states, input)
    self.bindings = bindings
    var column = 0
    let directions = states.map { [frame] state in
      defer { column += state.columns }
      return (variable: state, tangent: frame.columns(column..<column + state.columns))
    }
    let pushed = program.pushForward(next, along: directions, tangentsPerRow: k)
    nextStates = pushed.values
    nextFrame = Self.joined(pushed.tangents, dimension)
  }

  /// The tangents of all states side by side.
  private static func joined(_ tangents: [Value], _ dimension: Int) -> Value {
    var joined = tangents[0].paddedColumns(before: 0, total: dimension)
    var column = tangents[0].columns
    for tangent in tangents.dropFirst() {
      joined = joined + tangent.paddedColumns(before: column, total: dimension)
      column += tangent.columns
    }
    return joined
  }

  func plan(
    input storage: Storage<Element>, from: (states: [Storage<Element>], frame: Storage<Element>),
    to: (states: [Storage<Element>], frame: Storage<Element>)
  ) -> Plan<Element> {
    var all = bindings
    all.append(Binding(input, to: storage))
    all.append(Binding(frame, to: from.frame))
    all.append(Binding(nextFrame, to: to.frame))
    for (value, storage) in zip(states, from.states) { all.append(Binding(value, to: storage)) }
    for (value, storage) in zip(nextStates, to.states) { all.append(Binding(value, to: storage)) }
    return Plan(outputs: nextStates + [nextFrame], bindings: all)
  }
}
