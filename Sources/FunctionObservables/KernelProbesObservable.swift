import Layers
import LinearAlgebra
import Networks
import Observing
import Plans
import Records
import Schema
import Tasks
import Training

/// The tangent kernel of any net over its outputs on held-out sequences by random probes, with standard errors, where
/// the kernel itself would be too large: its size, its dimension, and its alignments to the start, to the checkpoint
/// before and to the targets (arXiv:2511.10796, arXiv:2310.08513).
struct KernelProbesObservable: Observable {
  static let key = "kernel_probes"
  static let summary = "size, dimension and alignments of the tangent kernel of any net, by probes"
  static let entries: [Entry] = [
    .integer(
      "sequences", 16, in: 1...4096,
      "held-out sequences; the kernel has a row for each output at each of their scored steps"),
    Entry(
      "parameters", .value(.word("all", "recurrent"), default: .text("all")),
      "trained parameters of which the kernel is: all, or those between a layer's units"),
    .integer(
      "probes", 16, in: 4...1000,
      "directions in which the kernel is known, and as many random vectors for the rest; with no more "
        + "rows than both it is exact, and with fewer than 16 the standard errors are rough"),
  ]

  let sequences: Int
  let isRecurrent: Bool
  let probes: Int

  init(_ settings: Settings) {
    sequences = settings.integer("sequences")
    isRecurrent = settings.text("parameters") == "recurrent"
    probes = settings.integer("probes")
  }

  func check(_ network: any Network, on task: any LearningTask) throws(ObservableError) {
    guard !moving(network).isEmpty else { throw .needsRecurrence(key: Self.key) }
  }

  private func moving(_ network: any Network) -> [ParameterLayout.Placed] {
    isRecurrent ? network.layout.trained(in: .recurrent) : network.layout.trained
  }

  func columns(of network: any Network, on task: any LearningTask) -> [Column<KernelEstimates>] {
    let (probing, richness) = ("arXiv:2511.10796", "arXiv:2310.08513")
    func pair(
      _ name: String, _ meaning: String, _ references: String,
      _ number: @escaping @Sendable (KernelEstimates) -> ProbedNumber
    ) -> [Column<KernelEstimates>] {
      [
        Column("kernel_probes_\(name)", meaning, references) { number($0).value },
        Column(
          "kernel_probes_\(name)_standard_error", "the same number's; 0 where it is exact",
          references
        ) { number($0).standardError },
      ]
    }
    return pair("trace", "trace of the tangent kernel", probing) { $0.trace }
      + pair("norm", "Frobenius norm of the tangent kernel", probing) { $0.norm }
      + pair("participation", "squared trace over the squared norm", probing) {
        $0.participation
      }
      + pair("start_alignment", "the kernel's alignment to the one before training", richness) {
        $0.startAlignment
      }
      + pair("last_alignment", "the kernel's alignment to that of the checkpoint before", richness)
    {
      $0.lastAlignment
    }
      + pair(
        "target_alignment", "the centred kernel's alignment to the targets", "arXiv:2008.00938"
      ) { $0.targetAlignment }
  }

  /// The parameters of the checkpoint before.
  func memoryCount(of network: any Network, on task: any LearningTask) -> Int {
    network.layout.trainedCount
  }

  /// A product takes a forward and a backward pass, and the tangents of a forward pass or four forward passes.
  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost
  {
    let scored = task.scoredSteps.count
    let pass = 7 * network.forwardFlops(length: task.length, batch: sequences, scored: scored)
    let activity = network.activationCount(
      length: task.length, batch: sequences, scored: scored)
    let rows = countProduct(sequences, scored, task.outputSize)
    let vectors = min(rows, 2 * Double(probes))
    let parameters = Double(network.layout.count)
    return Cost(
      flops: (4 * vectors + Double(probes)) * pass + 12 * rows * vectors * vectors,
      numbers: 2
        * (activity.backward + 2 * activity.forward
          + countProduct(2, sequences, task.length, task.inputSize)
          + rows * (6 * vectors + 8) + 8 * parameters),
      quietFlops: pass + 4 * rows * vectors * vectors)
  }

