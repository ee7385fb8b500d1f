import CognitiveTasks
import Foundation
import Layers
import LinearAlgebra
import Networks
import Plans
import Programs
import Schema
import Tasks
import TestSupport
import Testing
import Training

/// What keeps nets comparable: the end of training at a loss, and penalties of weights and states.
@Suite struct TrainingGoalTests {
  private let task: any LearningTask
  private let network: any Network

  init() throws {
    let settings = Settings(
      defaultsOf: TaskCatalogue.section.entries,
      with: [
        "name": .text("flip-flop"), "bits": .integer(2), "length": .integer(1),
        "batch": .integer(16), "validation_samples": .integer(16),
      ])
    task = try TaskCatalogue.make(settings, seed: 3)
    let model = Settings(
      defaultsOf: NetworkCatalogue.section.entries,
      with: ["cell": .text("rnn"), "width": .integer(5)])
    network = try NetworkCatalogue.make(settings: model, inputSize: 2, outputSize: 2)
  }

  private func trainer<Element: Scalar>(
    _ written: [String: SettingValue] = [:], penalty: [String: SettingValue] = [:]
  ) -> Trainer<Element> {
    let rate: [String: SettingValue] = ["learning_rate": .real(0.01)]
    var settings = Settings(
      defaultsOf: TrainingSettings.section.entries, with: rate.merging(written) { $1 })
    if !penalty.isEmpty {
      let entries = TrainingSettings.section.entries.first { $0.key == "regularization" }
      if case .section(let section)? = entries?.kind {
        settings.sections["regularization"] = Settings(
          defaultsOf: section.entries, with: penalty)
      }
    }
    return Trainer(network, task: task, settings: TrainingSettings(settings), seed: 1)
  }

  @Test func `training is at its goal when the running mean of the loss is below it`() {
    let trainer: Trainer<Double> = trainer(["stop_below": .real(0.7)])
    var mean: Double?
    while trainer.stepAtGoal == nil, trainer.step < 500 {
      trainer.computeGradient()
      trainer.update()
      mean = mean.map { 0.97 * $0 + 0.03 * trainer.loss } ?? trainer.loss
      #expect((trainer.stepAtGoal != nil) == ((mean ?? 1) < 0.7))
    }
    // The loss is about 1 at first, and the running mean needs some 30 steps to forget it.
    #expect(trainer.stepAtGoal == trainer.step && trainer.step > 10 && trainer.step < 500)
    let (parameters, step) = (trainer.parameters.elements, trainer.step)
    trainer.rest()
    trainer.computeGradient()
    #expect(trainer.parameters.elements == parameters && trainer.step == step + 1)
    #expect(trainer.stepAtGoal == step && trainer.loss.isFinite)
  }

  @Test func `a training that goes on from a snapshot comes to its goal at the same step`() {
    func run(_ trainer: Trainer<Float>) -> Int? {
      while trainer.stepAtGoal == nil, trainer.step < 500 {
        trainer.computeGradient()
        trainer.update()
      }
      return trainer.stepAtGoal
    }
    let goal: [String: SettingValue] = ["stop_below": .real(0.7)]
    let whole: Trainer<Float> = trainer(goal)
    let first: Trainer<Float> = trainer(goal)
    let second: Trainer<Float> = trainer(goal)
    for _ in 0..<9 {
      first.computeGradient()
      first.update()
    }
    second.restore(
      from: 9, parameters: first.parameters.bytes, optimizerState: first.optimizerState.bytes)
    #expect(run(whole) == run(second) && whole.stepAtGoal != nil)
    #expect(whole.parameters.elements == second.parameters.elements)
    // It goes on from where it rests, too.
    first.restore(
      from: whole.step + 3, parameters: whole.parameters.bytes,
      optimizerState: whole.optimizerState.bytes)
    #expect(first.stepAtGoal == whole.stepAtGoal)
  }

  @Test func `without a goal nothing is kept`() {
    let plain: Trainer<Double> = trainer()
    let goal: Trainer<Double> = trainer(["stop_below": .real(1e-9)])
    #expect(goal.optimizerState.count == plain.optimizerState.count + 2)
    for _ in 0..<5 {
      for trainer in [plain, goal] {
        trainer.computeGradient()
        trainer.update()
      }
    }
    #expect(plain.parameters.elements == goal.parameters.elements && plain.stepAtGoal == nil)
  }

  @Test func `the penalty of weights adds the sign of each weight between units`() throws {
    let plain: Trainer<Double> = trainer()
    let penalized: Trainer<Double> = trainer(penalty: ["recurrent_l1": .real(10)])
    plain.computeGradient()
    penalized.computeGradient()
    #expect(abs(penalized.loss - plain.loss) < 1e-12)  // rounding
    let weights = try #require(network.layout["weight_hh_l0"])
    for index in 0..<network.layout.trainedCount {
      let added = penalized.gradient[index] - plain.gradient[index]
      let sign: Double = plain.parameters[index] > 0 ? 1 : -1
      let expected = weights.range.contains(index) ? 10 * sign / 25 : 0
      #expect(abs(added - expected) < 1e-12)  // rounding
    }
  }

  @Test func `the penalty of states adds the derivative of their mean square`() throws {
    let plain: Trainer<Double> = trainer()
    let penalized: Trainer<Double> = trainer(penalty: ["states_l2": .real(3)])
    plain.computeGradient()
    penalized.computeGradient()
    var inputs = [Double](repeating: 0, count: task.inputCount)
    var targets = [Double](repeating: 0, count: task.targetCount)
    var inputSpan = inputs.mutableSpan
    var targetSpan = targets.mutableSpan
    task.fillTraining(step: 0, inputs: &inputSpan, targets: &targetSpan)
    let layout = network.layout
    let (weights, bias) = (
      try #require(layout["weight_ih_l0"]), try #require(layout["bias_ih_l0"])
    )
    let start = plain.parameters.elements
    for unit in 0..<5 {
      // Of one step from zero: h = tanh(U x + b), and ∂ mean(h²)/∂b = 2 Σ h (1 − h²) / (16 · 5).
      var derivative = 0.0
      for sequence in 0..<16 {
        let sum = (0..<2).reduce(start[bias.offset + unit]) {
          $0 + start[weights.offset + 2 * unit + $1] * inputs[2 * sequence + $1]
        }
        derivative += 2 * tanh(sum) * (1 - tanh(sum) * tanh(sum)) / 80
      }
      let place = bias.offset + unit
      let added = penalized.gradient[place] - plain.gradient[place]
      #expect(abs(added - 3 * derivative) < 1e-10)  // rounding of the program's own tanh
    }
  }

  @Test func `weights between units that are not there cannot be penalised`() throws {
    let model = Settings(
      defaultsOf: NetworkCatalogue.section.entries,
      with: ["cell": .text("feed_forward"), "widths": .list([.integer(3)])])
    let plain = try NetworkCatalogue.make(settings: model, inputSize: 2, outputSize: 2)
    let penalized: Trainer<Double> = trainer(penalty: ["recurrent_l1": .real(1)])
    #expect(throws: PhaseError.noRecurrentWeights) { try penalized.settings.checkPhases(plain) }
    #expect(throws: Never.self) { try penalized.settings.checkPhases(network) }
  }
}
