import Plans
import Layers
import Training
import Representations
import Networks
import Tasks
import LinearAlgebra
import Observing
import Records
import Schema

/// The tangent kernel of a feed-forward net on training and on held-out points: its size, its dimension, and its
/// alignment to the task and to its start (arXiv:2008.00938, arXiv:2310.08513).
struct TangentKernelObservable: Observable {
  static let key = "tangent_kernel"
  static let summary = "the tangent kernel's size, rank and alignment to the task and the start"
  static let entries: [Entry] = [
    .integer(
      "samples", 100, in: 2...4096,
      "points of each kind, the first: trained on, held out, and, where the task tells them "
        + "apart, easy and difficult ones of training; no more than there are"),
    .integer("eigenvalues", 20, in: 1...4096, "recorded, the largest first"),
  ]

  let samples: Int
  let eigenvalues: Int

  init(_ settings: Settings) {
    samples = settings.integer("samples")
    eigenvalues = settings.integer("eigenvalues")
  }

  func check(_ network: any Network, on task: any LearningTask) throws(ObservableError) {
    guard network.cell == nil, network.layout.trained(in: .activation).isEmpty else {
      throw .needsWeightsAlone(key: Self.key)
    }
  }

  /// The shares of the largest eigenvalues whose trace is recorded: 40, 80 and 160 of the paper's 1000.
  static let leadingShares = [0.04, 0.08, 0.16]

  /// The columns have the kernels of training points, of held-out points, then of easy and of difficult points.
  func columns(of network: any Network, on task: any LearningTask) -> [Column<[KernelFindings]>] {
    let layer = Quantity.Dimension("kernel_layer", size: network.hiddenLayers.count + 1)
    let value = Quantity.Dimension("kernel_eigenvalue_index", size: eigenvalues)
    let share = Quantity.Dimension(
      "kernel_share", labels: Self.leadingShares.map { "largest \(Int(100 * $0)) %" })
    let (features, start) = ("arXiv:2008.00938", "arXiv:2310.08513")
    let points = Self.points(task)
    func column(
      _ name: String, over dimensions: [Quantity.Dimension] = [], _ meaning: String,
      _ references: String, _ numbers: @escaping @Sendable (KernelFindings) -> [Double]
    ) -> Column<[KernelFindings]> {
      Column("kernel_\(name)", over: [points] + dimensions, meaning, references) {
        $0.flatMap(numbers)
      }
    }
    return [
      column("trace", "trace of the tangent kernel", features) { [$0.trace] },
      column("norm", "Frobenius norm of the tangent kernel", start) { [$0.norm] },
      column("participation", "squared trace over the squared norm", start) { [$0.participation] },
      column("effective_rank", "e to the entropy of the centred kernel's eigenvalues", features) {
        [$0.effectiveRank]
      },
      column(
        "trace_ratio", over: [share],
        "the largest eigenvalues' share of the centred kernel's trace", features
      ) { $0.traceRatios },
      column("target_alignment", "the centred kernel's alignment to the targets", features) {
        [$0.targetAlignment]
      },
      column("start_alignment", "the kernel's alignment to the one before training", start) {
        [$0.startAlignment]
      },
      column("centred_start_alignment", "the same, both centred", start) {
        [$0.centeredStartAlignment]
      },
      column(
        "layer_target_alignment", over: [layer],
        "alignment to the targets of each layer's share, centred; the read-out's is the last",
        features
      ) { $0.layerTargetAlignments },
      column(
        "eigenvalue", over: [value], "the centred kernel's eigenvalues, largest first", features
      ) { found in
        let known = found.eigenvalues.prefix(eigenvalues)
        return known + [Double](repeating: .nan, count: eigenvalues - known.count)
      },
    ]
  }

  private static func points(_ task: any LearningTask) -> Quantity.Dimension {
    let kinds = task.tellsDifficulty ? Difficulty.allCases.map(\.rawValue) : []
    return Quantity.Dimension("kernel_points", labels: ["trained on", "held out"] + kinds)
  }

