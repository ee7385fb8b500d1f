import Experiment
import Foundation
import LinearAlgebra
import RandomStreams
import Records
import Schema
import SweepFiles
import Testing

/// A net, untrained or trained for a few steps, and its input.
private struct Drawn: CustomStringConvertible {
  let task, cell, activation, gain: String
  let width, steps: Int

  private static let tasks = [
    // Rows of an image that are blank, a stimulus and blanks, a pulse: input that is not stationary.
    "{name: fashion-rows, batch: 16, validation_samples: 16, blanks: 30}",
    "{name: fashion-rows, batch: 16, validation_samples: 16}",
    "{name: noisy-prototypes, length: 64, batch: 8, validation_samples: 8, pulse: 5, pulse_start: 32, pulse_steps: 4}",
    "{name: stimulus-blanks, batch: 8}",
    "{name: copy, batch: 8}", "{name: adding, batch: 8}", "{name: lag-echo, batch: 8}",
    "{name: delayed-copy, batch: 8}", "{name: delayed-xor, batch: 8}", "{name: silence, batch: 8}",
  ]
  private static let activations =
    ["tanh", "relu", "sigmoid"]
    + ["1", "5", "20"].flatMap { n in
      ["0", "0.5", "1"].map { "{family: gamma, gain: \(n), saturation: \($0)}" }
    }

  init(_ number: Int, widths: [Int]) {
    var random = RandomStream(seed: 12, purpose: "spectra", index: number)
    func one<Item>(_ items: [Item]) -> Item { items[random.integer(below: items.count)] }
    task = one(Self.tasks)
    cell = one(["rnn", "rate", "lstm", "gru"])
    activation = one(Self.activations)
    gain = one(["0.5", "1.5", "6", "12"])
    width = one(widths)
    steps = one([0, 20])
  }

  func settings(interval: String) -> String {
    let nonlinearity = cell == "rnn" || cell == "rate" ? ", activation: \(activation)" : ""
    return """
      task: \(task)
      model: {cell: \(cell), width: \(width)\(nonlinearity), initial: {recurrent: {scheme: gaussian, gain: \(gain)}}}
      training: {steps: \(steps), checkpoints: {count: 2}}
      observe: {lyapunov: {trajectories: 2, steps: 96, warmup: 32, interval: \(interval), determinant: true}}
      """
  }

  var description: String { settings(interval: "auto") }
}

/// Spectra by intervals that adapt, in whatever precision suffices, against double precision at every step.
@Suite struct SpectrumSampleTests {
  private static let isThorough = ProcessInfo.processInfo.environment["DYNSWEEP_TEST_ALL"] == "1"

  @Test(arguments: 0..<(isThorough ? 400 : 24))
  func `every exponent above -6 is that of every step to a thousandth`(
    _ number: Int
  ) throws {
    let drawn = Drawn(number, widths: Self.isThorough ? [16, 64, 128, 256] : [16, 64, 100])
    let exact = try recorded(drawn.settings(interval: "1"))
    let found = try recorded(drawn.settings(interval: "auto"))
    let truth = try #require(exact["lyapunov_spectrum"])
    let spectrum = try #require(found["lyapunov_spectrum"])
    if isFinite(truth) {
      // An LSTM whose output gates are saturated has Jacobians that are singular but for rounding: their determinants
      // are known to some percent then.
      let determinant = try #require(exact["mean_log_determinant"]?.first)
      let mean = (truth.reduce(0, +) - determinant) / Double(truth.count)
      #expect(abs(mean) < 1e-3, "\(drawn)")
    }
    let bounds = try #require(found["lyapunov_error_estimate"])
    for ((found, exact), bound) in zip(zip(spectrum, truth), bounds) where exact > -6 {
      // A number is right, or none where rounding may have moved it.
      let isRight = found.isNaN ? bound > 1e-3 : abs(found - exact) < 1e-3
      #expect(isRight, "\(found), \(exact): \(drawn)")
    }
  }

  private func isFinite(_ numbers: [Double]) -> Bool { numbers.allSatisfy { $0.isFinite } }
}
