import LinearAlgebra
import Networks
import Records
import Schema
import Tasks
import Training

/// How many of each layer's units are independent functions of the input, at several thresholds; and, where the task
/// asks for a function, the bound that this sets to the net's error (arXiv:2412.05144).
///
/// Gram matrices are integrals on Gauss–Legendre nodes where the task asks for a function of one or two variables, and
/// means over fresh points of the task elsewhere.
struct EpsilonRankObservable: Observable {
  static let key = "epsilon_rank"
  static let summary = "ε-rank of every layer's units as functions, and its bound on the error"
  static let entries: [Entry] = [
    Entry(
      "thresholds",
      .list(.real(.positive), default: [.real(1e-4), .real(1e-6), .real(1e-8)]),
      "ε: eigenvalues of the Gram matrix above it count"),
    .integer("nodes", 200, in: 2...10_000, "Gauss–Legendre nodes on [−1, 1]"),
    .integer("nodes_2d", 30, in: 2...1000, "Gauss–Legendre nodes along each side of a square"),
    .integer("samples", 1000, in: 2...1_000_000, "points, of a task that asks for no function"),
  ]

  let thresholds: [Double]
  let nodes: Int
  let nodesOfSquare: Int
  let samples: Int

  init(_ settings: Settings) {
    thresholds = settings.list("thresholds").map { threshold in
      switch threshold {
      case .real(let value): value
      case .integer(let value): Double(value)
      default: .nan
      }
    }
    nodes = settings.integer("nodes")
    nodesOfSquare = settings.integer("nodes_2d")
    samples = settings.integer("samples")
  }

  func quantities(of network: any Network) -> [Quantity] {
    let layer = LayerDimension.dimension(of: network)
    let threshold = Quantity.Dimension("threshold", size: thresholds.count)
    let paper = "arXiv:2412.05144"
    func bound(_ name: String, _ longName: String, _ dimensions: [Quantity.Dimension] = [])
      -> Quantity
    {
      Quantity(name, dimensions: dimensions, longName: longName, references: paper)
    }
    return [
      Quantity(
        "epsilon_rank", dimensions: [layer, threshold],
        longName: "eigenvalues of a layer's Gram matrix above ε; layer 0 is the input",
        references: paper),
      Quantity(
        "relative_epsilon_rank", dimensions: [layer, threshold],
        longName: "eigenvalues of a layer's Gram matrix above ε times the largest",
        references: paper),
      Quantity(
        "gram_norm", dimensions: [layer],
        longName: "largest eigenvalue of a layer's Gram matrix", references: paper),
      bound("approximation_error", "distance of the net from the function asked for, in L²"),
      bound(
        "span_distance", "distance of the function asked for from the span above ε", [threshold]),
      bound(
        "loss_bound", "span_distance less √ε times the read-out's norm: no error can be smaller",
        [threshold]),
    ]
  }

  /// Singular values of all layers, vectors of the last.
  func flops(of network: any Network) -> Double {
    let points = Double(max(nodes, nodesOfSquare * nodesOfSquare))
    return network.hiddenLayers.reduce(0) { $0 + 8 * points * countProduct($1.width, $1.width) }
  }

  func observer<Element: Scalar>(of subject: Subject<Element>) -> any Observer {
    EpsilonRankObserver(self, subject)
  }
}

private final class EpsilonRankObserver<Element: Scalar>: Observer {
  private let thresholds: [Double]
  private let subject: Subject<Element>
  private let quadrature: Quadrature
  /// The function asked for at the points; nil where there is none.
  private let target: [Double]?

  init(_ settings: EpsilonRankObservable, _ subject: Subject<Element>) {
    thresholds = settings.thresholds
    self.subject = subject
    let task = subject.trainer.task
    if let function = task.targetFunction, function.dimensions <= 2 {
      let quadrature = Quadrature(
        dimensions: function.dimensions,
        perSide: function.dimensions == 1 ? settings.nodes : settings.nodesOfSquare)
      let points = quadrature.points
      self.quadrature = quadrature
      target = (0..<points.rows).map { function.value(points[row: $0]) }
    } else {
      let probe = ProbeActivity(subject, samples: settings.samples)
      quadrature = Quadrature(samples: probe.points)
      target = nil
    }
  }

  func values() -> [Double] {
    let responses = subject.responses(to: quadrature.points)
    let layers = [quadrature.points] + responses.layers
    let spans = layers.enumerated().map { index, layer in
      subject.heartbeat()
      return FunctionSpan(
        weighted: quadrature.weighted(layer),
        directions: target != nil && index == layers.count - 1)
    }
    let ranks = spans.flatMap { span in thresholds.map { span.rank(above: $0) } }
    let relative = spans.flatMap { span in thresholds.map { span.relativeRank(above: $0) } }
    let norms = spans.map { $0.eigenvalues.first ?? .nan }
    return ranks + relative + norms + bound(spans[spans.count - 1], responses)
  }

  /// The error in L², then for each threshold the distance and the bound. A bias is taken off the function.
  private func bound(_ span: FunctionSpan, _ responses: Responses) -> [Double] {
    guard let target, responses.outputs.columns == 1, let readout = Readout(of: subject.trainer)
    else { return [Double](repeating: .nan, count: 1 + 2 * thresholds.count) }
    let roots = quadrature.weights.map { $0.squareRoot() }
    let error = target.indices.reduce(0) { sum, row in
      let difference = roots[row] * (responses.outputs[row, 0] - target[row])
      return sum + difference * difference
    }.squareRoot()
    let shifted = target.indices.map { roots[$0] * (target[$0] - readout.bias[0]) }
    let norm = readout.weight.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let distances = thresholds.map { span.distance(of: shifted, above: $0) }
    return [error] + distances
      + zip(distances, thresholds).map { $0 - $1.squareRoot() * norm }
  }
}
