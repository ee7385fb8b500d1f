import LinearAlgebra
import Networks
import Plans
import Records
import Schema
import Tasks
import Training

/// Whether a net's last hidden layer and its read-out are balanced as noise in training makes them: with O outputs,
/// β = O·E‖h‖²/(‖V‖²·E‖x‖²) over training points is one (arXiv:1906.00443; of a net with one linear
/// hidden layer).
struct BalanceObservable: Observable {
  static let key = "balance"
  static let summary = "energies of hidden layer and read-out, and their balance under noise"
  static let entries: [Entry] = [
    .integer("samples", 1000, in: 1...1_000_000, "training points; no more than an epoch has")
  ]

  let samples: Int

  init(_ settings: Settings) { samples = settings.integer("samples") }

  func quantities(of network: any Network) -> [Quantity] {
    let paper = "Recanatesi et al. 2019, arXiv:1906.00443"
    return [
      Quantity(
        "hidden_energy", longName: "mean squared norm of the last hidden layer's activity",
        references: paper),
      Quantity(
        "readout_energy", longName: "squared Frobenius norm of the read-out's weights",
        references: paper),
      Quantity(
        "balance",
        longName: "outputs · hidden energy / (read-out energy · mean squared norm of the input)",
        references: paper),
    ]
  }

  func flops(of network: any Network) -> Double {
    network.forwardFlops(length: 1, batch: samples, scored: 1)
  }

  func observer<Element: Scalar>(of subject: Subject<Element>) -> any Observer {
    BalanceObserver(subject, samples: samples)
  }
}

private final class BalanceObserver<Element: Scalar>: Observer {
  private let subject: Subject<Element>
  private let activity: ProbeActivity<Element>

  init(_ subject: Subject<Element>, samples: Int) {
    self.subject = subject
    activity = ProbeActivity(
      subject, length: subject.trainer.task.length,
      inputs: Self.trainingInputs(of: subject.trainer.task, samples: samples))
  }

  /// Inputs of the first steps' batches, as far as they are of one epoch: noise acts on what a net is trained on. Step by
  /// step, so many sequences each.
  private static func trainingInputs(of task: any Task, samples: Int) -> Matrix<Double> {
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

  func values() -> [Double] {
    let layers = activity.layers()
    let energies = [layers[0], layers[layers.count - 1]].map { layer in
      layer.elements.reduce(0) { $0 + $1 * $1 } / Double(layer.rows)
    }
    let network = subject.trainer.network
    let readout = Readout(of: subject.trainer)?.weight.reduce(0) { $0 + $1 * $1 } ?? .nan
    let balance = Double(network.outputSize) * energies[1] / (readout * energies[0])
    return [energies[1], readout, balance]
  }
}

/// A net's linear read-out, as numbers.
struct Readout {
  /// outputs × units.
  let weight: [Double]
  /// Zeros where the net has none.
  let bias: [Double]

  /// Nil where the net has none of that name.
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
