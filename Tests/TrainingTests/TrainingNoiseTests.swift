import CognitiveTasks
import Foundation
import Layers
import LinearAlgebra
import Networks
import Plans
import Programs
import RandomStreams
import Schema
import Tasks
import TestSupport
import Testing
import Training

/// Noise, signs and fixed parts of nets in training.
@Suite struct TrainingNoiseTests {
  private let task: any LearningTask

  init() throws {
    let settings = Settings(
      defaultsOf: TaskCatalogue.section.entries,
      with: [
        "name": .text("flip-flop"), "bits": .integer(2), "length": .integer(3),
        "batch": .integer(4), "validation_samples": .integer(4),
      ])
    task = try TaskCatalogue.make(settings, seed: 3)
  }

  private func network(_ written: [String: SettingValue] = [:]) throws -> any Network {
    let standard: [String: SettingValue] = ["cell": .text("rnn"), "width": .integer(5)]
    let model = Settings(
      defaultsOf: NetworkCatalogue.section.entries, with: standard.merging(written) { $1 })
    return try NetworkCatalogue.make(settings: model, inputSize: 2, outputSize: 2)
  }

  private func settings(
    noise: [String: SettingValue] = [:], _ written: [String: SettingValue] = [:]
  ) -> TrainingSettings {
    let rate: [String: SettingValue] = ["learning_rate": .real(0.05)]
    var settings = Settings(
      defaultsOf: TrainingSettings.section.entries, with: rate.merging(written) { $1 })
    let entries = TrainingSettings.section.entries.first { $0.key == "noise" }
    if case .section(let section)? = entries?.kind {
      settings.sections["noise"] = Settings(defaultsOf: section.entries, with: noise)
    }
    return TrainingSettings(settings)
  }

  private func trained(_ trainer: Trainer<Double>, updates: Int) {
    for _ in 0..<updates {
      trainer.computeGradient()
      trainer.update()
    }
  }

  /// The loss of the net on a batch, unit by unit, with the noise of the trial's streams.
  private func loss(
    _ network: any Network, _ parameters: [Double], step: Int,
    noise: (inputs: Double, states: Double, dropout: Double)
  ) -> Double {
    func numbers(_ purpose: String, _ count: Int, _ draw: (inout RandomStream) -> Double)
      -> [Double]
    {
      var stream = RandomStream(seed: 1, purpose: purpose, index: step)
      return (0..<count).map { _ in draw(&stream) }
    }
    var inputs = [Double](repeating: 0, count: task.inputCount)
    var targets = [Double](repeating: 0, count: task.targetCount)
    var inputSpan = inputs.mutableSpan
    var targetSpan = targets.mutableSpan
    task.fillTraining(step: step, inputs: &inputSpan, targets: &targetSpan)
    let added = numbers("input noise", inputs.count) { noise.inputs * $0.normal() }
    let shifts = numbers("state noise", 3 * 4 * 5) { noise.states * $0.normal() }
    let masks = numbers("dropout", 3 * 4 * 5) {
      $0.uniform() < noise.dropout ? 0 : 1 / (1 - noise.dropout)
    }
    func matrix(_ name: String) -> Matrix<Double> { network.layout.matrix(name, in: parameters) }
    let (w, u, v) = (matrix("weight_hh_l0"), matrix("weight_ih_l0"), matrix("readout.weight"))
    let (b, c) = (matrix("bias_ih_l0"), matrix("readout.bias"))
    var sum = 0.0
    for sequence in 0..<4 {
      var h = [Double](repeating: 0, count: 5)
      for step in 0..<3 {
        let row = step * 4 + sequence
        let x = (0..<2).map { inputs[row * 2 + $0] + added[row * 2 + $0] }
        let drive = zip(w * h, u * x).map { $0 + $1 }
        h = (0..<5).map { tanh(drive[$0] + b[0, $0]) + shifts[row * 5 + $0] }
        let y = v * (0..<5).map { h[$0] * masks[row * 5 + $0] }
        for output in 0..<2 {
          let error = y[output] + c[0, output] - targets[row * 2 + output]
          sum += error * error
        }
      }
    }
    return sum / 24
  }

  @Test(arguments: [(0.3, 0.0, 0.0), (0, 0.2, 0), (0, 0, 0.4), (0.3, 0.2, 0.4)])
  func `the loss is that of the net with the noise of the step`(
    _ inputs: Double, _ states: Double, _ dropout: Double
  ) throws {
    let network = try network()
    let trainer = Trainer<Double>(
      network, task: task,
      settings: settings(noise: [
        "inputs": .real(inputs), "states": .real(states), "dropout": .real(dropout),
      ]), seed: 1)
    for step in 0..<3 {
      trainer.computeGradient()
      let expected = loss(
        network, trainer.parameters.elements, step: step, noise: (inputs, states, dropout))
      // The program's own tanh is accurate to about 1e-15.
      #expect(abs(trainer.loss - expected) < 1e-12)
      trainer.update()
    }
    let again = Trainer<Double>(network, task: task, settings: trainer.settings, seed: 1)
    trained(again, updates: 1)
    let third = Trainer<Double>(network, task: task, settings: trainer.settings, seed: 1)
    third.restore(
      from: 1, parameters: again.parameters.bytes, optimizerState: again.optimizerState.bytes)
    trained(third, updates: 2)
    #expect(third.parameters.elements == trainer.parameters.elements)
  }

