import LinearAlgebra
import Networks
import Records
import Schema
import Tasks
import Training

/// How a recurrent net's state holds the class of its input, time step by time step, and who can read it there: the
/// trained read-out, nearest neighbours, or a fresh linear fit (arXiv:2001.03255).
struct GeometryObservable: Observable {
  static let key = "geometry"
  static let summary =
    "classes in a recurrent net's state at every time step, and who can read them"
  static let entries: [Entry] = [
    .integer(
      "reference", 1500, in: 2...1_000_000,
      "validation sequences that neighbours and fits learn from"),
    .integer("probe", 600, in: 1...1_000_000, "further validation sequences to be classified"),
    .integer("neighbours", 10, in: 1...10_000, "nearest states that vote, k"),
    .real(
      "ridge", 1e-4, in: .nonnegative, "penalty of the linear fit, for each reference sequence"),
  ]

  let reference: Int
  let probe: Int
  let neighbours: Int
  let ridge: Double

  init(_ settings: Settings) {
    reference = settings.integer("reference")
    probe = settings.integer("probe")
    neighbours = settings.integer("neighbours")
    ridge = settings.real("ridge")
  }

  func check(_ network: any Network, on task: any Task) throws(ObservableError) {
    try requireStatesAlone(network)
    guard task.loss == .crossEntropy, task.scoredSteps.count == 1 else {
      throw .needsClasses(key: Self.key, task: task.name)
    }
    guard task.validationSize >= reference + probe else {
      throw .needsValidation(
        key: Self.key, found: task.validationSize, expected: reference + probe)
    }
  }

  /// The sequences' inputs, and the states at a step with copies, in double precision.
  func numberCount(of network: any Network, on task: any Task, changed: [any Task]) -> Double {
    countProduct(2, reference + probe)
      * (countProduct(task.length, task.inputSize) + countProduct(4, network.representationSize))
  }

  func quantities(of network: any Network) -> [Quantity] { [] }

  func quantities(of network: any Network, on task: any Task) -> [Quantity] {
    GeometryMeasure.allCases.map { $0.quantity(length: task.length) } + [
      Quantity(
        "frozen_accuracy",
        longName: "read-out's accuracy with the steps without input left out",
        references: GeometryMeasure.paper),
      Quantity(
        "rewired_accuracy",
        longName:
          "read-out's accuracy with random orthogonal recurrence in the steps without input",
        references: GeometryMeasure.paper),
      Quantity(
        "quiet_max_lyapunov", units: "nat step-1",
        longName: "largest Lyapunov exponent over the steps without input",
        references: GeometryMeasure.paper),
    ]
  }

  /// The distances of all pairs at a typical number of steps; the rest is less.
  func flops(of network: any Network) -> Double {
    let states = Double(network.representationSize)
    return 30 * 4 * Double(reference) * (Double(probe) + states) * states
  }

  func observer<Element: Scalar>(of subject: Subject<Element>) -> any Observer {
    GeometryObserver(self, subject)
  }
}

/// What is measured of the states at a time step.
enum GeometryMeasure: String, CaseIterable {
  case readoutAccuracy = "readout_accuracy"
  case neighbourAccuracy = "neighbour_accuracy"
  case linearAccuracy = "linear_accuracy"
  case accessibilityGap = "accessibility_gap"
  case separation = "class_separation"
  case participationRatio = "state_participation_ratio"
  case correctedRatio = "state_participation_ratio_corrected"
  case withinRatio = "within_class_participation_ratio"
  case meansRatio = "class_means_participation_ratio"
  case alignment = "readout_alignment"

  static let paper = "Horoi, Lajoie and Wolf 2020, arXiv:2001.03255"

  func quantity(length: Int) -> Quantity {
    Quantity(
      rawValue, dimensions: [Quantity.Dimension("time", size: length)], longName: longName,
      references: Self.paper)
  }

  private var longName: String {
    switch self {
    case .readoutAccuracy: "accuracy of the trained read-out on the state after each time step"
    case .neighbourAccuracy: "accuracy of nearest neighbours among states of the same time step"
    case .linearAccuracy: "accuracy of a ridge regression fitted to the states of each time step"
    case .accessibilityGap: "best of neighbours and fitted read-out, less the trained read-out"
    case .separation: "scatter between classes over scatter within classes, at each time step"
    case .participationRatio: "participation ratio of the states' covariance at each time step"
    case .correctedRatio: "participation ratio of the states at each time step, without sample bias"
    case .withinRatio: "participation ratio within a class, mean over classes, at each time step"
    case .meansRatio: "participation ratio of the class means at each time step"
    case .alignment: "share of the variance between classes in the trained read-out's span"
    }
  }
}
