import Layers
import LinearAlgebra
import Networks
import Observing
import Plans
import RandomStreams
import Records
import Schema
import Tasks
import Training

/// The sharpness of the training loss: the largest eigenvalue of its Hessian, beside 2/η, from which plain descent is
/// unstable (Cohen et al. 2021, arXiv:2103.00065), and the Hessian's trace.
///
/// The search for the eigenvalue starts near the eigenvector of the last checkpoint, which a resumed trial still has.
struct SharpnessObservable: Observable {
  static let key = "sharpness"
  static let summary = "the loss's largest second derivative, and the trace of all"
  static let entries: [Entry] = [
    .integer("batches", 1, in: 1...100_000, "of training, the first, whose mean loss is looked at"),
    .integer(
      "products", 60, in: 1...500,
      "of the Hessian with vectors, at most, in the search for its largest eigenvalue"),
    .integer(
      "probes", 20, in: 2...100_000,
      "random vectors for the trace; with no more parameters than these it is exact"),
  ]

  let batches: Int
  let products: Int
  let probes: Int

  init(_ settings: Settings) {
    batches = settings.integer("batches")
    products = settings.integer("products")
    probes = settings.integer("probes")
  }

  func columns(of network: any Network, on task: any LearningTask) -> [Column<Sharpness>] {
    let paper = "Cohen et al. 2021, arXiv:2103.00065"
    return [
      Column("sharpness", "largest eigenvalue of the training loss's Hessian", paper) {
        $0.largest
      },
      Column(
        "sharpness_residual", "no further from the sharpness an eigenvalue lies", "Lanczos 1950"
      ) { $0.residual },
      Column(
        "sharpness_limit",
        "2 over the learning rate, the largest of those of groups: sharper is unstable", paper
      ) { $0.limit },
      Column("hessian_trace", "trace of the training loss's Hessian", "Hutchinson 1990") {
        $0.trace.value
      },
      Column(
        "hessian_trace_standard_error", "the trace's, from the probes; 0 where it is exact",
        "Hutchinson 1990"
      ) { $0.trace.standardError },
    ]
  }

  /// The eigenvector, which has a number for each parameter that moves; the rest are zeros.
  func memoryCount(of network: any Network, on task: any LearningTask) -> Int {
    network.layout.trainedCount
  }

  /// A product takes a forward and a backward pass and the tangents of both, or two for each of four differences.
  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost
  {
    let scored = task.scoredSteps.count
    let pass =
      12 * network.forwardFlops(length: task.length, batch: task.batchSize, scored: scored)
    let activity = network.activationCount(
      length: task.length, batch: task.batchSize, scored: scored
    ).backward
    let (parameters, all) = (network.layout.trainedCount, network.layout.count)
    // Vectors are made orthogonal to the basis; its small matrix is decomposed.
    let search = 8 * countProduct(products, parameters) + 20 * countProduct(products, products)
    return Cost(
      flops: (Double(products) + Double(probes)) * (Double(batches) * pass + search),
      numbers: 2
        * (2 * activity + Double(task.inputCount) + Double(task.targetCount)
          + countProduct(products + 8, parameters) + countProduct(3, all)
          + countProduct(3, products, products)),
      quietFlops: pass + search + 20 * countProduct(products, products, products))
  }

  func probe<Element: Scalar>(of context: ObservationContext<Element>) -> Probe<Sharpness> {
    let trainer = context.trainer
    let kept = context.keep(trainer.network.layout.trainedCount)
    let hessian = LossHessian(trainer, batches: batches) { [unowned context] in
      context.heartbeat()
    }
    guard let hessian else { return { Sharpness() } }
    return {
      hessian.readParameters()
      let last = kept.elements
      var found = Sharpness(
        start: Self.start(near: Array(last.prefix(hessian.count)), seed: trainer.seed),
        products: products, probes: probes, seed: trainer.seed, hessian.product)
      found.limit = trainer.presentRate.flatMap { $0 > 0 ? 2 / $0 : nil } ?? .nan
      if found.largest.isFinite {
        kept.elements =
          found.vector + [Double](repeating: 0, count: last.count - hessian.count)
      }
      return found
    }
  }

  /// A random vector of length one, of as many numbers as `last`; or, where `last` is known, a tenth of it added to that,
  /// so that every eigenvector has a part in it.
  static func start(near last: [Double], seed: UInt64) -> [Double] {
    var random = RandomStream(seed: seed, purpose: "sharpness start")
    var start = [Double](repeating: 0, count: last.count)
    random.fillNormal(&start)
    let norm = start.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard last.allSatisfy(\.isFinite) else { return start.map { $0 / norm } }
    return zip(last, start).map { $0 + 0.1 / norm * $1 }
  }
}

/// What is found of a Hessian; NaN where it is not finite, or no parameter moves.
struct Sharpness {
  var largest = Double.nan
  var residual = Double.nan
  var limit = Double.nan
  var trace = ProbedNumber(value: .nan, standardError: .nan)
  /// The unit eigenvector of the largest eigenvalue.
  var vector: [Double] = []

  init() {}

  /// - Parameters:
  ///   - start: The start of the search, n ≥ 1 numbers, the rows of the Hessian H; not all zero.
  ///   - products: The largest number of products in the search for the eigenvalue.
  ///   - probes: How many random vectors estimate the trace.
  ///   - product: H x of x.
  init(
    start: [Double], products: Int, probes: Int, seed: UInt64,
    _ product: ([Double]) -> [Double]
  ) {
    let found = Lanczos(start: start, limit: products, tolerance: 1e-8, product: product)
    guard found.largest.isFinite else { return }
    (largest, residual, vector) = (found.largest, found.residual, found.vector)
    trace =
      start.count <= probes
      ? Self.exactTrace(start.count, product)
      : Self.probedTrace(found, probes: probes, seed: seed, product)
  }

  private static func exactTrace(
    _ parameters: Int, _ product: ([Double]) -> [Double]
  ) -> ProbedNumber {
    let diagonal = (0..<parameters).map { index in
      product((0..<parameters).map { $0 == index ? 1 : 0 })[index]
    }
    return ProbedNumber(value: diagonal.reduce(0, +), standardError: 0)
  }

  /// The trace within the basis of the search, which is known, and the mean of zᵀHz over probes z outside it: without
  /// the largest eigenvalues probes differ less (Hutch++; Meyer et al. 2021, arXiv:2010.09649).
  private static func probedTrace(
    _ found: Lanczos, probes: Int, seed: UInt64, _ product: ([Double]) -> [Double]
  ) -> ProbedNumber {
    let rest = (0..<probes).map { index in
      var probe = signs(found.basis[0].count, seed: seed, purpose: "sharpness probe", index: index)
      removeComponents(along: found.basis, from: &probe)
      return zip(probe, product(probe)).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return ProbedNumber(of: [ProbedSum(known: found.basisTrace, found: rest)]) { $0[0] }
  }
}
