import Foundation
import Layers
import LinearAlgebra
import Networks
import Schema
import Testing

@testable import FunctionObservables

@Suite struct FeatureResponseTests {
  /// K = AAᵀ + 1 + (DDᵀ)∘(XXᵀ + 1), A = ReLU(XW + b), D = 1[XW + b > 0]∘v.
  @Test func `the tangent kernel of a two-layer net of rectifiers is the closed one`() throws {
    let (units, count) = (5, 7)
    let network = try NetworkCatalogue.make(
      settings: try settings(units: units), inputSize: 2, outputSize: 1)
    let inputs = Matrix(
      rows: count, columns: 2, elements: (0..<2 * count).map { sin(Double(3 * $0 + 1)) })
    let found = tangentKernel(of: network, parametersFrom: 5, inputs: inputs)

    let values: [Double] = network.layout.initialValues(seed: 5)
    let weight = network.layout.matrix("layers.0.weight", in: values)
    let bias = network.layout.matrix("layers.0.bias", in: values)
    let readout = network.layout.matrix("readout.weight", in: values)
    func preactivation(_ i: Int, _ unit: Int) -> Double {
      inputs[i, 0] * weight[unit, 0] + inputs[i, 1] * weight[unit, 1] + bias[0, unit]
    }
    for i in 0..<count {
      for j in 0..<count {
        let inner = inputs[i, 0] * inputs[j, 0] + inputs[i, 1] * inputs[j, 1] + 1
        var expected = 1.0
        for unit in 0..<units {
          let (x, y) = (preactivation(i, unit), preactivation(j, unit))
          guard x > 0, y > 0 else { continue }
          expected += x * y + readout[0, unit] * readout[0, unit] * inner
        }
        #expect(abs(found[i, j] - expected) < 1e-12 * max(1, abs(expected)))
      }
    }
  }

  private func settings(units: Int) throws -> Settings {
    try NetworkCatalogue.section.settings(
      of: Tree(
        .mapping([
          pair("cell", .scalar("feed_forward", isQuoted: false)),
          pair(
            "widths", .list([Tree(.scalar("\(units)", isQuoted: false), at: .start)])),
          pair(
            "initial",
            .mapping([
              pair("bias", .mapping([pair("scheme", .scalar("torch", isQuoted: false))]))
            ])),
        ]), at: .start))
  }

  private func pair(_ key: String, _ content: Tree.Content) -> Tree.Pair {
    Tree.Pair(key: key, keyLocation: .start, value: Tree(content, at: .start))
  }
}

@Suite struct DecisionBoundaryTests {
  private let places = (0...300).map { Double($0) / 100 - 1.5 }

  @Test func `of several zeros the one nearest 0 is taken`() {
    // Zeros at −1, 0.4 and 1.2.
    let values = places.map { ($0 + 1) * ($0 - 0.404) * ($0 - 1.2) }
    let zero = DecisionBoundaryObservable.zero(values[...], at: places)
    // Interpolated along a curve whose slope changes by 1 % over a step of 0.01.
    #expect(abs(zero - 0.404) < 1e-4)
    let none = DecisionBoundaryObservable.zero(places.map { $0 + 9 }[...], at: places)
    #expect(none.isNaN)
  }

  @Test func `a straight boundary has no curvature, and lines without a zero do not count`() {
    #expect(DecisionBoundaryObservable.curvature(of: [0.25, .nan, 0.25]) == 0)
    // Of −1, 1: the deviation over the points themselves.
    #expect(DecisionBoundaryObservable.curvature(of: [-1, 1]) == 1)
    #expect(DecisionBoundaryObservable.curvature(of: [.nan]).isNaN)
  }
}
