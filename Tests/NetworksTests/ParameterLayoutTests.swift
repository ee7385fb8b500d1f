import Layers
import LinearAlgebra
import Networks
import Programs
import TestSupport
import Testing

@Suite struct ParameterLayoutTests {
  static func network(_ model: Written) throws -> any Network {
    try NetworkCatalogue.make(
      settings: NetworkCatalogue.section.settings(model), inputSize: 3, outputSize: 2)
  }

  @Test func `a recurrent net's trained parameters lie side by side, its mask behind them`() throws
  {
    let layout = try Self.network([
      "width": 4, "modules": 2, "modularity": 0.5,
      "activation": ["family": "gamma", "adapt": "per_unit"],
    ]).layout
    #expect(
      layout.all.map(\.name) == [
        "weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "activation.gain", "activation.saturation",
        "readout.weight", "readout.bias", "weight_hh_l0.mask",
      ])
    #expect(layout.all.map(\.offset) == [0, 12, 28, 32, 36, 40, 48, 50])
    #expect(layout.trainedCount == 50 && layout.count == 66)
    #expect(layout.trained(in: .activation).map(\.range) == [32..<36, 36..<40])
    #expect(layout["readout.bias"]?.shape == Shape(1, 2) && layout["bias_hh_l0"] == nil)
  }

  @Test func `a feed-forward net's layers are numbered`() throws {
    let layout = try Self.network([
      "cell": "feed_forward", "widths": [5, 4],
      "activation": ["family": "gamma", "adapt": "shared"],
    ]).layout
    #expect(
      layout.all.map { "\($0.name) \($0.shape)" } == [
        "layers.0.weight 5×3", "layers.0.bias 1×5", "layers.0.activation.gain 1×1",
        "layers.0.activation.saturation 1×1", "layers.1.weight 4×5", "layers.1.bias 1×4",
        "layers.1.activation.gain 1×1", "layers.1.activation.saturation 1×1",
        "readout.weight 2×4", "readout.bias 1×2",
      ])
  }

  @Test func `initial values are the same in both precisions, and the seed's`() throws {
    let layout = try Self.network(["width": 8, "modules": 2, "modularity": 0.5]).layout
    let double: [Double] = layout.initialValues(seed: 3)
    let float: [Float] = layout.initialValues(seed: 3)
    let other: [Double] = layout.initialValues(seed: 4)
    #expect(float == double.map { Float($0) } && double.count == layout.count)
    #expect(double != other)
  }

  @Test func `other recurrent weights are orthogonal, the seed's, and all else stays`() throws {
    let layout = try Self.network(["width": 8]).layout
    let values: [Double] = layout.initialValues(seed: 3)
    let (one, two) = (layout.rewired(values, seed: 1), layout.rewired(values, seed: 2))
    let place = try #require(layout["weight_hh_l0"]?.range)
    #expect(one[place] != two[place] && one == layout.rewired(values, seed: 1))
    let matrix = layout.matrix("weight_hh_l0", in: one)
    // Rounding of a QR.
    #expect((matrix * matrix.transposed - .identity(8)).largestMagnitude < 1e-14)
    #expect(values.indices.allSatisfy { place.contains($0) || one[$0] == values[$0] })
  }

  @Test func `a parameter has the same start in another configuration`() throws {
    let plain = try Self.network(["width": 8]).layout
    let shaped = try Self.network([
      "width": 8, "bias": false, "activation": ["family": "gamma", "adapt": "shared"],
    ]).layout
    let (a, b): ([Double], [Double]) = (plain.initialValues(seed: 3), shaped.initialValues(seed: 3))
    for name in ["weight_ih_l0", "weight_hh_l0", "readout.weight"] {
      #expect(plain.matrix(name, in: a) == shaped.matrix(name, in: b))
    }
  }
}
