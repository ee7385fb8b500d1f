package import Layers
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
  /// The task of the training proper, by which the net is judged; `restart` can replace it.
  package private(set) var task: any LearningTask
  /// How the network is trained.
  package let settings: TrainingSettings
  /// The trained parameters, then the fixed ones, in the order of the network's layout.
  package let parameters: Storage<Element>
  /// The derivatives of the objective by the trained parameters; those of frozen groups stay zero.
  package let gradient: Storage<Element>
  /// The optimiser's vectors of the first range of parameters that move at one rate, then of the next range, and so on;
  /// after these, flossing's vectors, for orthogonal steps the covariances of earlier phases' tasks, and how near
  /// training is to its goal.
  package let optimizerState: Storage<Element>
  /// The seed of the initial parameters.
  package let seed: UInt64
  /// The number of updates made so far, of training and of flossing.
  package private(set) var step = 0
  /// The loss on the batch of `step` before its update, of the present phase's task; NaN before the first `computeGradient`.
  package private(set) var loss = Double.nan
  /// The Euclidean norm of the gradient on the same batch, before clipping; NaN before the first `computeGradient`.
  package private(set) var gradientNorm = Double.nan

  /// Whether the gradient of the present step is computed.
  private var hasGradient = false
  /// The tasks of the phases.
  private let phaseTasks: [any LearningTask]
  /// The updates of each phase, then those of the training proper.
  private let stretches: [Range<Int>]
  private var stage: TrainingStage<Element>
  /// The number of the present phase, from 0; that of phases in the training proper.
  private var phase: Int
  /// What takes from steps what would disturb earlier tasks; nil where nothing does.
  private let projection: StepProjection<Element>?
  /// What keeps the signs of weights; nil where they are free.
  private let signs: SignConstraint<Element>?
  private let weightNoise: WeightNoise<Element>?
  private let goal: TrainingGoal<Element>?
  private let flosser: Flosser<Element>?
  private let flossingUpdate: ParameterUpdate<Element>?

  /// A trainer at step 0, with initial parameters drawn from `seed`.
  ///
  /// - Parameters:
  ///   - phaseTasks: The task of each of the settings' phases.
  ///   - seed: Also the key of all noise and of flossing's frames.
  package init(
    _ network: any Network, task: any LearningTask, settings: TrainingSettings,
    phaseTasks: [any LearningTask] = [], seed: UInt64
  ) {
    precondition(phaseTasks.count == settings.phases.count, "\(phaseTasks.count) tasks of phases")
    self.network = network
    self.task = task
    self.settings = settings
    self.phaseTasks = phaseTasks
    stretches = settings.stretches
    self.seed = seed
    let layout = network.layout
    parameters = Storage(layout.initialValues(seed: seed))
    gradient = Storage<Element>(count: layout.trainedCount)
    optimizerState = Storage(count: settings.stateSize(of: network))
    weightNoise =
      settings.weightNoise > 0
      ? WeightNoise(settings.weightNoise, count: layout.trainedCount, seed: seed) : nil
    goal = settings.goal.map { [optimizerState] limit in
      TrainingGoal(
        limit, in: optimizerState,
        at: optimizerState.count - TrainingGoal<Element>.stateSize)
    }
    signs = SignConstraint(layout)
    phase = 0
    projection = settings.orthogonal.flatMap { [parameters, optimizerState] threshold in
      PlainRecurrentPlaces(network).map { places in
        StepProjection(
          network, places, threshold: threshold, parameters: parameters, state: optimizerState,
          at: settings.stateCount * layout.trainedCount)
      }
    }
    stage = TrainingStage(
      network, task: phaseTasks.first ?? task, settings: settings, phase: settings.phases.first,
      TrainingStage<Element>.Vectors(
        parameters: parameters, gradient: gradient, optimizerState: optimizerState), seed: seed)
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
    stage.prepare(batch: trainingStep)
    if let weightNoise {
      weightNoise.disturb(parameters, step: step) { stage.computeGradient() }
    } else {
      stage.computeGradient()
    }
    stage.frozen?.clear(gradient)
    loss = stage.loss
    gradientNorm = gradient.withSpan { euclideanNorm($0) }
  }

  /// Makes one training update with the gradient that `computeGradient` computed last, clipped where settings ask for
  /// it.
  package func update() {
    if let clip = settings.clip { gradient.withMutableSpan { limit(&$0, to: clip) } }
    let number = trainingStep - stretches[phase].lowerBound
    let projection = phase > 0 ? projection : nil
    projection?.keep()
    stage.frozen?.keep(parameters)
    for (update, schedule) in stage.updates {
      update.apply(learningRate: schedule.rate(at: number), update: number + 1)
    }
    stage.frozen?.restore(parameters)
    projection?.project()
    signs?.apply(to: parameters)
    step += 1
    hasGradient = false
    // Phases come before the task by which a net is judged.
    if phase == phaseTasks.count { goal?.note(loss: loss, step: step) }
    if phase < phaseTasks.count, step == stretches[phase].upperBound { beginPhase() }
  }

  /// Goes over to the next phase: its parameters are drawn anew where it asks for that, and its optimiser is at rest.
  private func beginPhase() {
    projection?.add(phaseTasks[phase], number: phase + 1)
    turn(to: phase + 1)
    let redrawn =
      phase < settings.phases.count ? settings.phases[phase].redrawn : settings.redrawn
    parameters.elements = network.layout.redrawn(
      parameters.elements, number: phase, seed: seed, where: redrawn.contains)
    let states = settings.stateCount * network.layout.trainedCount
    optimizerState.withMutableSpan { for i in 0..<states { $0[i] = 0 } }
  }

  /// Makes the stage of a phase, or of the training proper, which comes after them. It writes the gradient of parameters
  /// that move alone.
  private func turn(to number: Int) {
    phase = number
    gradient.withMutableSpan { for i in $0.indices { $0[i] = 0 } }
    let isPhase = number < phaseTasks.count
    stage = TrainingStage(
      network, task: isPhase ? phaseTasks[number] : task, settings: settings,
      phase: isPhase ? settings.phases[number] : nil,
      TrainingStage<Element>.Vectors(
        parameters: parameters, gradient: gradient, optimizerState: optimizerState), seed: seed)
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

  /// Starts from step 0 with given parameters and an optimiser's state of zeros, in a training without phases.
  ///
  /// - Parameters:
  ///   - parameters: The parameters to copy, as many as this trainer has.
  ///   - task: The task to learn; its batches have the shape of the present task's.
  package func restart(from parameters: Storage<Element>, on task: any LearningTask) {
    precondition(BatchShape(task) == BatchShape(self.task), "\(task.name) of another shape")
    precondition(phaseTasks.isEmpty, "\(phaseTasks.count) phases")
    self.task = task
    stage.task = task
    self.parameters.copy(from: parameters)
    optimizerState.withMutableSpan { for i in $0.indices { $0[i] = 0 } }
    step = 0
    hasGradient = false
  }

  /// How many updates were made when training came to its goal; nil until then, and where there is none.
  package var stepAtGoal: Int? { goal?.reached }

  /// Makes a step that changes nothing, of a net that has come to its goal.
  package func rest() {
    step += 1
    hasGradient = false
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
    signs?.apply(to: parameters)
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
    let reached = stretches.dropLast().prefix { $0.upperBound <= step }.count
    if reached != phase { turn(to: reached) }
    if reached > 0 { projection?.prepare() }
  }

  /// The Euclidean norm ‖θ‖ of the trained parameters.
  package var weightNorm: Double {
    parameters.withSpan { euclideanNorm($0.extracting(first: gradient.count)) }
  }

  /// The parameters that move in the training proper, in the order of their places.
  package var movingParameters: [ParameterLayout.Placed] {
    network.layout.trained.filter { settings.schedule(of: $0) != nil }
  }

  /// The largest learning rate of the next update, in the present phase; nil where no parameter moves.
  package var presentRate: Double? {
    let number = trainingStep - stretches[phase].lowerBound
    return stage.updates.map { $0.schedule.rate(at: number) }.max()
  }

  /// Whether any parameter moves in the present phase; false where every group is frozen.
  package var hasMovingParameters: Bool { !stage.updates.isEmpty }
}
