import Representations
import Layers
package import Networks
package import Plans
package import Training
package import Tasks
package import Dynamics
package import LinearAlgebra
package import Schema

/// A trial under observation: the net in training, and results that several observables share, computed once a
/// checkpoint.
package final class ObservationContext<Element: Scalar> {
  /// The net in training.
  package let trainer: Trainer<Element>
  /// Runs the net on the validation set; each of its batches gives a heartbeat.
  package let evaluator: Evaluator<Element>
  private let changedTasks: [ChangedSettings: any LearningTask]
  /// Called from time to time during long observations.
  package var onHeartbeat: (() -> Void)?
  private var spectra: [Spectrum: [Double]] = [:]
  private var representations: [Int: Matrix<Double>] = [:]
  private var networks: [InputShape: NetworkFunction<Element>] = [:]
  /// What observables keep, in the order in which they asked for it.
  private var kept: [Storage<Double>] = []
  /// What they kept before the checkpoint that is being observed; nil between checkpoints.
  private var keptBefore: [UInt8]?

  private struct Spectrum: Hashable {
    let samples: Int
    let isCentered: Bool
  }

  /// Observables call this at every step of an observation that may take longer than a second.
  package func heartbeat() { onHeartbeat?() }

  /// The context of the trial that `trainer` trains.
  ///
  /// - Parameter changedTasks: The task under each change that observables ask for.
  package init(_ trainer: Trainer<Element>, changedTasks: [ChangedSettings: any LearningTask] = [:])
  {
    self.trainer = trainer
    self.changedTasks = changedTasks
    evaluator = Evaluator(trainer)
    evaluator.onBatch = { [unowned self] in heartbeat() }
  }

  /// The trial's task under one of the observables' `taskChanges`.
  ///
  /// - Precondition: The initialiser was given this task.
  package func task(under change: ChangedSettings) -> any LearningTask {
    guard let task = changedTasks[change] else {
      preconditionFailure("no task was made for the change \(change.label)")
    }
    return task
  }

  private struct InputShape: Hashable {
    let length: Int
    let batch: Int
  }

  /// The net's responses, in double precision, to inputs that the observable chooses.
  ///
  /// - Parameters:
  ///   - inputs: length·B × inputSize, time-major.
  ///   - length: The number of time steps; 1 for a feed-forward net.
  ///   - parameters: All parameters, trained and fixed, to use in place of the present ones.
  package func responses(
    to inputs: Matrix<Double>, length: Int = 1, with parameters: Storage<Element>? = nil
  ) -> Responses {
    let shape = InputShape(length: length, batch: inputs.rows / length)
    let function =
      networks[shape] ?? NetworkFunction(trainer, length: shape.length, batch: shape.batch)
    networks[shape] = function
    return function(inputs, with: parameters)
  }

  /// Forgets shared results. It is called at each checkpoint, since the parameters have moved since the last.
  package func beginCheckpoint() {
    spectra.removeAll(keepingCapacity: true)
    representations.removeAll(keepingCapacity: true)
    keptBefore = keptBytes
  }

  /// Ends the checkpoint: what observables have written into what they keep stands from now on.
  package func endCheckpoint() { keptBefore = nil }

  /// Numbers that an observable keeps from one checkpoint to the next, NaN at first. Snapshots hold them, so that a
  /// resumed trial goes on bitwise.
  ///
  /// It is called while the probe is made, for as many numbers in all as `Observable.memoryCount` says.
  package func keep(_ count: Int) -> Storage<Double> {
    let storage = Storage<Double>([Double](repeating: .nan, count: count))
    kept.append(storage)
    return storage
  }

  /// The bytes of all that observables keep, as they were before the checkpoint that is being observed, if one is.
  package var memory: [UInt8] { keptBefore ?? keptBytes }

  private var keptBytes: [UInt8] { kept.flatMap(\.bytes) }

  /// Gives observables what they kept in a trial of the same kind.
  ///
  /// - Precondition: There are as many bytes as `memory` has.
  package func restore(memory: [UInt8]) {
    precondition(memory.count == keptBytes.count, "\(memory.count) bytes for \(keptBytes.count)")
    var first = 0
    for storage in kept {
      let size = storage.count * MemoryLayout<Double>.stride
      storage.bytes = Array(memory[first..<first + size])
      first += size
    }
  }

  /// The hidden representation of the first validation sequences (`Evaluator.representation`), [sequences × units].
  package func representation(samples: Int) -> Matrix<Double> {
    if let known = representations[samples] { return known }
    let representation = evaluator.representation(samples: samples)
    representations[samples] = representation
    return representation
  }

  /// The representation's singular values, descending; all NaN where it holds infinity or NaN.
  ///
  /// - Parameter isCentered: Whether each unit's mean is subtracted first.
  package func singularValues(samples: Int, centered isCentered: Bool) -> [Double] {
    let key = Spectrum(samples: samples, isCentered: isCentered)
    if let known = spectra[key] { return known }
    let matrix = representation(samples: samples)
    let values =
      matrix.elements.allSatisfy(\.isFinite)
      ? (isCentered ? matrix.centered : matrix).singularValues
      : [Double](repeating: .nan, count: min(matrix.rows, matrix.columns))
    spectra[key] = values
    return values
  }
}

extension ObservationContext {
  /// The dynamics of the net in training, with its present parameters.
  ///
  /// - Precondition: The net is recurrent.
  package var dynamics: CellDynamics<Element> {
    CellDynamics(of: trainer.network, trainer.parameters)
  }
}

extension CellDynamics {
  /// The dynamics of a recurrent net whose parameters lie in `parameters`; their present values are read at each use.
  ///
  /// - Precondition: The net is recurrent.
  package init(of network: any Network, _ parameters: Storage<Element>) {
    guard let cell = network.cell else { preconditionFailure("a net without a cell") }
    self.init(
      stateSizes: cell.stateSizes, layers: cell.layerStates, inputSize: cell.inputSize
    ) { program, states, input in
      let values = network.layout.values(in: program)
      let next = cell.step(states: states, input: input, parameters: values)
      return (next, network.layout.bindings(of: values, to: parameters))
    }
  }
}
