import LinearAlgebra
import Networks
import Plans
import Records
import Schema
import Tasks
import Training

/// The tangent kernel of a feed-forward net on training and on held-out points: how large it is, of how many dimensions,
/// how near to the task and to its start (arXiv:2008.00938, arXiv:2310.08513).
struct TangentKernelObservable: Observable {
  static let key = "tangent_kernel"
  static let summary = "the tangent kernel's size, rank and alignment to the task and the start"
  static let entries: [Entry] = [
    .integer(
      "samples", 100, in: 2...4096,
      "points of each kind, the first: trained on, and held out; no more than there are"),
    .integer("eigenvalues", 20, in: 1...4096, "recorded, the largest first"),
  ]

  let samples: Int
  let eigenvalues: Int

  init(_ settings: Settings) {
    samples = settings.integer("samples")
    eigenvalues = settings.integer("eigenvalues")
  }

  func check(_ network: any Network) throws(ObservableError) {
    guard network.cell == nil, network.layout.trained(in: .activation).isEmpty else {
      throw .needsWeightsAlone(key: Self.key)
    }
  }

  func quantities(of network: any Network) -> [Quantity] {
    let set = Quantity.Dimension("kernel_points", labels: ["trained on", "held out"])
    let layer = Quantity.Dimension("kernel_layer", size: network.hiddenLayers.count + 1)
    let value = Quantity.Dimension("kernel_eigenvalue_index", size: eigenvalues)
    let (features, start) = ("arXiv:2008.00938", "arXiv:2310.08513")
    func quantity(
      _ name: String, _ longName: String, _ references: String, _ more: [Quantity.Dimension] = []
    ) -> Quantity {
      Quantity(
        "kernel_\(name)", dimensions: [set] + more, longName: longName, references: references)
    }
    return [
      quantity("trace", "trace of the tangent kernel", features),
      quantity("norm", "Frobenius norm of the tangent kernel", start),
      quantity("participation", "squared trace over the squared norm", start),
      quantity("effective_rank", "e to the entropy of the centred kernel's eigenvalues", features),
      quantity("target_alignment", "the centred kernel's alignment to the targets", features),
      quantity("start_alignment", "the kernel's alignment to the one before training", start),
      quantity("centred_start_alignment", "the same, both centred", start),
      quantity(
        "layer_target_alignment",
        "alignment to the targets of each layer's share, centred; the "
          + "read-out's is the last", features, [layer]),
      quantity("eigenvalue", "the centred kernel's eigenvalues, largest first", features, [value]),
    ]
  }

  /// Rows of the kernel, at most.
  private func rows(of network: any Network) -> Double {
    countProduct(samples, network.outputSize)
  }

  /// Of both kinds of points: derivatives of each output, the shares, eigenvalues.
  func flops(of network: any Network) -> Double {
    let rows = rows(of: network)
    let units = Double(network.hiddenLayers.reduce(network.outputSize) { $0 + $1.width })
    let passes = 3 * Double(network.outputSize)
    return 2
      * (passes * network.forwardFlops(length: 1, batch: samples, scored: 1)
        + rows * rows * (2 * units + 30 * Double(network.hiddenLayers.count + 1))
        + 4 * rows * rows * rows)
  }

  /// The first kernels, and a share of each layer while the present one is made.
  func numberCount(of network: any Network, on task: any Task, changed: [any Task]) -> Double {
    let rows = rows(of: network)
    return 2 * rows * rows * Double(network.hiddenLayers.count + 6)
  }

  func observer<Element: Scalar>(of subject: Subject<Element>) -> any Observer {
    TangentKernelObserver(self, subject)
  }
}

private final class TangentKernelObserver<Element: Scalar>: Observer {
  private let trainer: Trainer<Element>
  private let heartbeat: () -> Void
  private let eigenvalues: Int
  private let sets: [PointSet]

  init(_ observable: TangentKernelObservable, _ subject: Subject<Element>) {
    trainer = subject.trainer
    heartbeat = { [unowned subject] in subject.heartbeat() }
    eigenvalues = observable.eigenvalues
    let (network, task) = (trainer.network, trainer.task)
    let start: [Double] = network.layout.initialValues(seed: trainer.seed)
    sets = [KernelPoints.training, KernelPoints.heldOut].map { points in
      PointSet(network, points(task, observable.samples), start)
    }
  }

  func values() -> [Double] {
    let parameters = trainer.parameters.elements.map { Double($0) }
    let columns = sets.map { set in
      heartbeat()
      return set.statistics(parameters, eigenvalues: eigenvalues)
    }
    return columns[0].indices.flatMap { part in columns.flatMap { $0[part] } }
  }
}

/// One kind of points, and the kernel there before training.
private struct PointSet {
  let points: KernelPoints
  let kernel: TangentKernel
  let first: Matrix<Double>

  init(_ network: any Network, _ points: KernelPoints, _ start: [Double]) {
    self.points = points
    kernel = TangentKernel(network, points: points.count)
    first = Self.sum(kernel.shares(start, at: points.inputs))
  }

  private static func sum(_ shares: [Matrix<Double>]) -> Matrix<Double> {
    shares.dropFirst().reduce(shares[0], +)
  }

  /// The numbers of each quantity; all NaN where the net's own are not finite.
  func statistics(_ parameters: [Double], eigenvalues count: Int) -> [[Double]] {
    let shares = kernel.shares(parameters, at: points.inputs)
    let whole = Self.sum(shares)
    guard whole.isFinite else {
      return [[Double]](repeating: [.nan], count: 7)
        + [shares.map { _ in .nan }, [Double](repeating: .nan, count: count)]
    }
    let centred = whole.centredBlocks(of: points.count)
    let spectrum = Array(centred.symmetricEigenvalues.reversed())
    let scalars = [
      whole.diagonal.reduce(0, +), whole.frobeniusNorm, KernelStatistics.participation(whole),
      KernelStatistics.effectiveRank(spectrum),
      KernelStatistics.alignment(centred, target: points.target),
      KernelStatistics.alignment(whole, first),
      KernelStatistics.alignment(centred, first.centredBlocks(of: points.count)),
    ]
    let layers = shares.map {
      KernelStatistics.alignment($0.centredBlocks(of: points.count), target: points.target)
    }
    let missing = [Double](repeating: .nan, count: max(0, count - spectrum.count))
    return scalars.map { [$0] } + [layers, spectrum.prefix(count) + missing]
  }
}
