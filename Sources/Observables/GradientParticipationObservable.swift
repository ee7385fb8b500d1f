import Layers
import LinearAlgebra
import Networks
import Observing
import Plans
import Programs
import Records
import Schema
import Tasks
import Training

/// How many parameters, and how many directions of weight matrices, take part in the gradient of the step's batch.
///
/// Both are participation ratios (Σx)²/Σx²: of the squares of the derivatives, and of the squares of the singular values
/// of the matrices that they form. The gradient is that of the objective before clipping.
struct GradientParticipationObservable: Observable {
  static let key = "gradient_participation"
  static let summary = "how many parameters and directions take part in the gradient"
  static let entries: [Entry] = []

  init(_ settings: Settings) {}

  func columns(of network: any Network, on task: any LearningTask) -> [Column<[Participation]>] {
    let group = Quantity.Dimension(
      "parameter_group", labels: StartChangeObservable.groups.map(\.rawValue))
    return [
      Column(
        "gradient_participation", over: [group],
        "participation ratio of the gradient's elements by group of parameters; NaN where it is zero"
      ) { $0.map(\.elements) },
      Column(
        "gradient_rank", over: [group],
        "participation ratio of the squared singular values of the gradients of a group's matrices, "
          + "together as blocks of one"
      ) { $0.map(\.directions) },
    ]
  }

  /// Operations are those of singular values.
  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost
  {
    let shapes = network.layout.trained.map(\.shape)
    return Cost(
      flops: shapes.reduce(0) {
        $0 + 20 * countProduct($1.rows, $1.columns, min($1.rows, $1.columns))
      }, numbers: 4 * Double(network.layout.trainedCount))
  }

  func probe<Element: Scalar>(of context: ObservationContext<Element>) -> Probe<[Participation]> {
    { [unowned context] in
      let trainer = context.trainer
      let gradient = trainer.gradient.elements.map { Double($0) }
      return StartChangeObservable.groups.map { group in
        Participation(
          trainer.network.layout.trained(in: group).map { placed in
            context.heartbeat()
            return Matrix(
              rows: placed.shape.rows, columns: placed.shape.columns,
              elements: Array(gradient[placed.range]))
          })
      }
    }
  }
}

/// The participation in matrices, taken together as blocks of one matrix; NaN where they are zero, or there are none.
struct Participation {
  /// (Σx²)²/Σx⁴ over elements x.
  let elements: Double
  /// The same over singular values.
  let directions: Double

  init(_ matrices: [Matrix<Double>]) {
    elements = Self.ratio(matrices.flatMap(\.elements))
    directions = Self.ratio(matrices.flatMap(\.singularValues))
  }

  /// (Σx²)²/Σx⁴ of numbers that are scaled first, so that no power of them vanishes.
  private static func ratio(_ numbers: [Double]) -> Double {
    let largest = numbers.reduce(0) { max($0, abs($1)) }
    let squares = numbers.map { $0 / largest * ($0 / largest) }
    let sum = squares.reduce(0, +)
    return sum * sum / squares.reduce(0) { $0 + $1 * $1 }
  }
}
