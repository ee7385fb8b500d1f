import Layers
import Observing
import LinearAlgebra
import Networks
import Plans
import Programs
import Records
import Representations
import Schema
import Tasks
import Training

/// The tangent kernel of a recurrent net's recurrent weights over the outputs at all scored steps of held-out
/// sequences, from dense Jacobians: its size, and its alignment to the kernel at the start (arXiv:2310.08513).
struct RecurrentKernelObservable: Observable {
  static let key = "recurrent_kernel"
  static let summary = "the tangent kernel of the recurrent weights, and its alignment to the start"
  static let entries: [Entry] = [
    .integer(
      "sequences", 16, in: 1...4096,
      "held-out sequences; the kernel has a row for each output at each of their scored steps")
  ]

  let sequences: Int

  init(_ settings: Settings) { sequences = settings.integer("sequences") }

  func check(_ network: any Network, on task: any LearningTask) throws(ObservableError) {
    try requireRecurrence(network)
  }

  func columns(
    of network: any Network, on task: any LearningTask
  ) -> [Column<RecurrentKernelFindings>] {
    let paper = "arXiv:2310.08513"
    return [
      Column("recurrent_kernel_trace", "trace of the recurrent weights' tangent kernel", paper) {
        $0.trace
      },
      Column("recurrent_kernel_norm", "its Frobenius norm", paper) { $0.norm },
      Column(
        "recurrent_kernel_participation", "its squared trace over its squared norm", paper
      ) { $0.participation },
      Column(
        "recurrent_kernel_start_alignment", "its alignment to the one before training", paper
      ) { $0.startAlignment },
    ]
  }

  private func rows(on task: any LearningTask) -> Double {
    countProduct(sequences, task.scoredSteps.count, task.outputSize)
  }

  private func weights(of network: any Network) -> Double {
    Double(network.layout.trained(in: .recurrent).reduce(0) { $0 + $1.shape.count })
  }

  /// Operations are a forward and a backward pass for each row, and the product of all rows with themselves.
  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost
  {
    let (rows, weights) = (rows(on: task), weights(of: network))
    let forward = network.forwardFlops(
      length: task.length, batch: 1, scored: task.scoredSteps.count)
    return Cost(
      flops: rows * 3 * forward + 2 * rows * rows * weights,
      numbers: 2 * (rows * weights + 3 * rows * rows))
  }

  func probe<Element: Scalar>(
    of context: ObservationContext<Element>
  ) -> Probe<RecurrentKernelFindings> {
    let trainer = context.trainer
    let kernel = RecurrentKernel(trainer.network, trainer.task, sequences: sequences)
    let start = kernel.matrix(trainer.network.layout.initialValues(seed: trainer.seed)) {}
    return { [unowned context] in
      let present = kernel.matrix(trainer.parameters.elements.map { Double($0) }) {
        context.heartbeat()
      }
      return RecurrentKernelFindings(present, start: start)
    }
  }
}

/// The numbers that summarise a recurrent net's tangent kernel; NaN where the kernel is not finite.
struct RecurrentKernelFindings {
  let trace: Double
  let norm: Double
  let participation: Double
  let startAlignment: Double

  init(_ kernel: Matrix<Double>, start: Matrix<Double>) {
    trace = kernel.diagonal.reduce(0, +)
    norm = kernel.frobeniusNorm
    participation = KernelStatistics.participation(kernel)
    startAlignment = KernelStatistics.alignment(kernel, start)
  }
}

/// Computes the kernel JJᵀ, where J has the derivatives by the recurrent weights, a row for each output at each scored
/// step of each sequence.
final class RecurrentKernel {
  private let plan: Plan<Double>
  private let parameters: Storage<Double>
  private let inputs: Storage<Double>
  private let chosen: Storage<Double>
  private let row: Storage<Double>
  /// The inputs of each sequence, steps × inputSize.
  private let sequences: [[Double]]

  init(_ network: any Network, _ task: any LearningTask, sequences: Int) {
    self.sequences = Self.heldOut(of: task, count: sequences)
    let layout = network.layout
    let program = Program()
    let values = layout.values(in: program)
    let drive = program.input(task.length, network.inputSize)
    let choice = program.input(task.scoredSteps.count, network.outputSize)
    let answers = network.forward(
      in: program, parameters: values, inputs: drive, length: task.length, batch: 1,
      scored: task.scoredSteps)
    let weights = layout.trained(in: .recurrent)
    let derivatives = answers.outputs.pulledBack(choice, to: weights.map { values[$0.name] })
    parameters = Storage<Double>(count: layout.count)
    let row = Storage<Double>(count: weights.reduce(0) { $0 + $1.shape.count })
    var offset = 0
    let places = zip(derivatives, weights).map { derivative, weight in
      defer { offset += weight.shape.count }
      return Binding(derivative, to: row, offset: offset)
    }
    let plan = Plan<Double>(
      outputs: derivatives, bindings: layout.bindings(of: values, to: parameters) + places)
    (self.plan, self.row) = (plan, row)
    (inputs, chosen) = (plan.storage(of: drive), plan.storage(of: choice))
  }

  /// The first sequences of the validation set, repeated from the start where there are fewer than `count`.
  private static func heldOut(of task: any LearningTask, count: Int) -> [[Double]] {
    let (drawn, asked) = (
      Storage<Double>(count: task.inputCount), Storage<Double>(count: task.targetCount)
    )
    return (0..<count).map { sequence in
      let (batch, column) = sequence.quotientAndRemainder(dividingBy: task.batchSize)
      drawn.withMutableSpan { drawn in
        asked.withMutableSpan { asked in
          task.fillValidation(
            batch: batch % task.validationBatches, inputs: &drawn, targets: &asked)
        }
      }
      let numbers = drawn.elements
      return (0..<task.length).flatMap { step in
        let first = (step * task.batchSize + column) * task.inputSize
        return numbers[first..<first + task.inputSize]
      }
    }
  }

  func matrix(_ values: [Double], _ heartbeat: () -> Void) -> Matrix<Double> {
    parameters.elements = values
    var jacobian: [Double] = []
    jacobian.reserveCapacity(sequences.count * chosen.count * row.count)
    for sequence in sequences {
      heartbeat()
      inputs.elements = sequence
      for output in 0..<chosen.count {
        chosen.elements = (0..<chosen.count).map { $0 == output ? 1 : 0 }
        plan.run()
        jacobian += row.elements
      }
    }
    let matrix = Matrix(
      rows: sequences.count * chosen.count, columns: row.count, elements: jacobian)
    return matrix.times(matrix, transposingOther: true)
  }
}