  func probe<Element: Scalar>(of context: ObservationContext<Element>) -> Probe<KernelEstimates> {
    KernelProbing(self, moving: moving(context.trainer.network), context).estimates
  }
}

/// What probes tell of a tangent kernel; NaN where it is not finite.
struct KernelEstimates {
  var trace = ProbedNumber.unknown
  var norm = ProbedNumber.unknown
  var participation = ProbedNumber.unknown
  var startAlignment = ProbedNumber.unknown
  /// NaN at the first checkpoint.
  var lastAlignment = ProbedNumber.unknown
  /// NaN where the task has no targets.
  var targetAlignment = ProbedNumber.unknown
}

private final class KernelProbing<Element: Scalar> {
  private let context: ObservationContext<Element>
  private let products: KernelProducts
  /// All parameters before training.
  private let start: [Double]
  /// The trained parameters of the checkpoint before.
  private let kept: Storage<Double>
  /// The targets, of mean zero for each output; zeros where the task has none.
  private let target: [Double]
  /// Random vectors that find the kernel's largest directions, and those that estimate the rest.
  private let sketch: [[Double]]
  private let probes: [[Double]]

  init(
    _ observable: KernelProbesObservable, moving: [ParameterLayout.Placed],
    _ context: ObservationContext<Element>
  ) {
    self.context = context
    let trainer = context.trainer
    let task = trainer.task
    let sequences = HeldOutSequences(of: task, count: observable.sequences)
    products = KernelProducts(
      trainer.network, task,
      inputs: HeldOutSequences.timeMajor(sequences.inputs, width: task.inputSize), moving: moving)
    start = trainer.network.layout.initialValues(seed: trainer.seed)
    kept = context.keep(trainer.network.layout.trainedCount)
    target =
      task.boundaryValueProblem == nil
      ? HeldOutSequences.timeMajor(sequences.targets, width: task.outputSize)
      : [Double](repeating: 0, count: products.rows)
    let rows = products.rows
    func vectors(_ purpose: String) -> [[Double]] {
      guard rows > 2 * observable.probes else { return [] }
      return (0..<observable.probes).map {
        signs(rows, seed: trainer.seed, purpose: purpose, index: $0)
      }
    }
    (sketch, probes) = (vectors("kernel sketch"), vectors("kernel probe"))
  }

  private func product(_ vector: [Double]) -> [Double] {
    context.heartbeat()
    return products.product(vector)
  }

  func estimates() -> KernelEstimates {
    let present = context.trainer.parameters.elements.map { Double($0) }
    let last = kept.elements
    kept.elements = Array(present.prefix(last.count))
    let vectors = vectors(present)
    products.use(start)
    let first = ProbedKernel(vectors, product)
    products.use(present)
    let kernel = ProbedKernel(vectors, product)
    guard kernel.norm.value.isFinite else { return KernelEstimates() }
    var found = KernelEstimates(
      trace: kernel.trace, norm: kernel.norm, participation: kernel.participation,
      startAlignment: kernel.alignment(to: first), targetAlignment: targetAlignment(vectors))
    if last.allSatisfy(\.isFinite) {
      products.use(last + present.dropFirst(last.count))
      found.lastAlignment = kernel.alignment(to: ProbedKernel(vectors, product))
    }
    return found
  }

  /// A basis of the directions in which the kernels of the start and of the present parameters are large, half each,
  /// and probes outside it.
  private func vectors(_ present: [Double]) -> KernelProbes {
    guard !sketch.isEmpty else { return .whole(products.rows) }
    products.use(start)
    let half = sketch.count / 2
    let ofStart = sketch[..<half].map(product)
    products.use(present)
    return KernelProbes(along: ofStart + sketch[half...].map(product), probes: probes)
  }

  /// The centred kernel's alignment at the parameters in use.
  private func targetAlignment(_ vectors: KernelProbes) -> ProbedNumber {
    let square = dot(target, target)
    guard square > 0 else { return .unknown }
    let outputs = context.trainer.task.outputSize
    let centered = vectors.projected { $0.centered(outputs: outputs) }
    let kernel = ProbedKernel(centered) { product($0).centered(outputs: outputs) }
    let pulled = products.pulledBack(target)
    return kernel.alignment(ofForm: dot(pulled, pulled) / square)
  }
}
