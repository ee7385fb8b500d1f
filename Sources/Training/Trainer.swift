public import Graph
public import LinearAlgebra
public import Networks
public import Tasks

/// A net in training: its parameters, their gradients and the optimiser's state, each one flat vector.
///
/// A step is `computeGradient`, then `update`; between the two the loss and the gradient of the step's batch can be
/// looked at. Nothing is allocated in either.
public final class Trainer<Element: Scalar> {
  public let network: any Network
  public let task: any Task
  public let settings: TrainingSettings
  /// The trained parameters, then the fixed ones, as the network's layout says.
  public let parameters: Storage<Element>
  /// The derivatives of the loss by the trained parameters.
  public let gradient: Storage<Element>
  /// The optimiser's vectors, then those of flossing.
  public let state: Storage<Element>
  /// Of the initial parameters.
  public let seed: UInt64
  /// Updates made so far, of training and of flossing.
  public private(set) var step = 0
  /// Of the batch of `step`, before its update.
  public private(set) var loss = Double.nan
  /// Of the same, before clipping.
  public private(set) var gradientNorm = Double.nan

  /// Whether the gradient is that of the present step.
  private var hasGradient = false
  private let plan: Plan<Element>
  private let inputs: Storage<Element>
  private let targets: Storage<Element>
  private let lossStorage: Storage<Element>
  private let flosser: Flosser<Element>?

  /// - Parameter seed: Of the initial parameters.
  public init(
    _ network: any Network, task: any Task, settings: TrainingSettings, seed: UInt64
  ) {
    self.network = network
    self.task = task
    self.settings = settings
    self.seed = seed
    let layout = network.layout
    parameters = Storage(layout.initialValues(seed: seed))
    gradient = Storage(count: layout.trainedCount)
    state = Storage(count: settings.stateCount * layout.trainedCount)

    let program = Program()
    let values = layout.values(in: program)
    let outputs = SupervisedOutputs(network, task, program, values)
    let derivatives = outputs.loss.gradients(withRespectTo: layout.trainedValues(values))
    plan = Plan(
      outputs: [outputs.loss] + derivatives,
      bindings: layout.bindings(of: values, to: parameters)
        + layout.bindings(ofTrained: derivatives, to: gradient))
    inputs = plan.storage(of: outputs.inputs)
    targets = plan.storage(of: outputs.targets)
    lossStorage = plan.storage(of: outputs.loss)
    flosser = settings.flossing.map { [parameters] in
      Flosser(network, task: task, settings: $0, parameters: parameters)
    }
  }

  /// Computes the loss and its gradient on the batch of the present step, unless that is done.
  public func computeGradient() {
    guard !hasGradient else { return }
    hasGradient = true
    inputs.withMutableSpan { inputs in
      targets.withMutableSpan { targets in
        task.fillTraining(step: trainingStep, inputs: &inputs, targets: &targets)
      }
    }
    plan.run()
    loss = Double(lossStorage[0])
    gradientNorm = gradient.withSpan { euclideanNorm($0) }
  }

  /// Moves the parameters along the gradient computed last.
  public func update() {
    gradient.withMutableSpan { gradient in
      if let clip = settings.clip { clipByGlobalNorm(&gradient, limit: clip) }
      parameters.withMutableSpan { parameters in
        var trained = parameters._mutatingExtracting(first: gradient.count)
        state.withMutableSpan { state in
          var own = state._mutatingExtracting(
            first: settings.optimizer.stateCount * gradient.count)
          settings.optimizer.update(
            &trained, gradient: gradient.span, state: &own,
            learningRate: settings.schedule.rate(at: trainingStep), update: trainingStep + 1)
        }
      }
    }
    step += 1
    hasGradient = false
  }

  /// Updates of training made so far.
  public var trainingStep: Int { step - (settings.flossing?.count(before: step) ?? 0) }

  /// Whether the next update is one of flossing.
  public var isFlossing: Bool { settings.flossing?.phase(making: step) != nil }

  /// Makes one update of flossing, where `isFlossing`.
  public func floss() {
    guard let flosser, let flossing = settings.flossing, let phase = flossing.phase(making: step)
    else { preconditionFailure("update \(step) is one of training") }
    let number = step - flossing.phase(phase).lowerBound
    flosser.computeGradient(batch: flossing.count(before: step))
    parameters.withMutableSpan { parameters in
      var trained = parameters._mutatingExtracting(first: gradient.count)
      state.withMutableSpan { state in
        var moments = state._mutatingExtracting(
          last: FlossingSettings.stateCount * gradient.count)
        if number == 0 { for i in moments.indices { moments[i] = 0 } }
        flosser.update(&trained, moments: &moments, update: number + 1)
      }
    }
    step += 1
    hasGradient = false
  }

  /// Goes on from where another trainer of the same trial stood after `step` updates.
  ///
  /// - Parameters:
  ///   - parameters: The bytes of its parameters.
  ///   - state: The bytes of its optimiser's vectors.
  /// - Precondition: As many bytes as this trainer's own.
  public func goOn(from step: Int, parameters: [UInt8], state: [UInt8]) {
    self.step = step
    self.parameters.bytes = parameters
    self.state.bytes = state
    hasGradient = false
  }

  /// ‖θ‖ of the trained parameters.
  public var weightNorm: Double {
    parameters.withSpan { euclideanNorm($0.extracting(first: gradient.count)) }
  }

  /// Bytes that training takes.
  public var memory: Int {
    let numbers =
      parameters.count + gradient.count + state.count + inputs.count + targets.count
    return plan.workingMemory + (flosser?.memory ?? 0) + numbers * MemoryLayout<Element>.stride
  }
}
