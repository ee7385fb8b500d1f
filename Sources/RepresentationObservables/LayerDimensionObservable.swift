import Training
import Plans
import Representations
import Networks
import Tasks
import LinearAlgebra
import Observing
import Records
import Schema

/// The dimension of each layer's representation, by global and local estimates (arXiv:1906.00443).
struct LayerDimensionObservable: Observable {
  static let key = "layer_dimension"
  static let summary = "dimension of the representation layer by layer, globally and locally"
  static let entries: [Entry] = [
    .integer(
      "samples", 1000, in: 4...1_000_000,
      "points not trained on, the same for all layers; those there are"),
    .integer("neighbours", 20, in: 3...1000, "k of the maximum-likelihood estimate"),
    .integer("patch", 30, in: 3...10_000, "nearest neighbours that make a local patch"),
    .integer("patches", 60, in: 1...1_000_000, "points about which patches are taken"),
  ]

  let samples: Int
  let neighbors: Int
  let patch: Int
  let patches: Int

  init(_ settings: Settings) {
    samples = settings.integer("samples")
    neighbors = settings.integer("neighbours")
    patch = settings.integer("patch")
    patches = settings.integer("patches")
  }

  /// The fewest points of which there are dimensions: two nearest neighbours of three others.
  private static let fewest = 4
  /// The largest coordinate whose square is sure to be a number.
  fileprivate static let largest = 1e150

  func check(_ network: any Network, on task: any LearningTask) throws(ObservableError) {
    let points = task.probeSequences ?? samples
    guard points >= Self.fewest else {
      throw .needsValidation(key: Self.key, found: points, expected: Self.fewest)
    }
  }

  func columns(of network: any Network, on task: any LearningTask) -> [Column<LayerDimensions>] {
    let layer = [LayerDimension.dimension(of: network)]
    let paper = "Recanatesi et al. 2019, arXiv:1906.00443"
    func column(
      _ name: String, _ meaning: String, _ references: String = paper,
      _ numbers: @escaping @Sendable (LayerDimensions) -> [Double]
    ) -> Column<LayerDimensions> {
      Column(
        "layer_\(name)", over: layer, "\(meaning), by layer; 0 is the input", references,
        numbers: numbers)
    }
    func column(
      _ name: String, _ meaning: String, _ references: String = paper,
      each: @escaping @Sendable (DimensionEstimates) -> Double
    ) -> Column<LayerDimensions> {
      column(name, meaning, references) { $0.layers.map(each) }
    }
    return [
      column("participation_ratio", "participation ratio of the covariance") {
        $0.participationRatio
      },
      column(
        "class_participation_ratio", "participation ratio within a class, mean over classes"
      ) { $0.withinClasses },
      column("rank_90", "principal components that hold 0.9 of the variance") { $0.components },
      column(
        "two_nearest_neighbours", "intrinsic dimension from two nearest neighbours",
        "Facco et al. 2017; \(paper)"
      ) { $0.twoNearestNeighbors },
      column(
        "maximum_likelihood", "intrinsic dimension of maximum likelihood",
        "Levina and Bickel 2005; MacKay and Ghahramani 2005; \(paper)"
      ) { $0.maximumLikelihood },
      column(
        "local_participation_ratio", "participation ratio of a point's nearest neighbours"
      ) { $0.localParticipationRatio },
      column(
        "local_components", "components that hold 0.95 of the variance of a point's neighbours"
      ) { $0.localComponents },
    ]
  }

  /// Operations are distances and covariances of all layers; sorting costs as much as the distances. Memory holds the
  /// activity of all layers and steps on the points, with its copies, in double precision.
  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost
  {
    let points = Double(samples)
    let flops = network.hiddenLayers.reduce(0.0) { sum, layer in
      let width = Double(layer.width)
      return sum + points * (4 * points * width + 2 * width * width)
        + countProduct(patches, patch, patch) * (width + 10 * Double(patch))
    }
    return Cost(flops: flops, numbers: network.probeCount(samples, of: task))
  }

  func probe<Element: Scalar>(
    of context: ObservationContext<Element>
  ) -> Probe<LayerDimensions> {
    LayerDimensionProbe(self, context).dimensions
  }
}

/// The estimates of the dimension of all layers.
struct LayerDimensions {
  /// The estimates for the input, then for each hidden layer.
  let layers: [DimensionEstimates]
  /// The participation ratio within a class; NaN where the task has no classes.
  let withinClasses: [Double]
}

/// The estimates of one layer's dimension; NaN where its activity, or the square of it, is not finite.
struct DimensionEstimates {
  var participationRatio = Double.nan
  var components = Double.nan
  var twoNearestNeighbors = Double.nan
  var maximumLikelihood = Double.nan
  var localParticipationRatio = Double.nan
  var localComponents = Double.nan
}

private struct LayerDimensionProbe<Element: Scalar> {
  private let settings: LayerDimensionObservable
  private let context: ObservationContext<Element>
  private let probe: ProbeActivity<Element>
  /// Validation points and the class of each; nil where the task has no classes.
  private let classes: (activity: ProbeActivity<Element>, labels: [Int])?

  init(_ settings: LayerDimensionObservable, _ context: ObservationContext<Element>) {
    self.settings = settings
    self.context = context
    probe = ProbeActivity(context, samples: settings.samples)
    classes = Self.labeled(context, samples: settings.samples)
  }

  /// The first points of the validation set with their labels.
  private static func labeled(
    _ context: ObservationContext<Element>, samples: Int
  ) -> (ProbeActivity<Element>, [Int])? {
    let task = context.trainer.task
    guard task.loss == .crossEntropy, task.length == 1, !task.weighsSteps else { return nil }
    let probe = LabeledProbe(task, count: min(samples, task.validationSize))
    let points = Matrix(
      rows: probe.count, columns: task.inputSize, elements: probe.inputs.elements)
    return (ProbeActivity(context, length: 1, inputs: points), probe.labels)
  }

  func dimensions() -> LayerDimensions {
    let layers = probe.layers()
    let labeled = classes.map { classes in
      classes.activity.layers().map {
        Dimension.classParticipationRatio(of: $0, labels: classes.labels)
      }
    }
    let estimates = layers.map { layer in
      context.heartbeat()
      return Self.estimates(of: layer, settings)
    }
    return LayerDimensions(
      layers: estimates, withinClasses: labeled ?? layers.map { _ in .nan })
  }

  private static func estimates(
    of layer: Matrix<Double>, _ settings: LayerDimensionObservable
  ) -> DimensionEstimates {
    let isMeasurable = layer.elements.allSatisfy { abs($0) < LayerDimensionObservable.largest }
    guard isMeasurable else { return DimensionEstimates() }
    let most = layer.rows - 1
    let k = min(settings.neighbors, most)
    let neighbors = NearestNeighbors(
      of: layer, count: min(max(k, settings.patch), most),
      roundingUnit: Double(Element.ulpOfOne) / 2)
    let local = Dimension.local(
      of: layer, neighbors, count: settings.patches, size: settings.patch)
    return DimensionEstimates(
      participationRatio: Dimension.participationRatio(of: layer),
      components: Dimension.componentCount(of: layer, share: 0.9),
      twoNearestNeighbors: Dimension.twoNearestNeighbors(neighbors),
      maximumLikelihood: Dimension.maximumLikelihood(neighbors, k: k),
      localParticipationRatio: local.participationRatio, localComponents: local.components)
  }
}
