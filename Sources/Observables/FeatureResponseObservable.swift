import LinearAlgebra
import Networks
import Plans
import Programs
import Records
import Schema
import Training

/// How strongly a net of one output answers to each feature of its tangent kernel at the start
/// (Pezeshki et al., arXiv:2011.09468).
///
/// The features are the eigenvectors u_j of K = JJᵀ, J the outputs' derivatives by all trained parameters before
/// training, a row for each training example; their responses to the outputs ŷ are |u_jᵀŷ|. The paper's theory takes the
/// singular vectors of diag(y)·J and the responses to y·ŷ: with labels ±1 that is the same number.
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

  func check(_ network: any Network) throws(ObservableError) {
    guard network.outputSize == 1, network.cell == nil else {
      throw .needsOneOutput(key: Self.key)
    }
  }

  func quantities(of network: any Network) -> [Quantity] {
    let paper = "arXiv:2011.09468"
    let feature = [Quantity.Dimension("feature", size: features)]
    return [
      Quantity(
        "feature_response", dimensions: feature,
        longName: "magnitude of the outputs along the eigenvectors of the initial tangent kernel",
        references: paper),
      Quantity(
        "feature_strength", dimensions: feature,
        longName: "square roots of the initial tangent kernel's eigenvalues", references: paper),
      Quantity(
        "starvation_ratio",
        longName: "response to the seventh feature as a share of that to the second",
        references: paper),
    ]
  }

  /// The projection; the kernel's decomposition comes once.
  func flops(of network: any Network) -> Double { countProduct(2, samples, features) }

  func observer<Element: Scalar>(of subject: Subject<Element>) -> any Observer {
    FeatureResponseObserver(self, subject)
  }
}

private final class FeatureResponseObserver<Element: Scalar>: Observer {
  private let batch: TrainingBatch<Element>
  private let count: Int
  /// Eigenvectors, a row each, the strongest first; as many as are recorded or there are.
  private let directions: Matrix<Double>
  private let strengths: [Double]

  init(_ observable: FeatureResponseObservable, _ subject: Subject<Element>) {
    batch = TrainingBatch(subject.trainer)
    count = observable.features
    let examples = batch.examples()
    let rows = min(observable.samples, examples.rows)
    let chosen = Matrix(
      rows: rows, columns: examples.columns,
      elements: Array(examples.elements.prefix(rows * examples.columns)))
    let kernel = tangentKernel(
      of: subject.trainer.network, parametersFrom: subject.trainer.seed, inputs: chosen)
    let (values, vectors) = kernel.symmetricEigensystem
    let order = (0..<min(count, rows)).map { rows - 1 - $0 }
    strengths = order.map { max(0, values[$0]).squareRoot() }
    directions = Matrix(
      rows: order.count, columns: rows, elements: order.flatMap { Array(vectors[row: $0]) })
  }

  func values() -> [Double] {
    let outputs = Array(batch.answers().prefix(directions.columns))
    let responses = (directions * outputs).map(abs)
    let missing = [Double](repeating: .nan, count: count - responses.count)
    let ratio = responses.count > 6 ? responses[6] / responses[1] : .nan
    return responses + missing + strengths + missing + [ratio]
  }
}

/// JJᵀ of a net of one output before training, J a row of derivatives by all trained parameters for each input.
///
/// - Parameter seed: Of the initial parameters.
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
