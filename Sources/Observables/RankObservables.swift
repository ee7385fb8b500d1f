import LinearAlgebra
import Networks
import Records
import Schema

/// What the estimates of a representation's dimension share: one number from its singular values.
protocol RepresentationObservable: Observable {
  var samples: Int { get }
  var isCentered: Bool { get }
  var quantity: Quantity { get }

  /// - Parameter rows: Samples that there are.
  func value(_ singularValues: [Double], rows: Int) -> Double
}

extension RepresentationObservable {
  static var samplesEntry: Entry {
    .integer(
      "samples", 256, in: 2...1_000_000,
      "validation sequences whose hidden representation is taken; no more than there are")
  }

  func quantities(of network: any Network) -> [Quantity] { [quantity] }

  /// Bidiagonalisation of the smaller side, shared by all that look at the same samples.
  func flops(of network: any Network) -> Double {
    let (long, short) = (
      Double(max(samples, network.representationSize)),
      Double(min(samples, network.representationSize))
    )
    return 4 * long * short * short
  }

  func observer<Element: Scalar>(of subject: Subject<Element>) -> any Observer {
    RepresentationObserver(self, subject)
  }
}

private final class RepresentationObserver<Element: Scalar>: Observer {
  private let observable: any RepresentationObservable
  private let subject: Subject<Element>

  init(_ observable: any RepresentationObservable, _ subject: Subject<Element>) {
    self.observable = observable
    self.subject = subject
  }

  func values() -> [Double] {
    [
      observable.value(
        subject.singularValues(samples: observable.samples, centered: observable.isCentered),
        rows: subject.representation(samples: observable.samples).rows)
    ]
  }
}

/// exp of the singular values' entropy.
struct EffectiveRankObservable: RepresentationObservable {
  static let key = "effective_rank"
  static let summary = "effective rank of the hidden representation (entropy of singular values)"
  static let entries: [Entry] = [
    samplesEntry,
    .boolean("centered", false, "take each unit's mean off first"),
  ]

  let samples: Int
  let isCentered: Bool
  let quantity = Quantity(
    "effective_rank",
    longName:
      "effective rank of the hidden representation: exp of the entropy of its singular values",
    references: "Roy and Vetterli 2007")

  init(_ settings: Settings) {
    samples = settings.integer("samples")
    isCentered = settings.boolean("centered")
  }

  func value(_ singularValues: [Double], rows: Int) -> Double {
    Dimension.effectiveRank(singularValues: singularValues)
  }
}

/// The number of the Gram matrix's eigenvalues above ε.
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
  let quantity = Quantity(
    "gram_rank",
    longName: "number of eigenvalues of the hidden representation's Gram matrix above a threshold",
    references: "arXiv:2412.05144")

  init(_ settings: Settings) {
    samples = settings.integer("samples")
    threshold = settings.real("threshold")
  }

  func value(_ singularValues: [Double], rows: Int) -> Double {
    Dimension.gramRank(singularValues: singularValues, samples: rows, threshold: threshold)
  }
}

/// (Tr C)² / Tr C².
struct ParticipationRatioObservable: RepresentationObservable {
  static let key = "participation_ratio"
  static let summary = "participation ratio of the hidden representation's covariance"
  static let entries: [Entry] = [samplesEntry]

  let samples: Int
  let isCentered = true
  let quantity = Quantity(
    "participation_ratio",
    longName: "participation ratio of the hidden representation's covariance",
    references: "arXiv:1906.00443")

  init(_ settings: Settings) { samples = settings.integer("samples") }

  func value(_ singularValues: [Double], rows: Int) -> Double {
    Dimension.participationRatio(centeredSingularValues: singularValues)
  }
}
