import Layers
import Foundation
import LinearAlgebra
import Networks
import Plans
import Schema
import Tasks
import TestSupport
import Testing

@testable import Training

/// Gradient flossing against PyTorch's derivative of QR (Fixtures/make_flossing.py).
@Suite struct FlossingTests {
  struct Case: Decodable {
    let cell: String
    let loss: Double
    let gradient: [Double]
  }

  private static func settings(_ written: [String: SettingValue] = [:]) -> Settings {
    var all: [String: SettingValue] = [
      "exponents": .integer(3), "window": .integer(7), "discarded": .integer(2),
      "sequences": .integer(2), "updates": .integer(4),
    ]
    all.merge(written) { $1 }
    return Settings(defaultsOf: FlossingSettings.section.entries, with: all)
  }

  private static func network(_ cell: String) throws -> any Network {
    let written: [String: SettingValue] = [
      "cell": .text(cell), "width": .integer(5), "time_step": .real(0.4),
    ]
    let settings = Settings(defaultsOf: NetworkCatalogue.section.entries, with: written)
    return try NetworkCatalogue.make(settings: settings, inputSize: 2, outputSize: 1)
  }

  @Test(arguments: ["rnn", "rate"])
  func `loss and gradient are those that PyTorch finds through its QR`(_ cell: String) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/flossing.json")
    let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
    let expected = try #require(cases.first { $0.cell == cell })
    let network = try Self.network(cell)
    let settings = try #require(FlossingSettings(Self.settings(), steps: 10))
    let parameters = Storage<Double>(count: network.layout.count)
    for (name, scale, phase) in [
      ("weight_ih_l0", 0.7, 0.1), ("weight_hh_l0", 0.9, 0.5), ("bias_ih_l0", 0.3, 0.9),
    ] {
      let placed = try #require(network.layout[name])
      for (i, place) in placed.range.enumerated() {
        parameters[place] = scale * sin(0.7 * Double(i * i) + phase)
      }
    }
    let flosser = Flosser(
      network, task: SineTask(), settings: settings, parameters: parameters, seed: nil)
    let loss = flosser.computeGradient(batch: 0)
    #expect(abs(loss - expected.loss) < 1e-12)
    // Rounding, through seven orthonormalisations.
    let derivatives = flosser.gradient.elements
    #expect(largestDifference(Array(derivatives[..<40]), expected.gradient) < 1e-10)
    // The read-out stays.
    #expect(derivatives[40...].allSatisfy { $0 == 0 })
  }

  @Test(arguments: ["lstm", "gru"])
  func `a gated cell's gradient is that of its loss's differences`(_ cell: String) throws {
    let network = try Self.network(cell)
    let settings = try #require(FlossingSettings(Self.settings(), steps: 10))
    let parameters = Storage<Double>(
      (0..<network.layout.count).map { 0.6 * sin(0.7 * Double($0 * $0) + 0.3) })
    let flosser = Flosser(
      network, task: SineTask(), settings: settings, parameters: parameters, seed: nil)
    flosser.computeGradient(batch: 0)
    let derivatives = flosser.gradient.elements
    let step = 1e-5
    for placed in network.layout.trained {
      for place in placed.range {
        let start = parameters[place]
        func loss(at value: Double) -> Double {
          parameters[place] = value
          return flosser.computeGradient(batch: 0)
        }
        let slope = (loss(at: start + step) - loss(at: start - step)) / (2 * step)
        parameters[place] = start
        // The differences err by the square of the step and by rounding over it.
        #expect(abs(slope - derivatives[place]) < 1e-8, "\(placed.name), \(place)")
      }
      let moves = placed.range.contains { abs(derivatives[$0]) > 1e-3 }
      #expect(moves != placed.name.hasPrefix("readout"), "\(placed.name)")
    }
  }

  @Test func `a trial's updates are training's but for each phase`() throws {
    let written: [String: SettingValue] = ["at": .list([.integer(3), .integer(0), .integer(99)])]
    let flossing = try #require(FlossingSettings(Self.settings(written), steps: 10))
    #expect(flossing.phaseStarts == [0, 3])
    #expect(
      (0..<14).map { flossing.phase(making: $0) != nil ? 1 : 0 } == [
        1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0,
      ])
    #expect(
      (0..<13).map { $0 - flossing.count(before: $0) } == [
        0, 0, 0, 0, 0, 1, 2, 3, 3, 3, 3, 3, 4,
      ])
  }

  @Test func `no exponents, no flossing`() {
    #expect(FlossingSettings(Self.settings(["exponents": .integer(0)]), steps: 10) == nil)
  }

  @Test func `what the net or the task is too small for is refused`() throws {
    func path(_ key: String, _ value: Int) throws -> String? {
      let settings = try #require(
        FlossingSettings(Self.settings([key: .integer(value)]), steps: 10))
      do {
        try settings.check(try Self.network("rnn"), SineTask())
        return nil
      } catch let error as FlossingError { return error.path }
    }
    #expect(try path("exponents", 5) == nil)
    #expect(try path("exponents", 6) == "training.flossing.exponents")
    #expect(try path("window", 8) == "training.flossing.window")
    #expect(try path("discarded", 7) == "training.flossing.discarded")
    #expect(try path("sequences", 4) == "training.flossing.sequences")
  }
}

/// Inputs that a script can make too.
private struct SineTask: LearningTask {
  let name = "sine"
  let inputSize = 2
  let outputSize = 1
  let length = 7
  let batchSize = 3
  let scoredSteps = 6..<7
  let loss = LossKind.meanSquaredError
  let measuresAccuracy = false
  let validationBatches = 1
  var trainingBatchesPerEpoch: Int? { nil }

  func fill<S: Scalar>(
    _ request: BatchRequest, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    for i in inputs.indices { inputs[i] = S(sin(0.7 * Double(i * i) + 0.2)) }
    for i in targets.indices { targets[i] = 0 }
  }
}