  @Test func `the gradient is that of the loss with this noise`() throws {
    let network = try network()
    let noise = (inputs: 0.3, states: 0.2, dropout: 0.4)
    let trainer = Trainer<Double>(
      network, task: task,
      settings: settings(noise: [
        "inputs": .real(0.3), "states": .real(0.2), "dropout": .real(0.4),
      ]), seed: 1)
    trainer.computeGradient()
    let start = trainer.parameters.elements
    for index in stride(from: 0, to: start.count, by: 3) {
      func moved(_ by: Double) -> Double {
        var parameters = start
        parameters[index] += by
        return loss(network, parameters, step: 0, noise: noise)
      }
      let slope = (moved(1e-5) - moved(-1e-5)) / 2e-5
      #expect(abs(slope - trainer.gradient[index]) < 1e-8)  // the differences' own error
    }
  }

  @Test func `nets without states, or inputs, are refused noise of states`() throws {
    let plain = try network(["cell": .text("feed_forward"), "widths": .list([.integer(3)])])
    for noise: [String: SettingValue] in [["states": .real(0.1)], ["dropout": .real(0.1)]] {
      #expect(throws: PhaseError.noStates) { try settings(noise: noise).checkPhases(plain) }
    }
    #expect(throws: Never.self) { try settings(noise: ["inputs": .real(1)]).checkPhases(plain) }
  }

  @Test(arguments: [("rnn", 1, 0.0), ("rate", 2, 0.0), ("rnn", 2, 0.5), ("rnn", 2, 1.0)])
  func `weights keep the signs of the units that they lead from`(
    _ cell: String, _ modules: Int, _ modularity: Double
  ) throws {
    let network = try network([
      "cell": .text(cell), "width": .integer(20), "excitatory": .real(0.8),
      "modules": .integer(modules), "modularity": .real(modularity),
    ])
    let trainer = Trainer<Double>(network, task: task, settings: settings(), seed: 1)
    func check() throws -> (excitation: Double, inhibition: Double) {
      let weights = try #require(network.recurrentMatrix(of: trainer.parameters.elements))
      let size = 20 / modules
      var sums = (0.0, 0.0)
      for row in 0..<20 {
        for column in 0..<20 {
          let isExcitatory = column % size < size * 4 / 5
          let weight = weights[row, column]
          #expect(isExcitatory ? weight >= 0 : weight <= 0)
          if isExcitatory { sums.0 += weight } else { sums.1 -= weight }
        }
      }
      return sums
    }
    let start = try check()
    // Four times as many excitatory units, and inhibitory weights four times as large: a ratio of about 1.
    #expect(abs(start.excitation / start.inhibition - 1) < 0.5)
    trained(trainer, updates: 40)
    let end = try check()
    #expect(end.excitation != start.excitation)
    // Some weight has come to zero, and none has crossed it.
    let weights = try #require(network.layout["weight_hh_l0"])
    #expect(weights.range.contains { trainer.parameters[$0] == 0 })
  }

  @Test(arguments: [
    ("weight_hh_l0[0:2, 3]", [3, 8]), ("weight_hh_l0[4, :]", [20, 21, 22, 23, 24]),
    ("bias_ih_l0[1:]", [1, 2, 3, 4]), ("readout.weight", Array(0..<10)),
    ("weight_ih_l0[:, 1]", [1, 3, 5, 7, 9]),
  ])
  func `fixed parts stay as they start, and others move`(
    _ part: String, _ places: [Int]
  ) throws {
    let network = try network()
    let trainer = Trainer<Double>(
      network, task: task,
      settings: settings(["fixed": .list([.text(part)]), "weight_decay": .real(0.1)]), seed: 1)
    let start = trainer.parameters.elements
    trained(trainer, updates: 5)
    let placed = try #require(network.layout[String(part.prefix { $0 != "[" })])
    let still = start.indices.filter { trainer.parameters[$0] == start[$0] }
    #expect(still == places.map { placed.offset + $0 })
  }

  @Test(arguments: [
    "weight_hh", "weight_hh_l0[", "weight_hh_l0[0:6, :]", "weight_hh_l0[2:2, :]", "weight_hh_l0[0]",
    "weight_hh_l0[0, 1, 2]", "weight_hh_l0[-1, :]", "weight_hh_l0[:, 5]", "bias_ih_l0[0, 0, 0]", "",
    "weight_hh_l0[99999999999999999999, :]", "weight_hh_l0[0:9223372036854775807, :]",
  ])
  func `a part that is not there is named`(_ part: String) throws {
    let network = try network()
    let settings = settings(["fixed": .list([.text(part)])])
    #expect {
      try settings.checkPhases(network)
    } throws: {
      guard case .unknownPart(part, _)? = $0 as? PhaseError else { return false }
      return "\($0)".contains("training.fixed: found \(part)")
    }
  }
}
