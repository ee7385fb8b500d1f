import CognitiveTasks
import Layers
package import Training
package import Tasks
package import Networks
import Observables
package import Observing
package import Records
package import Schema

/// A trial of a net in training: its task, net, training and observables, made from its configuration.
package struct NetworkTrial: Trial {
  /// What the net learns.
  package let task: any LearningTask
  /// The net, with the layout of its parameters.
  package let network: any Network
  /// How the net is trained.
  package let training: TrainingSettings
  /// What the net learns in each phase before the training proper.
  package let phaseTasks: [any LearningTask]
  /// The observables in the order of their numbers in a record; the first is the one always recorded.
  package let observables: [ScheduledObservable]
  /// What is kept of the net beside what is observed.
  let keep: KeepSettings
  /// The task under each change that observables ask for.
  let changedTasks: [ChangedSettings: any LearningTask]
  package let seed: UInt64
  /// The bytes of its parameters after so many updates, from which it goes on in place of making these; empty where it is
  /// trained.
  var recordedParameters: [Int: [UInt8]] = [:]

  /// The trial of decoded settings and a seed.
  ///
  /// - Parameter settings: Decoded by `ExperimentSchema`.
  /// - Throws: `ExperimentError` where there is no task, data is missing, settings do not go together, or the trial is
  ///   too large for any machine.
  package init(_ settings: Settings, seed: UInt64) throws(ExperimentError) {
    self.seed = seed
    training = TrainingSettings(settings.section("training"))
    observables = ObservableCatalogue.chosen(settings.section("observe"))
    (task, network) = try Self.pair(settings, seed: seed)
    keep = KeepSettings(settings.section("keep"))
    if task.boundaryValueProblem != nil, network.cell?.looksBack == true {
      throw .network(.differentiatedByInputs(task: task.name))
    }
    do {
      for chosen in observables { try chosen.observable.check(network, on: task) }
    } catch { throw .observable(error) }
    changedTasks = try task.changed(observables.flatMap(\.observable.taskChanges), seed: seed)
    do { try training.checkPhases(network) } catch { throw .phase(error) }
    do { try training.flossing?.check(network, task) } catch { throw .flossing(error) }
    var phaseTasks: [any LearningTask] = []
    for phase in training.phases {
      let own = try task.task(of: phase, seed: seed)
      if own.boundaryValueProblem != nil, network.cell?.looksBack == true {
        throw .network(.differentiatedByInputs(task: own.name))
      }
      phaseTasks.append(own)
    }
    self.phaseTasks = phaseTasks
    try checkSize()
  }

  /// The task of settings, and its net, of which nothing is computed yet.
  ///
  /// - Throws: `ExperimentError` where there is no task, data is missing, or settings do not go together.
  static func pair(
    _ settings: Settings, seed: UInt64
  ) throws(ExperimentError) -> (task: any LearningTask, network: any Network) {
    guard let taskSettings = settings.optionalSection("task") else { throw .nothingToLearn }
    let task: any LearningTask
    do { task = try TaskCatalogue.make(taskSettings, seed: seed) } catch { throw .task(error) }
    do {
      let network = try NetworkCatalogue.make(
        settings: settings.section("model"), inputSize: task.inputSize,
        outputSize: task.outputSize)
      return (task, network)
    } catch { throw .network(error) }
  }

  /// Checks that a machine can complete and hold the trial: a pass or an observation must not take months, nor its
  /// numbers a petabyte. Indices into a batch's numbers then cannot overflow.
  ///
  /// - Throws: `ExperimentError.tooLarge` or `.tooBig`.
  private func checkSize() throws(ExperimentError) {
    let limit = 1e16
    let pass = ([task] + phaseTasks).map(forwardFlops).max() ?? 0
    guard pass < limit else { throw .tooLarge("one pass", operations: pass, path: "model") }
    for chosen in observables {
      let operations = cost(of: chosen.observable).flops
      guard operations < limit else {
        throw .tooLarge("one observation", operations: operations, path: "observe")
      }
    }
    guard keptFlops < limit else {
      throw .tooLarge("one pass over the states to keep", operations: keptFlops, path: "keep")
    }
    guard memory < 1e15 else { throw .tooBig(bytes: memory) }
  }

  package var quantities: [Quantity] {
    observables.flatMap { $0.observable.quantities(of: network, on: task) }
  }

  package var checkpointCount: Int { checkpointSteps.count }

  package var precision: TrainingSettings.Precision { training.precision }

  /// The number of updates made before each checkpoint, ascending.
  package var checkpointSteps: [Int] { training.checkpointSteps }

  /// The count of trained numbers; fixed parameters do not count.
  package var parameterCount: Int { network.layout.trainedCount }

  /// A rough count of the whole trial's floating-point operations; a backward pass costs twice the forward pass.
  package var flops: Double {
    let forward = forwardFlops(task)
    let before = zip(training.phases, phaseTasks).reduce(0) {
      $0 + 3 * forwardFlops($1.1) * Double($1.0.steps)
    }
    let checkpoints = checkpointSteps.count
    let observation = observables.reduce(0) { sum, chosen in
      sum + cost(of: chosen.observable).flops * Double(chosen.checkpoints.count(of: checkpoints))
    }
    let evaluation = forward * (3 + Double(task.validationBatches)) * Double(checkpoints)
    let flossing = training.flossing.map { $0.flops(of: network) } ?? 0
    let keeping = keptFlops * Double(keep.states == .all ? checkpoints : 1)
    return 3 * forward * Double(training.steps) + before + flossing + evaluation + observation
      + keeping
  }

  /// The operations of a forward pass on a batch of a task.
  func forwardFlops(_ task: any LearningTask) -> Double {
    network.forwardFlops(
      length: task.length, batch: task.batchSize, scored: task.scoredSteps.count)
  }

  /// How many numbers the observables keep from one checkpoint to the next.
  var memoryCount: Int {
    observables.reduce(0) { $0 + $1.observable.memoryCount(of: network, on: task) }
  }

  /// The keys of observables whose numbers at a checkpoint depend on which checkpoints came before.
  package var remembering: [String] {
    observables.map(\.observable).filter { $0.memoryCount(of: network, on: task) > 0 }
      .map { type(of: $0).key }
  }

  /// What one observation costs.
  func cost(of observable: any Observable) -> Cost {
    observable.cost(
      of: network, on: task, changed: observable.taskChanges.compactMap { changedTasks[$0] })
  }
}

