public import Networks
public import Observables
public import Schema
public import Tasks
public import Training

/// One trial's parts, made from its configuration: enough to say what it records and what it will cost.
public struct TrialDesign: Sendable {
  public let task: any Task
  public let network: any Network
  public let training: TrainingSettings
  public let observables: [ChosenObservable]
  public let seed: UInt64

  /// - Parameter settings: Decoded by `ExperimentSchema`.
  /// - Throws: `ExperimentError` where data is missing or settings do not go together.
  public init(_ settings: Settings, seed: UInt64) throws(ExperimentError) {
    self.seed = seed
    training = TrainingSettings(settings.section("training"))
    observables = ObservableCatalogue.chosen(settings.section("observe"))
    let taskSettings = settings.section("task")
    do {
      task = try TaskCatalogue.make(
        taskSettings.text("name"), settings: taskSettings, seed: seed)
    } catch { throw .task(error) }
    do {
      network = try NetworkCatalogue.make(
        settings: settings.section("model"), inputSize: task.inputSize,
        outputSize: task.outputSize)
    } catch { throw .network(error) }
    do {
      for chosen in observables { try chosen.observable.check(network) }
    } catch { throw .observable(error) }
  }

  /// What a checkpoint records, in the order of its numbers.
  public var quantities: [Quantity] {
    observables.flatMap { $0.observable.quantities(of: network) }
  }

  public var checkpointSteps: [Int] { training.checkpoints.steps(upTo: training.steps) }

  /// Trained numbers.
  public var parameterCount: Int { network.layout.trainedCount }

  /// Floating-point operations of the whole trial, roughly: a step's backward pass costs twice its forward pass.
  public var flops: Double {
    let forward = network.forwardFlops(
      length: task.length, batch: task.batchSize, scored: task.scoredSteps.count)
    let checkpoints = checkpointSteps.count
    let observation = observables.reduce(0) { sum, chosen in
      sum + chosen.observable.flops(of: network) * Double(chosen.moments.count(of: checkpoints))
    }
    let evaluation = forward * (3 + Double(task.validationBatches)) * Double(checkpoints)
    return 3 * forward * Double(training.steps) + evaluation + observation
  }

  /// Bytes that a worker needs for it, roughly: parameters with gradient and moments, and a batch's states.
  public var memory: Int {
    let size = training.precision == .float64 ? 8 : 4
    let parameters = network.layout.count * (2 + training.optimizer.stateCount)
    let batch = task.inputCount + task.targetCount
    let states = 3 * task.length * task.batchSize * network.representationSize
    return size * (parameters + 2 * batch + states) + task.sharedBytes
  }
}
