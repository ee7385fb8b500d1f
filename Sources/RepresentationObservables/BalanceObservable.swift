import Layers
import Networks
import Training
import Tasks
import Plans
import LinearAlgebra
import Observing
import Records
import Schema

/// The balance between a net's last hidden layer and its read-out, β = O·E‖h‖²/(‖V‖²·E‖x‖²) over training points, with
/// O outputs. Noise in training brings it to one in a net with one linear hidden layer (arXiv:1906.00443).
struct BalanceObservable: Observable {
  static let key = "balance"
  static let summary = "energies of hidden layer and read-out, and their balance under noise"
  static let entries: [Entry] = [
    .integer("samples", 1000, in: 1...1_000_000, "training points; no more than an epoch has")
  ]

  let samples: Int

  init(_ settings: Settings) { samples = settings.integer("samples") }

  func columns(of network: any Network, on task: any LearningTask) -> [Column<Energies>] {
    let paper = "Recanatesi et al. 2019, arXiv:1906.00443"
    return [
      Column(
        "hidden_energy", "mean squared norm of the last hidden layer's activity", paper
      ) { $0.hidden },
      Column("readout_energy", "squared Frobenius norm of the read-out's weights", paper) {
        $0.readout
      },
      Column(
        "balance",
        "outputs · hidden energy / (read-out energy · mean squared norm of the input)", paper
      ) { Double(network.outputSize) * $0.hidden / ($0.readout * $0.input) },
    ]
  }

  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost
  {
    Cost(
      flops: network.forwardFlops(length: task.length, batch: samples, scored: 1),
      numbers: network.probeCount(samples, of: task))
  }

  func probe<Element: Scalar>(of context: ObservationContext<Element>) -> Probe<Energies> {
    BalanceProbe(context, samples: samples).energies
  }
}

/// The mean squared norms of input and hidden layer, and the squared Frobenius norm of the read-out's weights.
struct Energies {
  let input: Double
  let hidden: Double
  let readout: Double
}

private struct BalanceProbe<Element: Scalar> {
  private let trainer: Trainer<Element>
  private let activity: ProbeActivity<Element>

  init(_ context: ObservationContext<Element>, samples: Int) {
    trainer = context.trainer
    activity = ProbeActivity(
      context, length: context.trainer.task.length,
      inputs: Self.trainingInputs(of: context.trainer.task, samples: samples))
  }

  /// The inputs of the first training batches, at most one epoch of them, length·samples × inputSize, time-major.
  /// Training points are used since noise acts on what a net is trained on.
  private static func trainingInputs(of task: any LearningTask, samples: Int) -> Matrix<Double> {
    let wanted = (samples + task.batchSize - 1) / task.batchSize
    let batches = min(wanted, max(task.trainingBatchesPerEpoch ?? wanted, 1))
    let stepSize = task.batchSize * task.inputSize
    var steps = [[Double]](repeating: [], count: task.length)
    let inputs = Storage<Double>(count: task.inputCount)
    let targets = Storage<Double>(count: task.targetCount)
    for batch in 0..<batches {
      inputs.withMutableSpan { inputs in
        targets.withMutableSpan { targets in
          task.fillTraining(step: batch, inputs: &inputs, targets: &targets)
        }
      }
      let numbers = inputs.elements
      for step in steps.indices {
        steps[step] += numbers[step * stepSize..<(step + 1) * stepSize]
      }
    }
    let count = min(samples, batches * task.batchSize)
    return Matrix(
      rows: task.length * count, columns: task.inputSize,
      elements: steps.flatMap { $0.prefix(count * task.inputSize) })
  }

  func energies() -> Energies {
    let layers = activity.layers()
    func energy(_ layer: Matrix<Double>) -> Double {
      layer.elements.reduce(0) { $0 + $1 * $1 } / Double(layer.rows)
    }
    let readout = Readout(of: trainer)?.weight.reduce(0) { $0 + $1 * $1 } ?? .nan
    return Energies(
      input: energy(layers[0]), hidden: energy(layers[layers.count - 1]), readout: readout)
  }
}

/// The present numbers of a net's linear read-out.
struct Readout {
  /// The weights, [outputs × units], row-major.
  let weight: [Double]
  /// The biases; zeros where the net has none.
  let bias: [Double]

  /// Nil where the net has no parameter `readout.weight`.
  init?<Element: Scalar>(of trainer: Trainer<Element>) {
    let layout = trainer.network.layout
    guard let place = layout["readout.weight"] else { return nil }
    func numbers(_ range: Range<Int>) -> [Double] {
      trainer.parameters.withSpan { parameters in range.map { Double(parameters[$0]) } }
    }
    weight = numbers(place.range)
    bias =
      layout["readout.bias"].map { numbers($0.range) }
      ?? [Double](repeating: 0, count: trainer.network.outputSize)
  }
}
