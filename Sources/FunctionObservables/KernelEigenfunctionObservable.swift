import Layers
import Observing
import LinearAlgebra
import Networks
import Plans
import Records
import Schema
import Tasks
import Training

/// The functions of the plane that a net of two inputs and one output learns fastest: its tangent kernel's leading
/// eigenvectors on a grid, and their alignment with the task's function (arXiv:2008.00938, figure 1).
struct KernelEigenfunctionObservable: Observable {
  static let key = "kernel_eigenfunctions"
  static let summary = "leading eigenfunctions of the tangent kernel on a grid over two inputs"
  static let entries: [Entry] = [
    .integer("functions", 5, in: 1...1000, "of the largest eigenvalues, largest first"),
    .integer("side", 21, in: 2...64, "points along a side of the grid over [−1, 1]²"),
  ]

  let functions: Int
  let side: Int

  init(_ settings: Settings) {
    functions = settings.integer("functions")
    side = settings.integer("side")
  }

  func check(_ network: any Network, on task: any LearningTask) throws(ObservableError) {
    guard network.inputSize == 2, network.outputSize == 1, network.cell == nil else {
      throw .needsPlane(key: Self.key)
    }
    guard network.layout.trained(in: .activation).isEmpty else {
      throw .needsWeightsAlone(key: Self.key)
    }
  }

  func columns(
    of network: any Network, on task: any LearningTask
  ) -> [Column<KernelEigenfunctions>] {
    let paper = "arXiv:2008.00938"
    let function = Quantity.Dimension("kernel_eigenfunction_index", size: functions)
    let grid = ["kernel_grid_y", "kernel_grid_x"].map { Quantity.Dimension($0, size: side) }
    return [
      Column(
        "kernel_eigenfunction", over: [function] + grid,
        "the centred tangent kernel's eigenvectors on an even grid over [−1, 1]², of mean square 1",
        paper
      ) { $0.functions.flatMap(\.self) },
      Column(
        "kernel_eigenfunction_alignment", over: [function],
        "cosine between an eigenvector and the task's function, the sign left out; "
          + "NaN where the task has none", paper
      ) { $0.alignments },
    ]
  }

  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost
  {
    let points = countProduct(side, side)
    let units = Double(network.hiddenLayers.reduce(1) { $0 + $1.width })
    return Cost(
      flops: 3 * network.forwardFlops(length: 1, batch: side * side, scored: 1)
        + points * points * (2 * units + 9 * points),
      numbers: points * points * Double(network.hiddenLayers.count + 6))
  }

  func probe<Element: Scalar>(
    of context: ObservationContext<Element>
  ) -> Probe<KernelEigenfunctions> {
    let trainer = context.trainer
    let places = evenGrid(side)
    let kernel = TangentKernel(trainer.network, points: places.rows)
    let asked = trainer.task.targetFunction.map { function in
      KernelPoints(
        places,
        targets: Matrix(
          rows: places.rows, columns: 1,
          elements: (0..<places.rows).map { function.value(places[row: $0]) })
      ).target
    }
    return { [unowned context] in
      context.heartbeat()
      let parameters = trainer.parameters.elements.map { Double($0) }
      return KernelEigenfunctions(
        kernel.whole(parameters, at: places), count: functions, target: asked)
    }
  }
}

/// A kernel's leading eigenvectors; NaN where there are fewer, or where the kernel is not finite.
struct KernelEigenfunctions {
  /// The value of each function at each point. The mean square is 1, and the value of largest magnitude is positive.
  var functions: [[Double]] = []
  var alignments: [Double]

  /// - Parameters:
  ///   - kernel: The kernel of one output, not yet centred, [points × points].
  ///   - count: The number of eigenvectors.
  ///   - target: The task's function at the points, without its mean; nil where the task has none.
  init(_ kernel: Matrix<Double>, count: Int, target: [Double]?) {
    let points = kernel.rows
    functions = [[Double]](
      repeating: [Double](repeating: .nan, count: points), count: count)
    alignments = [Double](repeating: .nan, count: count)
    guard kernel.isFinite else { return }
    let vectors = kernel.centeredBlocks(of: points).symmetricEigensystem.vectors
    for index in 0..<min(count, points) {
      let vector = Array(vectors[row: points - 1 - index])
      let largest = vector.max { abs($0) < abs($1) } ?? 1
      let factor = Double(points).squareRoot() * (largest < 0 ? -1 : 1)
      functions[index] = vector.map { factor * $0 }
      guard let target else { continue }
      let norm = target.reduce(0) { $0 + $1 * $1 }.squareRoot()
      alignments[index] = abs(zip(vector, target).reduce(0) { $0 + $1.0 * $1.1 }) / norm
    }
  }
}
