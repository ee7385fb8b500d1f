import Layers
import LinearAlgebra
@testable import Networks
import Plans
import Programs
import RandomStreams
import TestSupport
import Testing

@testable import Dynamics

/// Spectra of nets with several states: an estimator that chooses its own pace against one that orthonormalises at
/// every step.
@Suite struct GatedSpectrumTests {
  static let cells: [any Cell] = [
    LongShortTermMemoryCell(inputSize: 2, units: 12),
    GatedRecurrentCell(inputSize: 2, units: 16),
    StackedCell([
      LongShortTermMemoryCell(inputSize: 2, units: 8),
      GatedRecurrentCell(inputSize: 8, units: 6, layer: 1),
    ]),
  ]
  private static let (warmup, steps, trajectories) = (20, 80, 2)

  /// - Parameter silence: Steps of zero input before all others; if any, there are no biases.
  private func estimate<Element: Scalar>(
    _ cell: any Cell, _ interval: OrthonormalizationInterval, _: Element.Type, silence: Int = 0
  ) -> LyapunovEstimate {
    let layout = ParameterLayout(cell.parameters)
    var random = RandomStream(seed: 3, purpose: "gated net")
    let parameters = Storage((0..<layout.count).map { _ in Element(0.7 * random.normal()) })
    for bias in layout.trained(in: .bias) where silence > 0 {
      for place in bias.range { parameters[place] = 0 }
    }
    let inputs = Storage(
      (0..<(Self.warmup + Self.steps) * Self.trajectories * cell.inputSize).map {
        let number = Element(random.normal())
        return $0 < silence * Self.trajectories * cell.inputSize ? 0 : number
      })
    let dynamics = CellDynamics<Element>(
      stateSizes: cell.stateSizes, layers: cell.layerStates, inputSize: cell.inputSize
    ) { program, states, input in
      let values = layout.values(in: program)
      let next = cell.step(states: states, input: input, parameters: values)
      return (next, layout.bindings(of: values, to: parameters))
    }
    let estimator = LyapunovEstimator(
      of: dynamics, LyapunovSettings(trajectories: Self.trajectories, interval: interval, seed: 5))
    return estimator.estimate(inputs: inputs, warmup: Self.warmup, steps: Self.steps)
  }

  private func exponents<Element: Scalar>(
    _ cell: any Cell, _ interval: OrthonormalizationInterval, _ type: Element.Type
  ) -> [Double] {
    estimate(cell, interval, type).exponents.flatMap(\.self)
  }

  /// From zero and without input an LSTM's new cell state is the product of a gate and zero: only as many directions as
  /// units leave the first step, and of the others rounding.
  @Test func `directions that the warm-up loses to rounding are set anew`() {
    let cell = LongShortTermMemoryCell(inputSize: 2, units: 12)
    func found<Element: Scalar>(
      _ interval: OrthonormalizationInterval, _ type: Element.Type
    ) -> LyapunovEstimate {
      estimate(cell, interval, type, silence: 1)
    }
    let exact = found(.steps(1), Double.self)
    #expect(exact.errorEstimates.flatMap(\.self).allSatisfy { $0 < 1e-6 })
    for other in [found(.auto, Double.self), found(.auto, Float.self)] {
      #expect(other.errorEstimates.flatMap(\.self).allSatisfy { $0 < 1e-3 })
      #expect(
        areClose(other.exponents.flatMap(\.self), exact.exponents.flatMap(\.self), within: 1e-3))
    }
    // Where they are counted, they are lost.
    let counted = estimate(cell, .auto, Double.self, silence: Self.warmup + 1)
    let statistics = TrajectoryStatistics(counted)
    #expect(statistics.means.prefix(12).allSatisfy { $0.isFinite })
    #expect(statistics.means.dropFirst(12).allSatisfy { $0.isNaN || $0 == -.infinity })
    #expect(statistics.vanished == 12)
  }

  @Test(arguments: cells.indices)
  func `an interval that adapts finds the exponents of every step, joint states too`(
    _ index: Int
  ) {
    let cell = Self.cells[index]
    let exact = exponents(cell, .steps(1), Double.self)
    #expect(exact.count == Self.trajectories * cell.stateSizes.reduce(0, +))
    #expect(exact.allSatisfy { $0.isFinite })
    // What the interval is chosen for.
    #expect(areClose(exponents(cell, .auto, Double.self), exact, within: 1e-5))
    // As asked of single precision, whose inputs and weights are rounded too.
    for (found, exact) in zip(exponents(cell, .auto, Float.self), exact) where exact > -6 {
      #expect(abs(found - exact) < 1e-3)
    }
  }
}
