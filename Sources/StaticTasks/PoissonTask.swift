import Foundation
import LinearAlgebra
import Schema
import Tasks

/// The Poisson equation −u″ = f on (−1, 1) with u(±1) = 0, solved by a net whose loss is the equation's residual
/// (arXiv:2412.05144).
///
/// The solution is u* = sin πx + 0.1 sin 10πx. A batch has all points: evenly spaced ones inside, then the two ends;
/// its targets are f, and 0 at the ends. Validation takes the centres of as many cells, and the ends.
enum PoissonTask {
  private static let solution = TargetFunction(dimensions: 1) { x in
    x.reduce(0) { $0 + sin(.pi * $1) + 0.1 * sin(10 * .pi * $1) }
  }

  /// The right side of the equation, f = −u*″.
  private static func source(_ x: Double) -> Double {
    .pi * .pi * (sin(.pi * x) + 10 * sin(10 * .pi * x))
  }

  static let description = TaskDescription(
    variant: Variant(
      "poisson", "solve −u″ = f by the residual at points, second derivatives inside the loss",
      [
        .integer("points", 200, in: 1...1_000_000, "evenly spaced points inside"),
        .real(
          "boundary_weight", 100, in: .nonnegative,
          "weight of the mean square at the boundary beside the mean squared residual"),
      ]),
    make: { (settings, seed) throws(TaskError) in try make(settings, seed: seed) })

  private static func make(_ settings: Settings, seed: UInt64) throws(TaskError) -> TableTask {
    let count = settings.integer("points")
    let inner = (1...count).map { -1 + 2 * Double($0) / Double(count + 1) }
    let centers = solution.grid(perSide: count, isCentered: true).map { $0[0] }
    return try TableTask(
      TableTask.Character(
        name: "poisson", loss: .meanSquaredError, targetFunction: solution,
        boundaryValueProblem: BoundaryValueProblem(
          boundaryPoints: 2, boundaryWeight: settings.real("boundary_weight"))),
      training: samples(inner), validation: samples(centers), batch: nil, seed: seed
    ) { FunctionFit.uniformBox(numbers: $0, seed: seed) }
  }

  private static func samples(_ inner: [Double]) -> SampleTable {
    var table = SampleTable(count: inner.count + 2, inputSize: 1, outputSize: 1)
    for x in inner { table.append([x], target: [source(x)]) }
    for end in [-1.0, 1] { table.append([end], target: [0]) }
    return table
  }
}
