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
/// sequences, in closed form or from dense Jacobians, whichever takes less: its size, and its alignments to the kernel at the start, to that of the checkpoint
/// before and to the targets (arXiv:2310.08513).
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
      Column(
        "recurrent_kernel_last_alignment",
        "its alignment to that of the checkpoint before; NaN at the first", paper
      ) { $0.lastAlignment },
      Column(
        "recurrent_kernel_target_alignment",
        "the centred kernel's alignment to the targets; NaN where the task has none",
        "arXiv:2008.00938"
      ) { $0.targetAlignment },
    ]
  }

  /// The parameters of the checkpoint before.
  func memoryCount(of network: any Network, on task: any LearningTask) -> Int {
    network.layout.trainedCount
  }

  private func rows(on task: any LearningTask) -> Double {
    countProduct(sequences, task.scoredSteps.count, task.outputSize)
  }

  /// Operations are a forward and a backward pass for each row, and the products of all rows, or all derivatives by the
  /// units at all steps, with themselves.
  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost
  {
    let (rows, steps) = (rows(on: task), Double(task.length))
    let weights = network.layout.trained(in: .recurrent).map(\.shape)
    let forward = network.forwardFlops(
      length: task.length, batch: 1, scored: task.scoredSteps.count)
    let units = Double(weights.reduce(0) { $0 + $1.rows })
    let (pairs, numbers) =
      ClosedKernel.isCheaper(for: network, task)
      ? (steps * steps * units, steps * units)
      : weights.reduce((0, 0)) { ($0.0 + 2 * Double($1.count), $0.1 + Double($1.count)) }
    return Cost(
      flops: rows * 3 * forward + rows * rows * pairs,
      numbers: 2 * (rows * numbers + 6 * rows * rows + 4 * Double(network.layout.count)))
  }

  func probe<Element: Scalar>(
    of context: ObservationContext<Element>
  ) -> Probe<RecurrentKernelFindings> {
    RecurrentKernelProbe(context, sequences: sequences).findings
  }
}

private final class RecurrentKernelProbe<Element: Scalar> {
  private let context: ObservationContext<Element>
  /// The kernel at all parameters, with heartbeats.
  private let kernel: ([Double], () -> Void) -> Matrix<Double>
  private let start: Matrix<Double>
  /// The targets, row by row; nil where the task has none.
  private let target: [Double]?
  /// The trained parameters of the checkpoint before, and the kernel there, unless the trial was resumed since.
  private let kept: Storage<Double>
  private var last: Matrix<Double>?

  init(_ context: ObservationContext<Element>, sequences: Int) {
    self.context = context
    let (network, task) = (context.trainer.network, context.trainer.task)
    let heldOut = HeldOutSequences(of: task, count: sequences)
    let closed =
      ClosedKernel.isCheaper(for: network, task)
      ? ClosedKernel(network, task, heldOut.inputs) : nil
    kernel = closed?.matrix ?? RecurrentKernel(network, task, heldOut.inputs).matrix
    target = task.boundaryValueProblem == nil ? heldOut.targets.flatMap(\.self) : nil
    start = kernel(network.layout.initialValues(seed: context.trainer.seed)) {}
    kept = context.keep(network.layout.trainedCount)
  }

  func findings() -> RecurrentKernelFindings {
    let values = context.trainer.parameters.elements.map { Double($0) }
    let before = kept.elements
    kept.elements = Array(values.prefix(before.count))
    let present = matrix(values)
    if last == nil, before.allSatisfy(\.isFinite) {
      last = matrix(before + values.dropFirst(before.count))
    }
    defer { last = present }
    return RecurrentKernelFindings(
      present, start: start, last: last, target: target,
      outputs: context.trainer.network.outputSize)
  }

  private func matrix(_ values: [Double]) -> Matrix<Double> {
    kernel(values) { context.heartbeat() }
  }
}

/// The numbers that summarise a recurrent net's tangent kernel; NaN where the kernel is not finite.
struct RecurrentKernelFindings {
  let trace: Double
  let norm: Double
  let participation: Double
  let startAlignment: Double
  let lastAlignment: Double
  let targetAlignment: Double

  /// - Parameters:
  ///   - last: The kernel of the checkpoint before; nil where there is none.
  ///   - target: A number for each row, of mean zero for each output; nil where there are no targets.
  init(
    _ kernel: Matrix<Double>, start: Matrix<Double>, last: Matrix<Double>? = nil,
    target: [Double]? = nil, outputs: Int = 1
  ) {
    trace = kernel.diagonal.reduce(0, +)
    norm = kernel.frobeniusNorm
    participation = KernelStatistics.participation(kernel)
    startAlignment = KernelStatistics.alignment(kernel, start)
    lastAlignment = last.map { KernelStatistics.alignment(kernel, $0) } ?? .nan
    targetAlignment =
      target.map {
        KernelStatistics.alignment(kernel.centeredRows(of: outputs), target: $0)
      } ?? .nan
  }
}

extension Matrix where Element == Double {
  /// This symmetric JJᵀ as it would be if J's rows of each output, which is every `outputs`-th, had mean zero.
  fileprivate func centeredRows(of outputs: Int) -> Matrix {
    func once(_ matrix: Matrix) -> Matrix {
      Matrix(
        rows: rows, columns: columns,
        elements: (0..<rows).flatMap { Array(matrix[row: $0]).centered(outputs: outputs) })
    }
    return once(once(self).transposed)
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

  /// - Parameter sequences: The inputs of each sequence, length × inputSize.
  init(_ network: any Network, _ task: any LearningTask, _ sequences: [[Double]]) {
    self.sequences = sequences
    let layout = network.layout
    // Nothing is withheld from derivatives, so that rows are of J itself.
    let program = Program(withholding: false)
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
