import Layers
package import LinearAlgebra
package import Networks
package import Plans
import Programs
package import Tasks

/// A net in training: its parameters, their gradients and the optimiser's state, each one flat vector.
///
/// A step is `computeGradient`, then `update`; between the two the loss and the gradient of the step's batch can be
/// looked at. Nothing is allocated in either.
package final class Trainer<Element: Scalar> {
  package let network: any Network
  package private(set) var task: any LearningTask
  package let settings: TrainingSettings
  /// The trained parameters, then the fixed ones, as the network's layout says.
  package let parameters: Storage<Element>
  /// The derivatives of the loss by the trained parameters; those of frozen groups stay zero.
  package let gradient: Storage<Element>
  /// The optimiser's vectors, for each stretch of parameters that move at one rate, one after the other; then those of
  /// flossing.
  package let optimizerState: Storage<Element>
  /// Of the initial parameters.
  package let seed: UInt64
  /// Updates made so far, of training and of flossing.
  package private(set) var step = 0
  /// Of the batch of `step`, before its update.
  package private(set) var loss = Double.nan
  /// Of the same, before clipping.
  package private(set) var gradientNorm = Double.nan

  /// Whether the gradient is that of the present step.
  private var hasGradient = false
  /// Of each stretch of parameters that move at one rate.
  private let updates: [(update: ParameterUpdate<Element>, schedule: LearningRateSchedule)]
  /// Whether a batch is in place that serves every step.
  private var hasLastingBatch = false
  private let plan: Plan<Element>
  private let inputs: Storage<Element>
  private let targets: Storage<Element>
  private let lossStorage: Storage<Element>
  private let weightNoise: WeightNoise<Element>?
  /// Of loss and penalty in the objective, where there is a penalty.
  private let weights: Storage<Element>?
  private let flosser: Flosser<Element>?
  private let flossingUpdate: ParameterUpdate<Element>?

  /// - Parameter seed: Of the initial parameters.
  package init(
    _ network: any Network, task: any LearningTask, settings: TrainingSettings, seed: UInt64
  ) {
    self.network = network
    self.task = task
    self.settings = settings
    self.seed = seed
    let layout = network.layout
    parameters = Storage(layout.initialValues(seed: seed))
    let gradient = Storage<Element>(count: layout.trainedCount)
    self.gradient = gradient
    optimizerState = Storage(count: settings.stateCount * layout.trainedCount)
    weightNoise =
      settings.weightNoise > 0
      ? WeightNoise(settings.weightNoise, count: layout.trainedCount, seed: seed) : nil

    updates = RateRange.ranges(of: layout, settings).map { [parameters, optimizerState] part in
      let place = ParameterUpdate<Element>.Place(
        part.range, of: parameters, gradient: gradient, state: optimizerState,
        at: settings.optimizer.stateCount * part.range.lowerBound)
      return (ParameterUpdate(settings.optimizer, place), part.schedule)
    }
    let moving = layout.trained.filter { settings.schedule(of: $0.group) != nil }
    let program = Program()
    let values = layout.values(in: program)
    let outputs = SupervisedOutputs(network, task, program, values)
    let objective = Objective(
      settings.logitPenalty, loss: outputs.loss, outputs: outputs.network.outputs, in: program)
    let derivatives = objective.value.gradients(
      withRespectTo: moving.map { values[$0.name] })
    plan = Plan(
      outputs: [outputs.loss] + derivatives,
      bindings: layout.bindings(of: values, to: parameters)
        + zip(derivatives, moving).map { Binding($0, to: gradient, offset: $1.offset) })
    inputs = plan.storage(of: outputs.inputs)
    targets = plan.storage(of: outputs.targets)
    lossStorage = plan.storage(of: outputs.loss)
    weights = objective.weights.map { [plan] in plan.storage(of: $0) }
    flosser = settings.flossing.map { [parameters] in
      Flosser(network, task: task, settings: $0, parameters: parameters, seed: seed)
    }
    flossingUpdate = flosser.map { [parameters, optimizerState] flosser in
      ParameterUpdate(
        FlossingSettings.optimizer,
        ParameterUpdate.Place(
          0..<layout.trainedCount, of: parameters, gradient: flosser.gradient,
          state: optimizerState, at: settings.optimizer.stateCount * layout.trainedCount))
    }
  }

  /// Computes the loss and its gradient on the batch of the present step, unless that is done.
  package func computeGradient() {
    guard !hasGradient else { return }
    hasGradient = true
    fillBatch()
    if let weights {
      let now = settings.logitPenalty.weights(at: trainingStep)
      weights[0] = Element(now.loss)
      weights[1] = Element(now.penalty)
    }
    if let weightNoise {
      weightNoise.disturb(parameters, step: step) { plan.run() }
    } else {
      plan.run()
    }
    loss = Double(lossStorage[0])
    gradientNorm = gradient.withSpan { euclideanNorm($0) }
  }

  private func fillBatch() {
    guard !hasLastingBatch else { return }
    hasLastingBatch = task.repeatsBatch
    inputs.withMutableSpan { inputs in
      targets.withMutableSpan { targets in
        task.fillTraining(step: trainingStep, inputs: &inputs, targets: &targets)
      }
    }
  }

  /// Moves the parameters along the gradient computed last.
  package func update() {
    if let clip = settings.clip { gradient.withMutableSpan { limit(&$0, to: clip) } }
    for (update, schedule) in updates {
      update.apply(learningRate: schedule.rate(at: trainingStep), update: trainingStep + 1)
    }
    step += 1
    hasGradient = false
  }

  private func limit(_ gradient: inout MutableSpan<Element>, to clip: Double) {
    guard settings.clipsEachParameter else {
      clipByGlobalNorm(&gradient, limit: clip)
      return
    }
    for placed in network.layout.trained {
      var own = gradient._mutatingExtracting(placed.range)
      clipByGlobalNorm(&own, limit: clip)
    }
  }

  /// Begins anew, with another net's parameters and an optimiser that has seen nothing.
  ///
  /// - Parameters:
  ///   - parameters: As many as this trainer's own.
  ///   - task: Whose batches have the shape of those of the present one.
  package func restart(from parameters: Storage<Element>, on task: any LearningTask) {
    precondition(BatchShape(task) == BatchShape(self.task), "\(task.name) of another shape")
    self.task = task
    self.parameters.copy(from: parameters)
    optimizerState.withMutableSpan { for i in $0.indices { $0[i] = 0 } }
    step = 0
    hasGradient = false
  }

  /// Updates of training made so far.
  package var trainingStep: Int { step - (settings.flossing?.count(before: step) ?? 0) }

  /// Whether the next update is one of flossing.
  package var isFlossing: Bool { settings.flossing?.phase(making: step) != nil }

  /// Makes one update of flossing, where `isFlossing`.
  package func floss() {
    guard let flosser, let flossing = settings.flossing, isFlossing
    else { preconditionFailure("update \(step) is one of training") }
    let number = flossing.count(before: step)
    flosser.computeGradient(batch: number)
    flossingUpdate?.apply(learningRate: flossing.learningRate, update: number + 1)
    step += 1
    hasGradient = false
  }

  /// Goes on from where another trainer of the same trial stood after `step` updates.
  ///
  /// - Parameters:
  ///   - parameters: The bytes of its parameters.
  ///   - optimizerState: The bytes of its optimiser's vectors.
  /// - Precondition: As many bytes as this trainer's own.
  package func restore(from step: Int, parameters: [UInt8], optimizerState: [UInt8]) {
    self.step = step
    self.parameters.bytes = parameters
    self.optimizerState.bytes = optimizerState
    hasGradient = false
  }

  /// ‖θ‖ of the trained parameters.
  package var weightNorm: Double {
    parameters.withSpan { euclideanNorm($0.extracting(first: gradient.count)) }
  }

  /// Whether any parameter moves, since none of them need to.
  package var hasMovingParameters: Bool { !updates.isEmpty }
}
