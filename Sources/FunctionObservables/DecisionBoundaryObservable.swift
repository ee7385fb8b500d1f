import Networks
import Tasks
import LinearAlgebra
import Observing
import Records
import Schema
import Summaries

/// The decision boundary of a net of two inputs and one output, and its distance from a straight line
/// (Pezeshki et al., arXiv:2011.09468).
///
/// For each of many values of the second input, it is the output's zero over the first input that is nearest 0, found
/// on a grid and interpolated. The curvature is the standard deviation of these zeros.
struct DecisionBoundaryObservable: Observable {
  static let key = "decision_boundary"
  static let summary = "boundary between two classes over two inputs, and its curvature"
  static let entries: [Entry] = [
    .integer("lines", 57, in: 2...10_000, "values of the second input"),
    .real("half_height", 1.4, in: .positive, "the largest of them; the least is its negative"),
    .integer("points", 601, in: 2...100_000, "values of the first input"),
    .real("half_width", 1.5, in: .positive, "the largest of them; the least is its negative"),
  ]

  let lines: Int
  let halfHeight: Double
  let points: Int
  let halfWidth: Double

  init(_ settings: Settings) {
    lines = settings.integer("lines")
    halfHeight = settings.real("half_height")
    points = settings.integer("points")
    halfWidth = settings.real("half_width")
  }

  func check(_ network: any Network, on task: any LearningTask) throws(ObservableError) {
    guard network.inputSize == 2, network.outputSize == 1, network.cell == nil else {
      throw .needsPlane(key: Self.key)
    }
  }

  func columns(of network: any Network, on task: any LearningTask) -> [Column<[Double]>] {
    let paper = "arXiv:2011.09468"
    return [
      Column(
        "boundary_curvature",
        "standard deviation of the decision boundary's place in the first input", paper,
        number: Self.curvature),
      Column(
        "decision_boundary", over: [Quantity.Dimension("line", size: lines)],
        "first input at which the output is zero, by even steps of the second", paper
      ) { $0 },
    ]
  }

  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost
  {
    Cost(flops: network.forwardFlops(length: 1, batch: lines * points, scored: 1))
  }

  /// A function that finds the zeros, line by line.
  func probe<Element: Scalar>(of context: ObservationContext<Element>) -> Probe<[Double]> {
    let across = evenPlaces(points, to: halfWidth)
    return {
      evenPlaces(lines, to: halfHeight).map { height in
        let line = Matrix(
          rows: across.count, columns: 2, elements: across.flatMap { [$0, height] })
        let outputs = context.responses(to: line).outputs.elements
        return Self.zero(outputs[...], at: across)
      }
    }
  }

  /// The standard deviation of the zeros over the lines that have one; NaN where no line has.
  static func curvature(of boundary: [Double]) -> Double {
    let zeros = boundary.filter { !$0.isNaN }
    return zeros.isEmpty ? .nan : Statistics.deviation(zeros)
  }

  /// The zero nearest 0 of a function with these values at `places`; NaN where it has none.
  static func zero(_ values: ArraySlice<Double>, at places: [Double]) -> Double {
    let values = Array(values)
    var nearest = Double.nan
    for index in 1..<places.count where (values[index - 1] > 0) != (values[index] > 0) {
      let share = values[index - 1] / (values[index - 1] - values[index])
      let zero = places[index - 1] + share * (places[index] - places[index - 1])
      if nearest.isNaN || abs(zero) < abs(nearest) { nearest = zero }
    }
    return nearest
  }
}
