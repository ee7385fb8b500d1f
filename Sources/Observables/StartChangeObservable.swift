import Representations
import Layers
import Networks
import Tasks
import Training
import Plans
import LinearAlgebra
import Observing
import Records
import Schema

/// The distance of a net from its start, in its weights and in its layers' activity on the same inputs. Rich learning
/// changes both, lazy learning neither (arXiv:2310.08513).
struct StartChangeObservable: Observable {
  static let key = "change_from_start"
  static let summary = "change of the weights and of the representation since the start"
  static let entries: [Entry] = [
    .integer(
      "samples", 320, in: 2...1_000_000,
      "sequences not trained on, looked at after their last step; those there are")
  ]

  /// The groups of parameters that can be trained.
  static let groups = ParameterGroup.allCases.filter { $0 != .mask }

  let samples: Int

  init(_ settings: Settings) { samples = settings.integer("samples") }

  func columns(of network: any Network, on task: any LearningTask) -> [Column<StartChange>] {
    let paper = "arXiv:2310.08513"
    let group = Quantity.Dimension("parameter_group", labels: Self.groups.map(\.rawValue))
    let layer = Quantity.Dimension("hidden_layer", size: network.hiddenLayers.count)
    return [
      Column(
        "weight_change", "Euclidean distance of all trained parameters from the start", paper
      ) { $0.distance },
      Column("relative_weight_change", "the same over their norm at the start", paper) {
        $0.distance / $0.startNorm
      },
      Column(
        "group_weight_change", over: [group],
        "distance from the start by group of parameters; NaN where none is trained", paper
      ) { $0.groupDistances },
      Column(
        "representation_alignment", over: [layer],
        "alignment of a layer's Gram matrix to the one at the start", paper
      ) { $0.alignments },
      Column(
        "centred_representation_alignment", over: [layer],
        "the same without the layer's means over inputs (linear CKA)",
        "Kornblith et al. 2019, arXiv:1905.00414"
      ) { $0.centeredAlignments },
      Column(
        "sign_similarity", over: [layer],
        "share of a layer's activities on all inputs that have the sign that they had at the start",
        paper
      ) { $0.sameSigns },
    ]
  }

  /// Operations are two products of each layer's activity with itself and with that at the start. Numbers are the
  /// activity of all layers and steps on the inputs with its copies in double precision, and the parameters at the
  /// start.
  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost
  {
    Cost(
      flops: network.hiddenLayers.reduce(0) { $0 + 8 * countProduct(samples, $1.width, $1.width) },
      numbers: network.probeCount(samples, of: task) + Double(network.layout.count))
  }

  func probe<Element: Scalar>(of context: ObservationContext<Element>) -> Probe<StartChange> {
    StartChangeProbe(self, context).change
  }
}

/// The distance of a net from its start.
struct StartChange {
  /// The Euclidean distance of all trained parameters.
  let distance: Double
  /// The Euclidean norm of the trained parameters at the start.
  let startNorm: Double
  /// The distance of each group in `StartChangeObservable.groups`; NaN where it has no trained parameters.
  let groupDistances: [Double]
  /// The alignment of each hidden layer's Gram matrix to that at the start.
  let alignments: [Double]
  let centeredAlignments: [Double]
  /// The share of each hidden layer's activities that are positive, zero or negative as they were at the start.
  let sameSigns: [Double]
}

private struct StartChangeProbe<Element: Scalar> {
  private let trainer: Trainer<Element>
  private let probe: ProbeActivity<Element>
  /// All parameters before training.
  private let start: [Element]
  private let layers: [Matrix<Double>]

  init(_ observable: StartChangeObservable, _ context: ObservationContext<Element>) {
    trainer = context.trainer
    start = trainer.network.layout.initialValues(seed: trainer.seed)
    probe = ProbeActivity(context, samples: observable.samples)
    layers = Array(probe.layers(with: Storage(start)).dropFirst())
  }

  func change() -> StartChange {
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
    return StartChange(
      distance: whole, startNorm: norm, groupDistances: groups,
      alignments: pairs.map(gramAlignment),
      centeredAlignments: pairs.map { gramAlignment($0.centered, $1.centered) },
      sameSigns: pairs.map { Self.shareOfSameSigns($0.elements, $1.elements) })
  }

  private static func shareOfSameSigns(_ a: [Double], _ b: [Double]) -> Double {
    func sign(_ number: Double) -> Int { number > 0 ? 1 : number < 0 ? -1 : 0 }
    let same = zip(a, b).count { sign($0) == sign($1) }
    return Double(same) / Double(a.count)
  }
}
