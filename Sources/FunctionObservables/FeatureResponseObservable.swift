import Layers
import Training
import Programs
import Plans
import Networks
import Tasks
import LinearAlgebra
import Observing
import Records
import Schema

/// The responses of a net of one output to each feature of its tangent kernel at the start
/// (Pezeshki et al., arXiv:2011.09468).
///
/// The features are the eigenvectors u_j of K = JJᵀ, where J holds the outputs' derivatives by all trained parameters
/// before training, a row for each training example. Their responses to the outputs ŷ are |u_jᵀŷ|. The paper's theory
/// uses the singular vectors of diag(y)·J and the responses to y·ŷ; with labels ±1 that is the same number.
struct FeatureResponseObservable: Observable {
  static let key = "feature_response"
  static let summary = "responses to the features of the initial tangent kernel (one output)"
  static let entries: [Entry] = [
    .integer("samples", 300, in: 2...4096, "training examples, the first of the batch"),
    .integer("features", 10, in: 7...4096, "features recorded, the strongest first"),
  ]

  let samples: Int
  let features: Int

  init(_ settings: Settings) {
    samples = settings.integer("samples")
    features = settings.integer("features")
  }

  func check(_ network: any Network, on task: any LearningTask) throws(ObservableError) {
    guard network.outputSize == 1, network.cell == nil else {
      throw .needsOneOutput(key: Self.key)
    }
  }

  func columns(of network: any Network, on task: any LearningTask) -> [Column<FeatureResponses>] {
    let paper = "arXiv:2011.09468"
    let feature = [Quantity.Dimension("feature", size: features)]
    @Sendable func filled(_ numbers: [Double]) -> [Double] {
      numbers + [Double](repeating: .nan, count: features - numbers.count)
    }
    return [
      Column(
        "feature_response", over: feature,
        "magnitude of the outputs along the eigenvectors of the initial tangent kernel", paper
      ) { filled($0.responses) },
      Column(
        "feature_strength", over: feature,
        "square roots of the initial tangent kernel's eigenvalues", paper
      ) { filled($0.strengths) },
      Column(
        "starvation_ratio", "response to the seventh feature as a share of that to the second",
        paper
      ) { $0.responses.count > 6 ? $0.responses[6] / $0.responses[1] : .nan },
    ]
  }

  /// Operations are the projection; the kernel's decomposition is made once.
  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost
  {
    // The tangents of all points, in double precision.
    let tangents = countProduct(samples, network.layout.trainedCount)
    return Cost(
      flops: countProduct(2, samples, features) + tangents * (3 + 2 * Double(samples)),
      numbers: 2 * tangents)
  }

  func probe<Element: Scalar>(
    of context: ObservationContext<Element>
  ) -> Probe<FeatureResponses> {
    FeatureResponseProbe(self, context).responses
  }
}

/// The responses and strengths of the strongest features; fewer than are recorded where the kernel has fewer.
struct FeatureResponses {
  let responses: [Double]
  let strengths: [Double]
}

private struct FeatureResponseProbe<Element: Scalar> {
  private let batch: TrainingBatch<Element>
  /// The eigenvectors as rows, [features × examples], the strongest first; fewer than are recorded where there are
  /// fewer examples.
  private let directions: Matrix<Double>
  private let strengths: [Double]

  init(_ observable: FeatureResponseObservable, _ context: ObservationContext<Element>) {
    batch = TrainingBatch(context.trainer)
    let examples = batch.examples()
    let rows = min(observable.samples, examples.rows)
    let chosen = Matrix(
      rows: rows, columns: examples.columns,
      elements: Array(examples.elements.prefix(rows * examples.columns)))
    let kernel = tangentKernel(
      of: context.trainer.network, parametersFrom: context.trainer.seed, inputs: chosen)
    let (values, vectors) = kernel.symmetricEigensystem
    let order = (0..<min(observable.features, rows)).map { rows - 1 - $0 }
    strengths = order.map { max(0, values[$0]).squareRoot() }
    directions = Matrix(
      rows: order.count, columns: rows, elements: order.flatMap { Array(vectors[row: $0]) })
  }

  func responses() -> FeatureResponses {
    let outputs = Array(batch.answers().prefix(directions.columns))
    return FeatureResponses(responses: (directions * outputs).map(abs), strengths: strengths)
  }
}

/// The tangent kernel JJᵀ, [inputs × inputs], of a net of one output before training. J has a row of derivatives by all
/// trained parameters for each input.
///
/// - Parameters:
///   - seed: The seed of the initial parameters.
///   - inputs: The points, [inputs × inputSize].
func tangentKernel(
  of network: any Network, parametersFrom seed: UInt64, inputs: Matrix<Double>
) -> Matrix<Double> {
  let layout = network.layout
  let program = Program()
  let values = layout.values(in: program)
  let input = program.input(1, network.inputSize)
  let output = network.forward(
    in: program, parameters: values, inputs: input, length: 1, batch: 1, scored: 0..<1
  ).outputs
  let derivatives = output.gradients(withRespectTo: layout.trainedValues(values))
  let row = Storage<Double>(count: layout.trainedCount)
  let plan = Plan(
    outputs: derivatives,
    bindings: layout.bindings(of: values, to: Storage(layout.initialValues(seed: seed)))
      + layout.bindings(ofTrained: derivatives, to: row))
  let place = plan.storage(of: input)
  var jacobian: [Double] = []
  jacobian.reserveCapacity(inputs.rows * layout.trainedCount)
  for example in 0..<inputs.rows {
    place.elements = Array(inputs[row: example])
    plan.run()
    jacobian += row.elements
  }
  let matrix = Matrix(rows: inputs.rows, columns: layout.trainedCount, elements: jacobian)
  return matrix.times(matrix, transposingOther: true)
}
