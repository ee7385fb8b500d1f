import Networks
import Tasks
import Representations
import LinearAlgebra
import Observing
import Records
import Schema

/// An estimate of a representation's dimension: one number from its singular values.
protocol RepresentationObservable: Observable where Found == SingularValues {
  var samples: Int { get }
  var isCentered: Bool { get }
  var column: Column<SingularValues> { get }
}

/// A representation's singular values, descending.
struct SingularValues {
  let values: [Double]
  /// The number of rows of the representation.
  let samples: Int
}

extension RepresentationObservable {
  static var samplesEntry: Entry {
    .integer(
      "samples", 256, in: 2...1_000_000,
      "validation sequences whose hidden representation is taken; no more than there are")
  }

  func columns(of network: any Network, on task: any LearningTask) -> [Column<SingularValues>] {
    [column]
  }

  /// Operations are a bidiagonalisation, which all observables of the same samples share.
  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost
  {
    let (long, short) = (
      Double(max(samples, network.representationSize)),
      Double(min(samples, network.representationSize))
    )
    return Cost(flops: 4 * long * short * short, numbers: 4 * long * short)
  }

  func probe<Element: Scalar>(of context: ObservationContext<Element>) -> Probe<SingularValues> {
    {
      SingularValues(
        values: context.singularValues(samples: samples, centered: isCentered),
        samples: context.representation(samples: samples).rows)
    }
  }
}

/// The effective rank: exp of the singular values' entropy (Roy and Vetterli 2007).
struct EffectiveRankObservable: RepresentationObservable {
  static let key = "effective_rank"
  static let summary = "effective rank of the hidden representation (entropy of singular values)"
  static let entries: [Entry] = [
    samplesEntry,
    .boolean("centered", false, "take each unit's mean off first"),
  ]

  let samples: Int
  let isCentered: Bool

  init(_ settings: Settings) {
    samples = settings.integer("samples")
    isCentered = settings.boolean("centered")
  }

  var column: Column<SingularValues> {
    Column(
      "effective_rank",
      "effective rank of the hidden representation: exp of the entropy of its singular values",
      "Roy and Vetterli 2007"
    ) { Dimension.effectiveRank(singularValues: $0.values) }
  }
}

/// The ε-rank: the number of the Gram matrix's eigenvalues above ε (arXiv:2412.05144).
struct GramRankObservable: RepresentationObservable {
  static let key = "gram_rank"
  static let summary = "ε-rank of the hidden representation (Gram eigenvalues above a threshold)"
  static let entries: [Entry] = [
    samplesEntry,
    .real("threshold", 1e-6, in: .positive, "ε, on the scale of a unit's mean square"),
  ]

  let samples: Int
  let threshold: Double
  let isCentered = false

  init(_ settings: Settings) {
    samples = settings.integer("samples")
    threshold = settings.real("threshold")
  }

  var column: Column<SingularValues> {
    Column(
      "gram_rank",
      "number of eigenvalues of the hidden representation's Gram matrix above a threshold",
      "arXiv:2412.05144"
    ) {
      Dimension.gramRank(
        singularValues: $0.values, samples: $0.samples, threshold: threshold)
    }
  }
}

/// The participation ratio of the covariance C, (Tr C)² / Tr C² (arXiv:1906.00443).
struct ParticipationRatioObservable: RepresentationObservable {
  static let key = "participation_ratio"
  static let summary = "participation ratio of the hidden representation's covariance"
  static let entries: [Entry] = [samplesEntry]

  let samples: Int
  let isCentered = true

  init(_ settings: Settings) { samples = settings.integer("samples") }

  var column: Column<SingularValues> {
    Column(
      "participation_ratio", "participation ratio of the hidden representation's covariance",
      "arXiv:1906.00443"
    ) { Dimension.participationRatio(centeredSingularValues: $0.values) }
  }
}
