import Layers
import LinearAlgebra
import Networks
import Plans
import Programs
import Tasks

/// What a phase of training, or the training proper, computes with: the compiled gradient of its task's loss by the
/// parameters that move, and their compiled updates.
final class TrainingStage<Element: Scalar> {
  /// The vectors of the trainer that a stage works on.
  struct Vectors {
    let parameters: Storage<Element>
    let gradient: Storage<Element>
    let optimizerState: Storage<Element>
  }

  /// The task that is learnt; another of the same shape can replace it.
  var task: any LearningTask {
    didSet { hasLastingBatch = false }
  }
  /// The compiled update and the schedule of each range of parameters that move at one rate.
  let updates: [(update: ParameterUpdate<Element>, schedule: LearningRateSchedule)]
  /// The elements of moving weights that stay as they are; nil where there are none.
  let frozen: FrozenPlaces<Element>?
  private let plan: Plan<Element>
  private let inputs: Storage<Element>
  private let targets: Storage<Element>
  private let lossStorage: Storage<Element>
  /// The weights of loss and penalty in the objective, 1×2; nil where there is no penalty.
  private let weights: Storage<Element>?
  private let logitPenalty: LogitPenalty
  private let noise: NoiseSource<Element>
  /// Whether the batch in memory serves every step.
  private var hasLastingBatch = false

  /// - Parameters:
  ///   - phase: The phase of training; nil for the training proper.
  ///   - vectors: Vectors in the order of `network`'s layout.
  ///   - seed: The key of the noise that disturbs the net.
  init(
    _ network: any Network, task: any LearningTask, settings: TrainingSettings,
    phase: TrainingPhase?, _ vectors: Vectors, seed: UInt64
  ) {
    self.task = task
    let layout = network.layout
    updates = RateRange.ranges(of: layout, settings, in: phase).map { part in
      let place = ParameterUpdate<Element>.Place(
        part.range, of: vectors.parameters, gradient: vectors.gradient,
        state: vectors.optimizerState, at: settings.optimizer.stateCount * part.range.lowerBound)
      return (ParameterUpdate(settings.optimizer, place), part.schedule)
    }
    frozen = FrozenPlaces(
      (phase?.selection ?? settings.selection).placesOutsideModule(in: layout)
        + settings.fixed.places(in: layout))
    let moving = layout.trained.filter { settings.schedule(of: $0, in: phase) != nil }
    let program = Program()
    let values = layout.values(in: program)
    var noise = NoiseSource<Element>.Values()
    let disturbed = network.with(settings.noise.additions) ?? network
    let outputs = SupervisedOutputs(disturbed, task, program, values) { inputs in
      noise.disturbed(
        inputs, settings.noise, units: network.hiddenLayers.reduce(0) { $0 + $1.width },
        in: program)
    }
    let objective = Objective(
      settings.logitPenalty, loss: outputs.loss, outputs: outputs.network.outputs,
      further: settings.regularization.terms(network, values, outputs.network), in: program)
    logitPenalty = settings.logitPenalty
    let derivatives = objective.value.gradients(
      withRespectTo: moving.map { values[$0.name] })
    plan = Plan(
      outputs: [outputs.loss] + derivatives,
      bindings: layout.bindings(of: values, to: vectors.parameters)
        + zip(derivatives, moving).map { Binding($0, to: vectors.gradient, offset: $1.offset) })
    inputs = plan.storage(of: outputs.inputs)
    targets = plan.storage(of: outputs.targets)
    lossStorage = plan.storage(of: outputs.loss)
    weights = objective.weights.map { [plan] in plan.storage(of: $0) }
    self.noise = NoiseSource(settings.noise, noise, of: plan, seed: seed)
  }

  /// The loss that `computeGradient` found last.
  var loss: Double { Double(lossStorage[0]) }

  /// Makes batch number `batch` of training ready.
  func prepare(batch: Int) {
    if !hasLastingBatch {
      hasLastingBatch = task.repeatsBatch
      inputs.withMutableSpan { inputs in
        targets.withMutableSpan { targets in
          task.fillTraining(step: batch, inputs: &inputs, targets: &targets)
        }
      }
    }
    noise.fill(step: batch)
    if let weights {
      let now = logitPenalty.weights(at: batch)
      weights[0] = Element(now.loss)
      weights[1] = Element(now.penalty)
    }
  }

  /// Computes loss and gradient of the batch at the present parameters.
  func computeGradient() { plan.run() }
}

/// Elements of a flat vector that an update leaves as they are, bit for bit.
final class FrozenPlaces<Element: Scalar> {
  private let ranges: [Range<Int>]
  private var kept: [Element]

  /// - Returns: Nil where there are no places.
  init?(_ ranges: [Range<Int>]) {
    guard !ranges.isEmpty else { return nil }
    self.ranges = ranges
    kept = [Element](repeating: 0, count: ranges.reduce(0) { $0 + $1.count })
  }

  /// Sets the elements to zero.
  func clear(_ vector: Storage<Element>) {
    vector.withMutableSpan { Self.clear(&$0, ranges) }
  }

  /// Remembers the elements.
  func keep(_ vector: Storage<Element>) {
    vector.withSpan { Self.copy($0, ranges, to: &kept) }
  }

  /// Gives the elements the numbers that `keep` has remembered.
  func restore(_ vector: Storage<Element>) {
    vector.withMutableSpan { Self.copy(kept, to: &$0, ranges) }
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  private static func clear(_ vector: inout MutableSpan<Element>, _ ranges: [Range<Int>]) {
    for range in ranges {
      for i in range { vector[i] = 0 }
    }
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  private static func copy(
    _ vector: Span<Element>, _ ranges: [Range<Int>], to kept: inout [Element]
  ) {
    var place = 0
    for range in ranges {
      for i in range {
        kept[place] = vector[i]
        place += 1
      }
    }
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  private static func copy(
    _ kept: [Element], to vector: inout MutableSpan<Element>, _ ranges: [Range<Int>]
  ) {
    var place = 0
    for range in ranges {
      for i in range {
        vector[i] = kept[place]
        place += 1
      }
    }
  }
}
