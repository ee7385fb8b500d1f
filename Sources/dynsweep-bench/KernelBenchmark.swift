import FunctionObservables
import Layers
import LinearAlgebra
import Networks
import RandomStreams
import Schema

/// The tangent kernel of five layers of 80 rectifiers and ten outputs on 100 points, in double precision.
final class KernelBenchmark: Benchmark {
  private static let points = 100

  private let kernel: TangentKernel
  private let parameters: [Double]
  private let places: Matrix<Double>

  init(inputs: Int) throws {
    let settings = try TrainingBenchmark.settings(
      model: "{cell: feed_forward, widths: [80, 80, 80, 80, 80]}")
    let network = try NetworkCatalogue.make(
      settings: settings.section("model"), inputSize: inputs, outputSize: 10)
    var random = RandomStream(seed: 1, purpose: "benchmark kernel")
    places = Matrix(
      rows: Self.points, columns: inputs,
      elements: (0..<Self.points * inputs).map { _ in random.normal() })
    parameters = network.layout.initialValues(seed: 1)
    kernel = TangentKernel(network, points: Self.points)
  }

  func run() {
    let shares = kernel.shares(parameters, at: places)
    _ = shares.dropFirst().reduce(shares[0], +)
  }
}
