import Layers
package import LinearAlgebra
package import Networks
package import Plans
import Programs
package import Tasks

/// A net in training: its parameters, their gradients and the optimiser's state, each one flat vector.
///
/// A step is `computeGradient`, then `update`; between the two the loss and the gradient of the step's batch can be
/// read. Neither allocates memory.
package final class Trainer<Element: Scalar> {
  /// The network whose parameters are trained.
  package let network: any Network
  /// The task that is learnt; `restart` can replace it.
  package private(set) var task: any LearningTask
  /// How the network is trained.
  package let settings: TrainingSettings
  /// The trained parameters, then the fixed ones, in the order of the network's layout.
  package let parameters: Storage<Element>
  /// The derivatives of the objective by the trained parameters; those of frozen groups stay zero.
  package let gradient: Storage<Element>
  /// The optimiser's vectors of the first range of parameters that move at one rate, then of the next range, and so on;
  /// after these, flossing's vectors.
  package let optimizerState: Storage<Element>
  /// The seed of the initial parameters.
  package let seed: UInt64
  /// The number of updates made so far, of training and of flossing.
  package private(set) var step = 0
  /// The loss on the batch of `step` before its update; NaN before the first `computeGradient`.
  package private(set) var loss = Double.nan
  /// The Euclidean norm of the gradient on the same batch, before clipping; NaN before the first `computeGradient`.
  package private(set) var gradientNorm = Double.nan

  /// Whether the gradient of the present step is computed.
  private var hasGradient = false
  /// The compiled update and the schedule of each range of parameters that move at one rate.
  private let updates: [(update: ParameterUpdate<Element>, schedule: LearningRateSchedule)]
  /// Whether the batch in memory serves every step.
  private var hasLastingBatch = false
  private let plan: Plan<Element>
  private let inputs: Storage<Element>
  private let targets: Storage<Element>
  private let lossStorage: Storage<Element>
  private let weightNoise: WeightNoise<Element>?
  /// The weights of loss and penalty in the objective, 1×2; nil where there is no penalty.
  private let weights: Storage<Element>?
  private let flosser: Flosser<Element>?
  private let flossingUpdate: ParameterUpdate<Element>?

  /// A trainer at step 0, with initial parameters drawn from `seed`.
  ///
  /// - Parameter seed: Also the key of weight noise and of flossing's frames.
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

  /// Computes the loss and the objective's gradient on the batch of the present step, unless that is done.
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

  /// Makes one training update with the gradient that `computeGradient` computed last, clipped where settings ask for
  /// it.
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

  /// Starts from step 0 with given parameters and an optimiser's state of zeros.
  ///
  /// - Parameters:
  ///   - parameters: The parameters to copy, as many as this trainer has.
  ///   - task: The task to learn; its batches have the shape of the present task's.
  package func restart(from parameters: Storage<Element>, on task: any LearningTask) {
    precondition(BatchShape(task) == BatchShape(self.task), "\(task.name) of another shape")
    self.task = task
    self.parameters.copy(from: parameters)
    optimizerState.withMutableSpan { for i in $0.indices { $0[i] = 0 } }
    step = 0
    hasGradient = false
    hasLastingBatch = false
  }

  /// The number of training updates made so far.
  package var trainingStep: Int { step - (settings.flossing?.count(before: step) ?? 0) }

  /// Whether the next update is an update of flossing.
  package var isFlossing: Bool { settings.flossing?.phase(making: step) != nil }

  /// Makes one update of flossing.
  ///
  /// - Precondition: `isFlossing`.
  package func floss() {
    guard let flosser, let flossing = settings.flossing, isFlossing
    else { preconditionFailure("update \(step) is one of training") }
    let number = flossing.count(before: step)
    flosser.computeGradient(batch: number)
    flossingUpdate?.apply(learningRate: flossing.learningRate, update: number + 1)
    step += 1
    hasGradient = false
  }

  /// Continues from the state that a trainer of the same trial had after `step` updates.
  ///
  /// - Parameters:
  ///   - parameters: The bytes of that trainer's parameters.
  ///   - optimizerState: The bytes of its optimiser's vectors.
  /// - Precondition: Both are as many bytes as this trainer's vectors have.
  package func restore(from step: Int, parameters: [UInt8], optimizerState: [UInt8]) {
    self.step = step
    self.parameters.bytes = parameters
    self.optimizerState.bytes = optimizerState
    hasGradient = false
  }

  /// The Euclidean norm ‖θ‖ of the trained parameters.
  package var weightNorm: Double {
    parameters.withSpan { euclideanNorm($0.extracting(first: gradient.count)) }
  }

  /// Whether any parameter moves; false where every group is frozen.
  package var hasMovingParameters: Bool { !updates.isEmpty }
}
