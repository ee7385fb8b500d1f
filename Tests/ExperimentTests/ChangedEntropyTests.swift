import Experiment
import Foundation
import LinearAlgebra
import Observing
import Tasks
import Testing
import Training

/// The mean entropy of predictions on a changed task.
@Suite struct ChangedEntropyTests {
  private static func text(lag: Int = 3, readout: String) -> String {
    """
    task: {name: lag-echo, symbols: 4, lag: \(lag), length: 20, batch: 16, validation_samples: 64}
    model: {width: 12, initial: {readout: \(readout)}}
    training: {steps: 1, checkpoints: {count: 2}}
    observe: {under_change: {changes: [{lag: 5}, {}]}}
    """
  }

  @Test func `a net that says nothing is as unsure as can be`() throws {
    // ln of the number of classes; rounding of a sum over batches.
    let classes = try recorded("changed_entropy", Self.text(readout: "zeros"))
    #expect(classes[0].allSatisfy { abs($0 - log(4)) < 1e-14 })
    let bits = try recorded(
      "changed_entropy",
      """
      task: {name: delayed-copy, delay: 3, length: 12, batch: 8}
      model: {width: 6, initial: {readout: zeros}}
      training: {steps: 1, checkpoints: {count: 2}}
      observe: {under_change: {changes: [{delay: 5}]}}
      """)
    #expect(bits[0].count == 1 && abs(bits[0][0] - log(2)) < 1e-14)
  }

  @Test func `a net that gives no probabilities has no entropy`() throws {
    let found = try recorded(
      "changed_entropy",
      """
      task: {name: adding, length: 12, batch: 8}
      model: {width: 6}
      training: {steps: 1, checkpoints: {count: 2}}
      observe: {under_change: {changes: [{length: 15}]}}
      """)
    #expect(found[0].count == 1 && found[0][0].isNaN)
  }

  @Test func `it is the mean over the changed task's predictions`() throws {
    let readout = "{scheme: normal, deviation: 2}"
    let found = try recorded("changed_entropy", Self.text(readout: readout))
    for (index, lag) in [5, 3].enumerated() {
      let expected = try entropy(of: trial(Self.text(lag: lag, readout: readout)))
      #expect(expected < 1.2)
      // The trial computes in single precision.
      #expect(abs(found[0][index] - expected) < 1e-5)
    }
  }

  /// −Σ p ln p of the untrained net's softmax, averaged over all scored steps of the validation set.
  private func entropy(of trial: NetworkTrial) throws -> Double {
    let context = ObservationContext(
      Trainer<Double>(
        trial.network, task: trial.task, settings: trial.training, seed: trial.seed))
    let task = trial.task
    var entropies: [Double] = []
    for index in 0..<task.validationBatches {
      var inputs = [Double](repeating: 0, count: task.inputCount)
      var targets = [Double](repeating: 0, count: task.targetCount)
      var inputSpan = inputs.mutableSpan
      var targetSpan = targets.mutableSpan
      task.fillValidation(batch: index, inputs: &inputSpan, targets: &targetSpan)
      let outputs = context.responses(
        to: Matrix(
          rows: task.length * task.batchSize, columns: task.inputSize, elements: inputs),
        length: task.length
      ).outputs
      for row in task.scoredSteps.lowerBound * task.batchSize..<outputs.rows {
        let weights = (0..<outputs.columns).map { exp(outputs[row, $0]) }
        let shares = weights.map { $0 / weights.reduce(0, +) }
        entropies.append(-shares.reduce(0) { $0 + $1 * log($1) })
      }
    }
    return entropies.reduce(0, +) / Double(entropies.count)
  }
}