extension LearningTask {
  /// The task of a phase of the training for this task.
  ///
  /// - Throws: `ExperimentError.phaseTask` where settings do not go together, or the net would not fit.
  fileprivate func task(
    of phase: TrainingPhase, seed: UInt64
  ) throws(ExperimentError) -> any LearningTask {
    guard let settings = phase.task else { return self }
    let task: any LearningTask
    do { task = try TaskCatalogue.make(settings, seed: seed) } catch {
      throw .phaseTask(number: phase.number, reason: "\(error)")
    }
    if let reason = misfit(of: task) {
      throw .phaseTask(number: phase.number, reason: reason)
    }
    return task
  }

  /// Why a net for this task does not fit another; nil where it does.
  private func misfit(of other: any LearningTask) -> String? {
    guard (other.inputSize, other.outputSize) != (inputSize, outputSize) else { return nil }
    return "\(other.inputSize) inputs and \(other.outputSize) outputs, "
      + "where the net has \(inputSize) and \(outputSize)"
  }

  /// This task under each of `changes`, for the same net.
  ///
  /// - Throws: `ExperimentError.change` where settings do not go together, or the net would not fit.
  fileprivate func changed(
    _ changes: [ChangedSettings], seed: UInt64
  ) throws(ExperimentError) -> [ChangedSettings: any LearningTask] {
    var made: [ChangedSettings: any LearningTask] = [:]
    for change in changes {
      let task: any LearningTask
      do {
        task = try TaskCatalogue.make(change.settings, seed: seed)
      } catch { throw .change(label: change.label, reason: "\(error)") }
      if let reason = misfit(of: task) { throw .change(label: change.label, reason: reason) }
      made[change] = task
    }
    return made
  }
}
