import Dynamics
import LinearAlgebra
import Networks
import Plans
import Tasks
import Training

/// Takes a recurrent net's states on held-out sequences step by step, in double precision, and measures them.
///
/// States of one time step are held at a time, so that long sequences take no more memory than short ones.
final class GeometryObserver<Element: Scalar>: Observer {
  private let observable: GeometryObservable
  private let subject: Subject<Element>
  private let cell: any Cell
  private let probe: LabelledProbe
  private let parameters: Storage<Double>
  private let trajectory: StateTrajectory<Double>
  private let estimator: LyapunovEstimator<Double>?
  private let estimatorInputs: Storage<Double>

  /// Sequences along which the exponent is taken.
  private static var trajectories: Int { 16 }

  init(_ observable: GeometryObservable, _ subject: Subject<Element>) {
    let network = subject.trainer.network
    guard let cell = network.cell else { preconditionFailure("a net without a cell") }
    let task = subject.trainer.task
    let parameters = Storage<Double>(count: network.layout.count)
    let probe = LabelledProbe(task, count: observable.reference + observable.probe)
    let dynamics = CellDynamics(of: network, parameters)
    trajectory = StateTrajectory(dynamics, rows: probe.count)
    let followed = min(Self.trajectories, probe.count)
    estimatorInputs = probe.inputs(of: 0..<followed)
    estimator =
      task.quietSteps.isEmpty
      ? nil
      : LyapunovEstimator(
        of: dynamics,
        LyapunovSettings(exponents: 1, trajectories: followed, seed: subject.trainer.seed))
    (self.observable, self.subject, self.cell) = (observable, subject, cell)
    (self.probe, self.parameters) = (probe, parameters)
  }

  func values() -> [Double] {
    let trained = subject.trainer.parameters.elements.map { Double($0) }
    parameters.elements = trained
    let readout = readout
    let measured = measure(readout)
    let quiet = subject.trainer.task.quietSteps
    guard let estimator, quiet.lowerBound > 0 else {
      return transposed(measured) + [.nan, .nan, .nan]
    }
    let quietSpectrum = TrajectoryStatistics(
      estimator.estimate(
        inputs: estimatorInputs, warmup: quiet.lowerBound, steps: quiet.count,
        watch: { [subject] _ in subject.pulse() }), first: 1)
    return transposed(measured) + [
      measured[quiet.lowerBound - 1][0], rewiredAccuracy(readout, from: trained, quiet: quiet),
      quietSpectrum.means.first ?? .nan,
    ]
  }

  private var readout: LinearReadout {
    let layout = subject.trainer.network.layout
    let values = parameters.elements
    return LinearReadout(
      weights: layout.matrix("readout.weight", in: values),
      biases: layout.matrix("readout.bias", in: values).elements)
  }

  /// The measures at every step, in the order of `GeometryMeasure`.
  private func measure(_ readout: LinearReadout) -> [[Double]] {
    trajectory.restart()
    return (0..<probe.length).map { t in
      subject.pulse()
      advance(t)
      return measures(after: t, readout)
    }
  }

  private func advance(_ t: Int) {
    trajectory.advance(
      step: t, inputs: probe.inputs, at: t * probe.count * subject.trainer.task.inputSize)
  }

  /// The states of sequences `rows` after step t.
  private func states(_ rows: Range<Int>, after t: Int) -> LabelledStates {
    let width = cell.stateSizes[cell.observedState]
    let all = trajectory.states(beforeStep: t + 1)[cell.observedState].elements
    return LabelledStates(
      Matrix(
        rows: rows.count, columns: width,
        elements: Array(all[(rows.lowerBound * width)..<(rows.upperBound * width)])),
      labels: Array(probe.labels[rows]), classes: subject.trainer.task.outputSize)
  }

  private func measures(after t: Int, _ readout: LinearReadout) -> [Double] {
    let reference = states(0..<observable.reference, after: t)
    let tests = states(observable.reference..<probe.count, after: t)
    guard reference.states.isFinite, tests.states.isFinite else {
      return GeometryMeasure.allCases.map { _ in .nan }
    }
    let trained = readout.accuracy(on: tests)
    let neighbours = reference.neighbourAccuracy(on: tests, neighbours: observable.neighbours)
    let fitted = LinearReadout(ridge: reference, penalty: observable.ridge).accuracy(on: tests)
    let ratio = reference.participationRatio
    return [
      trained, neighbours, fitted, max(neighbours, fitted) - trained, reference.separation, ratio,
      correctedParticipationRatio(ratio, samples: reference.count),
      reference.withinParticipationRatio, reference.meansParticipationRatio,
      readout.alignment(with: reference),
    ]
  }

  /// The read-out's accuracy at the end where the recurrence is another from the first quiet step on.
  private func rewiredAccuracy(
    _ readout: LinearReadout, from trained: [Double], quiet: Range<Int>
  ) -> Double {
    trajectory.restart()
    for t in 0..<quiet.lowerBound { advance(t) }
    parameters.elements = subject.trainer.network.layout.rewired(
      trained, seed: subject.trainer.seed)
    for t in quiet { advance(t) }
    return readout.accuracy(
      on: states(observable.reference..<probe.count, after: quiet.upperBound - 1))
  }

  /// One series after the other instead of one time step after the other.
  private func transposed(_ steps: [[Double]]) -> [Double] {
    GeometryMeasure.allCases.indices.flatMap { measure in steps.map { $0[measure] } }
  }
}
