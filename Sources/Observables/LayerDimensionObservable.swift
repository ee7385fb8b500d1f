import Dynamics
import LinearAlgebra
import Networks
import Plans
import Records
import Schema
import Tasks
import Training

/// How many dimensions the representation has in each layer, by global and local estimates (arXiv:1906.00443).
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
  let neighbours: Int
  let patch: Int
  let patches: Int

  init(_ settings: Settings) {
    samples = settings.integer("samples")
    neighbours = settings.integer("neighbours")
    patch = settings.integer("patch")
    patches = settings.integer("patches")
  }

  func quantities(of network: any Network) -> [Quantity] {
    let layer = LayerDimension.dimension(of: network)
    func quantity(_ name: String, _ longName: String, _ references: String) -> Quantity {
      Quantity(
        "layer_\(name)", dimensions: [layer], longName: "\(longName), by layer; 0 is the input",
        references: references)
    }
    let paper = "Recanatesi et al. 2019, arXiv:1906.00443"
    return [
      quantity("participation_ratio", "participation ratio of the covariance", paper),
      quantity(
        "class_participation_ratio", "participation ratio within a class, mean over classes",
        paper),
      quantity("rank_90", "principal components that hold 0.9 of the variance", paper),
      quantity(
        "two_nearest_neighbours", "intrinsic dimension from two nearest neighbours",
        "Facco et al. 2017; \(paper)"),
      quantity(
        "maximum_likelihood", "intrinsic dimension of maximum likelihood",
        "Levina and Bickel 2005; MacKay and Ghahramani 2005; \(paper)"),
      quantity(
        "local_participation_ratio", "participation ratio of a point's nearest neighbours", paper),
      quantity(
        "local_components", "components that hold 0.95 of the variance of a point's neighbours",
        paper),
    ]
  }

  /// Distances and covariances, of all layers; sorting counts as much as the distances again.
  func flops(of network: any Network) -> Double {
    let points = Double(samples)
    return network.hiddenLayers.reduce(0) { sum, layer in
      let width = Double(layer.width)
      return sum + points * (4 * points * width + 2 * width * width)
        + countProduct(patches, patch, patch) * (width + 10 * Double(patch))
    }
  }

  /// The activity of all layers and all steps on the points, and copies of it, in double precision.
  func numberCount(of network: any Network, on task: any Task, changed: [any Task]) -> Double {
    let activity = network.activityCount(
      length: task.length, batch: samples, scored: task.length)
    let units = network.hiddenLayers.reduce(2 * task.inputSize) { $0 + $1.width }
    return 2 * (activity.forward + countProduct(samples, task.length, units))
  }

  func observer<Element: Scalar>(of subject: Subject<Element>) -> any Observer {
    LayerDimensionObserver(self, subject)
  }
}

private final class LayerDimensionObserver<Element: Scalar>: Observer {
  private let settings: LayerDimensionObservable
  private let subject: Subject<Element>
  private let probe: ProbeActivity<Element>
  /// Validation points and the class of each; nil where the task has no classes.
  private let classes: (activity: ProbeActivity<Element>, labels: [Int])?

  init(_ settings: LayerDimensionObservable, _ subject: Subject<Element>) {
    self.settings = settings
    self.subject = subject
    probe = ProbeActivity(subject, samples: settings.samples)
    classes = Self.labelled(subject, samples: settings.samples)
  }

  /// The first points of the validation set with their labels.
  private static func labelled(
    _ subject: Subject<Element>, samples: Int
  ) -> (ProbeActivity<Element>, [Int])? {
    let task = subject.trainer.task
    guard task.loss == .crossEntropy, task.length == 1 else { return nil }
    let probe = LabelledProbe(task, count: min(samples, task.validationSize))
    let points = Matrix(
      rows: probe.count, columns: task.inputSize, elements: probe.inputs.elements)
    return (ProbeActivity(subject, length: 1, inputs: points), probe.labels)
  }

  func values() -> [Double] {
    let layers = probe.layers()
    let labelled = classes.map { classes in
      classes.activity.layers().map {
        Dimension.classParticipationRatio(of: $0, labels: classes.labels)
      }
    }
    let estimates = layers.map { layer in
      subject.heartbeat()
      return Self.estimates(of: layer, settings)
    }
    var columns = (0..<6).map { estimate in estimates.map { $0[estimate] } }
    columns.insert(labelled ?? layers.map { _ in .nan }, at: 1)
    return columns.flatMap { $0 }
  }

  private static func estimates(
    of layer: Matrix<Double>, _ settings: LayerDimensionObservable
  ) -> [Double] {
    guard layer.isFinite else { return [Double](repeating: .nan, count: 6) }
    let most = layer.rows - 1
    let k = min(settings.neighbours, most)
    let neighbours = NearestNeighbours(
      of: layer, count: min(max(k, settings.patch), most),
      roundingUnit: Double(Element.ulpOfOne) / 2)
    let local = Dimension.local(
      of: layer, neighbours, count: settings.patches, size: settings.patch)
    return [
      Dimension.participationRatio(of: layer), Dimension.componentCount(of: layer, share: 0.9),
      Dimension.twoNearestNeighbours(neighbours),
      Dimension.maximumLikelihood(neighbours, k: k), local.participationRatio, local.components,
    ]
  }
}