  /// The largest number of rows that the kernel can have.
  private func rows(of network: any Network) -> Double {
    countProduct(samples, network.outputSize)
  }

  /// Each kind of points has derivatives of each output, the shares and eigenvalues. Memory holds the kernels of the
  /// start, and a share of each layer while the present kernel is computed.
  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost
  {
    let (kinds, rows) = (Double(Self.points(task).size), rows(of: network))
    let units = Double(network.hiddenLayers.reduce(network.outputSize) { $0 + $1.width })
    let passes = 3 * Double(network.outputSize)
    let layers = Double(network.hiddenLayers.count)
    let derivatives = passes * network.forwardFlops(length: 1, batch: samples, scored: 1)
    return Cost(
      flops: kinds
        * (derivatives + rows * rows * (2 * units + 30 * (layers + 1)) + 4 * rows * rows * rows),
      numbers: kinds * rows * rows * (layers + 6))
  }

  func probe<Element: Scalar>(
    of context: ObservationContext<Element>
  ) -> Probe<[KernelFindings]> {
    let trainer = context.trainer
    let start: [Double] = trainer.network.layout.initialValues(seed: trainer.seed)
    let task = trainer.task
    let kinds = Difficulty.allCases.compactMap {
      KernelPoints.training(of: task, $0, count: samples)
    }
    let sets =
      ([
        KernelPoints.training(of: task, count: samples),
        KernelPoints.heldOut(of: task, count: samples),
      ] + kinds)
      .map { PointSet(trainer.network, $0, start) }
    return { [unowned context] in
      let parameters = trainer.parameters.elements.map { Double($0) }
      return sets.map { set in
        context.heartbeat()
        return set.findings(parameters)
      }
    }
  }
}

/// The numbers that summarise a tangent kernel; NaN where it is not finite.
struct KernelFindings {
  var trace = Double.nan
  var norm = Double.nan
  var participation = Double.nan
  var effectiveRank = Double.nan
  /// The share of the trace for each of `TangentKernelObservable.leadingShares`.
  var traceRatios = TangentKernelObservable.leadingShares.map { _ in Double.nan }
  var targetAlignment = Double.nan
  var startAlignment = Double.nan
  var centeredStartAlignment = Double.nan
  /// The alignment of each layer's share to the targets; the read-out's is the last.
  var layerTargetAlignments: [Double]
  /// The centred kernel's eigenvalues, largest first.
  var eigenvalues: [Double] = []
}

/// One kind of points, and the tangent kernel there before training.
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

  func findings(_ parameters: [Double]) -> KernelFindings {
    let shares = kernel.shares(parameters, at: points.inputs)
    let whole = Self.sum(shares)
    guard whole.isFinite else {
      return KernelFindings(layerTargetAlignments: shares.map { _ in .nan })
    }
    let centered = whole.centeredBlocks(of: points.count)
    let spectrum = Array(centered.symmetricEigenvalues.reversed())
    return KernelFindings(
      trace: whole.diagonal.reduce(0, +), norm: whole.frobeniusNorm,
      participation: KernelStatistics.participation(whole),
      effectiveRank: KernelStatistics.effectiveRank(spectrum),
      traceRatios: TangentKernelObservable.leadingShares.map {
        KernelStatistics.traceRatio(spectrum, share: $0)
      },
      targetAlignment: KernelStatistics.alignment(centered, target: points.target),
      startAlignment: KernelStatistics.alignment(whole, first),
      centeredStartAlignment: KernelStatistics.alignment(
        centered, first.centeredBlocks(of: points.count)),
      layerTargetAlignments: shares.map {
        KernelStatistics.alignment($0.centeredBlocks(of: points.count), target: points.target)
      },
      eigenvalues: spectrum)
  }
}
