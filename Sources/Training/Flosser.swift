import Layers
import LinearAlgebra
import Networks
import Plans
import Programs
import Schema
import Tasks

/// Moves a net's weights so that its first Lyapunov exponents go to zero.
///
/// The loss is the mean of λᵢ² over the first k exponents along a window of a training batch's first sequences. They
/// are computed from state zero and random orthonormal frames, by QR at every step, and the gradient goes through the
/// QR (arXiv:2312.17306). Recurrent weights, input weights and biases move.
final class Flosser<Element: Scalar> {
  private let settings: FlossingSettings
  private let task: any LearningTask
  private let plan: Plan<Element>
  private let loss: Storage<Element>
  /// The derivatives by the trained parameters that `computeGradient` computed last.
  let gradient: Storage<Element>
  private let inputs: Storage<Element>
  /// A whole batch of the task; only its first sequences are used.
  private let batch: (inputs: Storage<Element>, targets: Storage<Element>)

  /// - Parameter seed: The seed of the random frames; where nil, frames are the first columns of the identity.
  /// - Precondition: The settings' `check` has passed.
  init(
    _ network: any Network, task: any LearningTask, settings: FlossingSettings,
    parameters: Storage<Element>, seed: UInt64?
  ) {
    guard let cell = network.cell else { preconditionFailure("flossing a net without a cell") }
    (self.settings, self.task) = (settings, task)
    let layout = network.layout
    let program = Program()
    let values = layout.values(in: program)
    let spectrum = FlossedSpectrum(cell, values, program, settings)
    let objective = spectrum.exponents.square().mean()
    let moved = layout.trained.filter { FlossingSettings.movedGroups.contains($0.group) }
    let derivatives = objective.gradients(withRespectTo: moved.map { values[$0.name] })
    let byName = Dictionary(uniqueKeysWithValues: zip(moved.map(\.name), derivatives))
    let all = layout.trained.map { placed in
      byName[placed.name] ?? program.constant(0, placed.shape.rows, placed.shape.columns)
    }
    gradient = Storage(count: layout.trainedCount)
    plan = Plan(
      outputs: [objective] + all,
      bindings: layout.bindings(of: values, to: parameters)
        + layout.bindings(ofTrained: all, to: gradient))
    loss = plan.storage(of: objective)
    inputs = plan.storage(of: spectrum.inputs)
    batch = (Storage(count: task.inputCount), Storage(count: task.targetCount))
    let (k, units) = (settings.exponents, spectrum.frame.columns)
    let frame = plan.storage(of: spectrum.frame)
    frame.elements = startFrames(
      rows: settings.sequences, tangents: k, dimension: units, seed: seed
    ).map { Element($0) }
  }

  /// Computes the loss and its gradient on the task's training batch `index`.
  ///
  /// - Returns: The loss, in squared nats a step.
  @discardableResult
  func computeGradient(batch index: Int) -> Double {
    readInputs(batch: index)
    plan.run()
    return Double(loss[0])
  }

  private func readInputs(batch index: Int) {
    batch.inputs.withMutableSpan { inputs in
      batch.targets.withMutableSpan { targets in
        task.fillTraining(step: index, inputs: &inputs, targets: &targets)
      }
    }
    let (from, to) = (task.batchSize * task.inputSize, settings.sequences * task.inputSize)
    for step in 0..<settings.window {
      for i in 0..<to { inputs[step * to + i] = batch.inputs[step * from + i] }
    }
  }
}

/// A window's Lyapunov exponents as values of a program.
private struct FlossedSpectrum {
  /// window·sequences × inputSize.
  let inputs: Value
  /// The frames at the start of the window, sequences·k × units.
  let frame: Value
  /// The exponents of all sequences, 1 × sequences·k, in nats a step.
  let exponents: Value

  init(
    _ cell: any Cell, _ parameters: ParameterValues, _ program: Program,
    _ settings: FlossingSettings
  ) {
    let (k, rows) = (settings.exponents, settings.sequences)
    inputs = program.input(settings.window * rows, cell.inputSize)
    frame = program.input(rows * k, cell.stateSizes.reduce(0, +))
    let states = cell.initialStates(in: program, batch: rows, parameters: parameters)
    let scan = program.scan(
      length: settings.window, carries: states + [frame], sequences: [inputs]
    ) { carried, inputs in
      let states = Array(carried.dropLast())
      let next = cell.step(states: states, input: inputs[0], parameters: parameters)
      let pushed = carried[states.count].pushedForward(next, from: states, tangentsPerRow: k)
      let (frames, growthFactors) = pushed.tangents.orthonormalized(tangents: k)
      return (pushed.values + [frames], [growthFactors.log()])
    }
    let counted = settings.window - settings.discarded
    let growth = scan.stacks[0].rows(settings.discarded * rows * k..<settings.window * rows * k)
    exponents =
      growth.reshaped(counted, rows * k).sum(to: Shape(1, rows * k)) / Double(counted)
  }
}

extension FlossingSettings {
  /// Adam, whose moments are kept from one phase to the next.
  static let optimizer = OptimizerDescription.adam.make(.standard, weightDecay: 0)
  static let stateCount = optimizer.stateCount
  static let movedGroups: Set<ParameterGroup> = [.recurrent, .input, .bias]
}

extension Settings {
  /// Adam's usual constants.
  fileprivate static let standard = Settings(
    values: ["beta1": .real(0.9), "beta2": .real(0.999), "epsilon": .real(1e-8)])
}
