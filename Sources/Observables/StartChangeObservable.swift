import LinearAlgebra
import Networks
import Plans
import Records
import Schema
import Tasks
import Training

/// How far a net is from where it started: its weights, and what its layers make of the same inputs, rich learning
/// changing both and lazy learning neither (arXiv:2310.08513).
struct StartChangeObservable: Observable {
  static let key = "change_from_start"
  static let summary = "change of the weights and of the representation since the start"
  static let entries: [Entry] = [
    .integer(
      "samples", 320, in: 2...1_000_000,
      "sequences not trained on, looked at after their last step; those there are")
  ]

  /// Of parameters that are trained.
  static let groups = ParameterGroup.allCases.filter { $0 != .mask }

  let samples: Int

  init(_ settings: Settings) { samples = settings.integer("samples") }

  func quantities(of network: any Network) -> [Quantity] {
    let paper = "arXiv:2310.08513"
    let group = [Quantity.Dimension("parameter_group", labels: Self.groups.map(\.rawValue))]
    let layer = [Quantity.Dimension("hidden_layer", size: network.hiddenLayers.count)]
    return [
      Quantity(
        "weight_change", longName: "Euclidean distance of all trained parameters from the start",
        references: paper),
      Quantity(
        "relative_weight_change", longName: "the same over their norm at the start",
        references: paper),
      Quantity(
        "group_weight_change", dimensions: group,
        longName: "distance from the start by group of parameters; NaN where none is trained",
        references: paper),
      Quantity(
        "representation_alignment", dimensions: layer,
        longName: "alignment of a layer's Gram matrix to the one at the start", references: paper),
      Quantity(
        "centred_representation_alignment", dimensions: layer,
        longName: "the same without the layer's means over inputs (linear CKA)",
        references: "Kornblith et al. 2019, arXiv:1905.00414"),
    ]
  }

  /// Of each layer two products of its activity with itself and at the start.
  func flops(of network: any Network) -> Double {
    network.hiddenLayers.reduce(0) { $0 + 8 * countProduct(samples, $1.width, $1.width) }
  }

  /// The activity of all layers and steps on the inputs, and copies of it, in double precision; the start.
  func numberCount(of network: any Network, on task: any Task, changed: [any Task]) -> Double {
    let activity = network.activityCount(
      length: task.length, batch: samples, scored: task.length)
    let units = network.hiddenLayers.reduce(2 * task.inputSize) { $0 + $1.width }
    return 2 * (activity.forward + countProduct(samples, task.length, units))
      + Double(network.layout.count)
  }

  func observer<Element: Scalar>(of subject: Subject<Element>) -> any Observer {
    StartChangeObserver(self, subject)
  }
}

private final class StartChangeObserver<Element: Scalar>: Observer {
  private let trainer: Trainer<Element>
  private let probe: ProbeActivity<Element>
  /// All parameters before training.
  private let start: [Element]
  private let layers: [Matrix<Double>]

  init(_ observable: StartChangeObservable, _ subject: Subject<Element>) {
    trainer = subject.trainer
    start = trainer.network.layout.initialValues(seed: trainer.seed)
    probe = ProbeActivity(subject, samples: observable.samples)
    layers = Array(probe.layers(with: Storage(start)).dropFirst())
  }

  func values() -> [Double] {
    let layout = trainer.network.layout
    let present = trainer.parameters.elements
    func squares(_ range: Range<Int>, _ number: (Int) -> Double) -> Double {
      range.reduce(0) { $0 + number($1) * number($1) }
    }
    func change(_ index: Int) -> Double { Double(present[index]) - Double(start[index]) }
    let whole = squares(0..<layout.trainedCount, change).squareRoot()
    let norm = squares(0..<layout.trainedCount) { Double(start[$0]) }.squareRoot()
    let groups = StartChangeObservable.groups.map { group in
      let own = layout.trained(in: group)
      return own.isEmpty
        ? .nan : own.reduce(0) { $0 + squares($1.range, change) }.squareRoot()
    }
    let pairs = zip(layers, probe.layers().dropFirst())
    return [whole, whole / norm] + groups + pairs.map(gramAlignment)
      + pairs.map { gramAlignment($0.centered, $1.centered) }
  }
}

/// The alignment of AAᵀ with BBᵀ, ‖AᵀB‖²/(‖AᵀA‖‖BᵀB‖): from 0 to 1; NaN where one of them is zero.
func gramAlignment(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Double {
  func norm(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Double {
    a.times(b, transposingSelf: true).frobeniusNorm
  }
  let shared = norm(a, b)
  return shared * shared / (norm(a, a) * norm(b, b))
}
