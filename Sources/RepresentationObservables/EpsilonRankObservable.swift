import Training
import Networks
import Tasks
import Representations
import LinearAlgebra
import Observing
import Records
import Schema

/// The number of each layer's units that are independent functions of the input, at several thresholds. Where the task
/// asks for a function, this bounds the net's error from below (arXiv:2412.05144).
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
    thresholds = settings.list("thresholds").map { $0.number ?? .nan }
    nodes = settings.integer("nodes")
    nodesOfSquare = settings.integer("nodes_2d")
    samples = settings.integer("samples")
  }

  func columns(of network: any Network, on task: any LearningTask) -> [Column<FunctionSpans>] {
    let layer = LayerDimension.dimension(of: network)
    let threshold = Quantity.Dimension("threshold", size: thresholds.count)
    let paper = "arXiv:2412.05144"
    return [
      Column(
        "epsilon_rank", over: [layer, threshold],
        "eigenvalues of a layer's Gram matrix above ε; layer 0 is the input", paper
      ) { found in found.layers.flatMap { span in thresholds.map { span.rank(above: $0) } } },
      Column(
        "relative_epsilon_rank", over: [layer, threshold],
        "eigenvalues of a layer's Gram matrix above ε times the largest", paper
      ) { found in
        found.layers.flatMap { span in thresholds.map { span.relativeRank(above: $0) } }
      },
      Column(
        "gram_norm", over: [layer], "largest eigenvalue of a layer's Gram matrix", paper
      ) { $0.layers.map { $0.eigenvalues.first ?? .nan } },
      Column(
        "approximation_error", "distance of the net from the function asked for, in L²", paper
      ) { $0.error },
      Column(
        "span_distance", over: [threshold],
        "distance of the function asked for from the span above ε", paper
      ) { $0.distances },
      Column(
        "loss_bound", over: [threshold],
        "span_distance less √ε times the read-out's norm: no error can be smaller", paper
      ) { found in zip(found.distances, thresholds).map { $0 - $1.squareRoot() * found.norm } },
    ]
  }

  /// Operations are the singular values of all layers and the singular vectors of the last.
  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost
  {
    let points = Double(max(nodes, nodesOfSquare * nodesOfSquare))
    let units = Double(network.hiddenLayers.reduce(task.inputSize) { $0 + $1.width })
    return Cost(
      flops: network.hiddenLayers.reduce(0) { $0 + 8 * points * countProduct($1.width, $1.width) },
      numbers: 4 * points * units)
  }

  func probe<Element: Scalar>(of context: ObservationContext<Element>) -> Probe<FunctionSpans> {
    EpsilonRankProbe(self, context).spans
  }
}

/// The spans of a net's layers and their distances from the function asked for; NaN where there is no function.
struct FunctionSpans {
  /// The span of the input, then that of each hidden layer.
  let layers: [FunctionSpan]
  /// The net's distance from the function, in L².
  var error = Double.nan
  /// The distance of the function from the last layer's span above each threshold, in L².
  var distances: [Double]
  /// The Euclidean norm of the read-out's weights.
  var norm = Double.nan
}

private struct EpsilonRankProbe<Element: Scalar> {
  private let thresholds: [Double]
  private let context: ObservationContext<Element>
  private let quadrature: Quadrature
  /// The values of the function asked for at the points; nil where there is no function.
  private let target: [Double]?

  init(_ settings: EpsilonRankObservable, _ context: ObservationContext<Element>) {
    thresholds = settings.thresholds
    self.context = context
    let task = context.trainer.task
    if let function = task.targetFunction, function.dimensions <= 2 {
      let quadrature = Quadrature(
        dimensions: function.dimensions,
        perSide: function.dimensions == 1 ? settings.nodes : settings.nodesOfSquare)
      let points = quadrature.points
      self.quadrature = quadrature
      target = (0..<points.rows).map { function.value(points[row: $0]) }
    } else {
      let probe = ProbeActivity(context, samples: settings.samples)
      quadrature = Quadrature(samples: probe.points)
      target = nil
    }
  }

  func spans() -> FunctionSpans {
    let responses = context.responses(to: quadrature.points)
    let layers = [quadrature.points] + responses.layers
    let spans = layers.enumerated().map { index, layer in
      context.heartbeat()
      return FunctionSpan(
        weighted: quadrature.weighted(layer),
        directions: target != nil && index == layers.count - 1)
    }
    return compared(spans, responses)
  }

  /// Adds the distances to the function asked for; the read-out's bias is subtracted from the function first.
  private func compared(_ spans: [FunctionSpan], _ responses: Responses) -> FunctionSpans {
    guard let target, responses.outputs.columns == 1, let readout = Readout(of: context.trainer)
    else { return FunctionSpans(layers: spans, distances: thresholds.map { _ in .nan }) }
    let roots = quadrature.weights.map { $0.squareRoot() }
    let error = target.indices.reduce(0) { sum, row in
      let difference = roots[row] * (responses.outputs[row, 0] - target[row])
      return sum + difference * difference
    }.squareRoot()
    let shifted = target.indices.map { roots[$0] * (target[$0] - readout.bias[0]) }
    let last = spans[spans.count - 1]
    return FunctionSpans(
      layers: spans, error: error,
      distances: thresholds.map { last.distance(of: shifted, above: $0) },
      norm: readout.weight.reduce(0) { $0 + $1 * $1 }.squareRoot())
  }
}
