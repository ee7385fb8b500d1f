import Networks
import Tasks
import LinearAlgebra
import Observing
import Records
import Schema

/// The geometry of the input's classes in a recurrent net's state, time step by time step, and how well each reader
/// finds the class there: the trained read-out, nearest neighbours, or a fresh linear fit (arXiv:2001.03255).
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
  let neighbors: Int
  let ridge: Double

  init(_ settings: Settings) {
    reference = settings.integer("reference")
    probe = settings.integer("probe")
    neighbors = settings.integer("neighbours")
    ridge = settings.real("ridge")
  }

  func check(_ network: any Network, on task: any LearningTask) throws(ObservableError) {
    try requireStatesAlone(network)
    guard task.loss == .crossEntropy, task.scoredSteps.count == 1, !task.weighsSteps else {
      throw .needsClasses(key: Self.key, task: task.name)
    }
    guard task.validationSize >= reference + probe else {
      throw .needsValidation(
        key: Self.key, found: task.validationSize, expected: reference + probe)
    }
  }

  func columns(of network: any Network, on task: any LearningTask) -> [Column<GeometryCourse>] {
    let time = [Quantity.Dimension("time", size: task.length)]
    let course: [Column<GeometryCourse>] = StateGeometry.measures.map { measure in
      Column(measure.name, over: time, measure.meaning, Self.paper) {
        $0.steps.map { $0[keyPath: measure.number] }
      }
    }
    return course + [
      Column(
        "frozen_accuracy", "read-out's accuracy with the steps without input left out", Self.paper
      ) { $0.frozenAccuracy },
      Column(
        "rewired_accuracy",
        "read-out's accuracy with random orthogonal recurrence in the steps without input",
        Self.paper
      ) { $0.rewiredAccuracy },
      Column(
        "quiet_max_lyapunov", units: "nat step-1",
        "largest Lyapunov exponent over the steps without input", Self.paper
      ) { $0.quietExponent },
    ]
  }

  private static let paper = "Horoi, Lajoie and Wolf 2020, arXiv:2001.03255"

  /// Operations are the distances of all pairs at a typical number of steps; all others are fewer. Memory holds the
  /// sequences' inputs, and the states at a step with their copies, in double precision.
  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost
  {
    let states = Double(network.representationSize)
    return Cost(
      flops: 30 * 4 * Double(reference) * (Double(probe) + states) * states,
      numbers: countProduct(2, reference + probe)
        * (countProduct(task.length, task.inputSize) + countProduct(4, network.representationSize)))
  }

  func probe<Element: Scalar>(of context: ObservationContext<Element>) -> Probe<GeometryCourse> {
    GeometryProbe(self, context).course
  }
}

/// The measures of a net's states, and those of the steps without input; the latter are NaN where there are no such
/// steps.
struct GeometryCourse {
  /// The measures of the states after each time step.
  let steps: [StateGeometry]
  var frozenAccuracy = Double.nan
  var rewiredAccuracy = Double.nan
  var quietExponent = Double.nan
}

/// The measures of the states after a time step; NaN where the states are not finite.
struct StateGeometry {
  var readoutAccuracy = Double.nan
  var neighborAccuracy = Double.nan
  var linearAccuracy = Double.nan
  var separation = Double.nan
  var participationRatio = Double.nan
  var correctedRatio = Double.nan
  var withinRatio = Double.nan
  var meansRatio = Double.nan
  var alignment = Double.nan

  var accessibilityGap: Double { max(neighborAccuracy, linearAccuracy) - readoutAccuracy }

  static var measures:
    [(name: String, number: any KeyPath<Self, Double> & Sendable, meaning: String)]
  {
    [
      (
        "readout_accuracy", \.readoutAccuracy,
        "accuracy of the trained read-out on the state after each time step"
      ),
      (
        "neighbour_accuracy", \.neighborAccuracy,
        "accuracy of nearest neighbours among states of the same time step"
      ),
      (
        "linear_accuracy", \.linearAccuracy,
        "accuracy of a ridge regression fitted to the states of each time step"
      ),
      (
        "accessibility_gap", \.accessibilityGap,
        "best of neighbours and fitted read-out, less the trained read-out"
      ),
      (
        "class_separation", \.separation,
        "scatter between classes over scatter within classes, at each time step"
      ),
      (
        "state_participation_ratio", \.participationRatio,
        "participation ratio of the states' covariance at each time step"
      ),
      (
        "state_participation_ratio_corrected", \.correctedRatio,
        "participation ratio of the states at each time step, without sample bias"
      ),
      (
        "within_class_participation_ratio", \.withinRatio,
        "participation ratio within a class, mean over classes, at each time step"
      ),
      (
        "class_means_participation_ratio", \.meansRatio,
        "participation ratio of the class means at each time step"
      ),
      (
        "readout_alignment", \.alignment,
        "share of the variance between classes in the trained read-out's span"
      ),
    ]
  }
}
