import Layers
import Networks
import Training
import Tasks
import Programs
import Plans
import LinearAlgebra
import Observing
import Records
import Schema

/// The norm of the loss's derivative by a recurrent net's state at each step, along every path, ordered by the number
/// of steps before the last: it shows how far back gradients reach (arXiv:2006.09471).
///
/// The loss is the mean over a validation batch, and the norm is that of the batch's derivatives as one matrix. Both
/// are in double precision, since they may vanish.
struct LagGradientObservable: Observable {
  static let key = "gradient_norm_by_lag"
  static let summary = "norm of the loss's derivative by a recurrent net's state, step by step"
  static let entries: [Entry] = [
    Entry(
      "scored", .value(.word("all", or: .integer(1...1_000_000)), default: .text("all")),
      "how many of the task's scored steps, the last ones, make up the loss")
  ]

  /// The number of scored steps that make up the loss; nil for all.
  private let scored: Int?

  init(_ settings: Settings) { scored = settings.integerUnlessWord("scored") }

  func check(_ network: any Network, on task: any LearningTask) throws(ObservableError) {
    guard network.shifted != nil else { throw .needsRecurrence(key: Self.key) }
    guard task.boundaryValueProblem == nil else {
      throw .needsTargets(key: Self.key, task: task.name)
    }
  }

  func columns(of network: any Network, on task: any LearningTask) -> [Column<[Double]>] {
    [
      Column(
        Self.key,
        over: [
          Quantity.Dimension("hidden_layer", size: network.hiddenLayers.count),
          Quantity.Dimension("lag", size: task.length, first: 0),
        ],
        "norm of the loss's derivative by the state, by steps before the last",
        "Kerg et al. 2020, arXiv:2006.09471"
      ) { $0 }
    ]
  }

  /// Memory holds inputs with shifts, their derivatives, and a forward and a backward pass, in double precision.
  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost
  {
    let activity = network.activationCount(
      length: task.length, batch: task.batchSize, scored: task.scoredSteps.count)
    let units = network.hiddenLayers.reduce(task.inputSize) { $0 + $1.width }
    return Cost(
      flops: 3
        * network.forwardFlops(
          length: task.length, batch: task.batchSize, scored: task.scoredSteps.count),
      numbers: 2 * (activity.backward + countProduct(3, task.length, task.batchSize, units)))
  }

  func probe<Element: Scalar>(of context: ObservationContext<Element>) -> Probe<[Double]> {
    guard let network = context.trainer.network.shifted else {
      preconditionFailure("\(Self.key) of a feed-forward net")
    }
    return LagGradientProbe(network, context, scored: scored).norms
  }
}

private final class LagGradientProbe<Element: Scalar> {
  private let context: ObservationContext<Element>
  private let plan: Plan<Double>
  private let parameters: Storage<Double>
  private let inputs: Storage<Double>
  /// The squares of each layer's derivatives, summed for each step.
  private let squares: [Storage<Double>]

  init(_ network: any Network, _ context: ObservationContext<Element>, scored: Int?) {
    self.context = context
    let task = context.trainer.task
    let program = Program()
    let values = network.layout.values(in: program)
    let steps = task.scoredSteps
    let counted = max(steps.lowerBound, steps.upperBound - (scored ?? steps.count))
    let own = program.input(task.length * task.batchSize, task.inputSize)
    let shifts = network.hiddenLayers.map {
      program.input(task.length * task.batchSize, $0.width)
    }
    let answers = network.forward(
      in: program, parameters: values, inputs: Value.joined([own] + shifts), length: task.length,
      batch: task.batchSize, scored: counted..<steps.upperBound)
    let targets = program.input(steps.count * task.batchSize, task.targetSize)
    let rows = targets.rows - answers.outputs.rows..<targets.rows
    let loss = task.loss.value(of: answers.outputs, against: targets.rows(rows))
    let squared = loss.gradients(withRespectTo: shifts).map {
      $0.square().sum(to: Shape(task.length, 1))
    }
    let parameters = Storage<Double>(count: network.layout.count)
    plan = Plan(
      outputs: squared, bindings: network.layout.bindings(of: values, to: parameters))
    inputs = plan.storage(of: own)
    let wanted = plan.storage(of: targets)
    self.parameters = parameters
    squares = squared.map { [plan] in plan.storage(of: $0) }
    inputs.withMutableSpan { inputs in
      wanted.withMutableSpan { targets in
        task.fillValidation(batch: 0, inputs: &inputs, targets: &targets)
      }
    }
  }

  func norms() -> [Double] {
    context.heartbeat()
    parameters.elements = context.trainer.parameters.elements.map { Double($0) }
    plan.run()
    return squares.flatMap { $0.elements.reversed().map { $0.squareRoot() } }
  }
}
