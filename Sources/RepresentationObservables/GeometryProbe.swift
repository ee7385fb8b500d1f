import Layers
import Plans
import Tasks
import Dynamics
import Training
import Networks
import Representations
import LinearAlgebra
import Observing

/// Computes a recurrent net's states on held-out sequences step by step, in double precision, and measures them.
///
/// Only the states of one time step are held, so that their memory does not grow with the sequences' length.
struct GeometryProbe<Element: Scalar> {
  private let observable: GeometryObservable
  private let context: ObservationContext<Element>
  private let cell: any Cell
  private let probe: LabeledProbe
  private let parameters: Storage<Double>
  private let trajectory: StateTrajectory<Double>
  private let estimator: LyapunovEstimator<Double>?
  private let estimatorInputs: Storage<Double>

  /// The number of sequences along which the exponent is computed.
  private static var trajectories: Int { 16 }

  init(_ observable: GeometryObservable, _ context: ObservationContext<Element>) {
    let network = context.trainer.network
    guard let cell = network.cell else { preconditionFailure("a net without a cell") }
    let task = context.trainer.task
    let parameters = Storage<Double>(count: network.layout.count)
    let probe = LabeledProbe(task, count: observable.reference + observable.probe)
    let dynamics = CellDynamics(of: network, parameters)
    trajectory = StateTrajectory(dynamics, rows: probe.count)
    let followed = min(Self.trajectories, probe.count)
    estimatorInputs = probe.inputs(of: 0..<followed)
    estimator =
      task.delaySteps.isEmpty
      ? nil
      : LyapunovEstimator(
        of: dynamics,
        LyapunovSettings(exponents: 1, trajectories: followed, seed: context.trainer.seed))
    (self.observable, self.context, self.cell) = (observable, context, cell)
    (self.probe, self.parameters) = (probe, parameters)
  }

  func course() -> GeometryCourse {
    let trained = context.trainer.parameters.elements.map { Double($0) }
    parameters.elements = trained
    let readout = readout
    let measured = measure(readout)
    let quiet = context.trainer.task.delaySteps
    guard let estimator, quiet.lowerBound > 0 else { return GeometryCourse(steps: measured) }
    let quietSpectrum = TrajectoryStatistics(
      estimator.estimate(
        inputs: estimatorInputs, warmup: quiet.lowerBound, steps: quiet.count,
        watch: { [context] _ in context.heartbeat() }), first: 1)
    return GeometryCourse(
      steps: measured, frozenAccuracy: measured[quiet.lowerBound - 1].readoutAccuracy,
      rewiredAccuracy: rewiredAccuracy(readout, from: trained, quiet: quiet),
      quietExponent: quietSpectrum.means.first ?? .nan)
  }

  private var readout: LinearReadout {
    let layout = context.trainer.network.layout
    let values = parameters.elements
    return LinearReadout(
      weights: layout.matrix("readout.weight", in: values),
      biases: layout.matrix("readout.bias", in: values).elements)
  }

  private func measure(_ readout: LinearReadout) -> [StateGeometry] {
    trajectory.restart()
    return (0..<probe.length).map { t in
      context.heartbeat()
      advance(t)
      return measures(after: t, readout)
    }
  }

  private func advance(_ t: Int) {
    trajectory.advance(
      step: t, inputs: probe.inputs, at: t * probe.count * context.trainer.task.inputSize)
  }

  /// The states of the sequences `rows` after step `t`, with their labels.
  private func states(_ rows: Range<Int>, after t: Int) -> LabeledStates {
    let width = cell.stateSizes[cell.observedState]
    let all = trajectory.states(beforeStep: t + 1)[cell.observedState].elements
    return LabeledStates(
      Matrix(
        rows: rows.count, columns: width,
        elements: Array(all[(rows.lowerBound * width)..<(rows.upperBound * width)])),
      labels: Array(probe.labels[rows]), classes: context.trainer.task.outputSize)
  }

  private func measures(after t: Int, _ readout: LinearReadout) -> StateGeometry {
    let reference = states(0..<observable.reference, after: t)
    let tests = states(observable.reference..<probe.count, after: t)
    guard reference.states.isFinite, tests.states.isFinite else { return StateGeometry() }
    let ratio = reference.participationRatio
    return StateGeometry(
      readoutAccuracy: readout.accuracy(on: tests),
      neighborAccuracy: reference.neighborAccuracy(on: tests, neighbors: observable.neighbors),
      linearAccuracy: LinearReadout(ridge: reference, penalty: observable.ridge)
        .accuracy(on: tests),
      separation: reference.separation, participationRatio: ratio,
      correctedRatio: correctedParticipationRatio(ratio, samples: reference.count),
      withinRatio: reference.withinParticipationRatio,
      meansRatio: reference.meansParticipationRatio, alignment: readout.alignment(with: reference))
  }

  /// The read-out's accuracy at the end where the recurrence is replaced from the first step without input on.
  private func rewiredAccuracy(
    _ readout: LinearReadout, from trained: [Double], quiet: Range<Int>
  ) -> Double {
    trajectory.restart()
    for t in 0..<quiet.lowerBound { advance(t) }
    parameters.elements = context.trainer.network.layout.rewired(
      trained, seed: context.trainer.seed)
    for t in quiet { advance(t) }
    return readout.accuracy(
      on: states(observable.reference..<probe.count, after: quiet.upperBound - 1))
  }
}
