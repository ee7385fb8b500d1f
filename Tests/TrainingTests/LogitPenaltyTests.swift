import Foundation
import LinearAlgebra
import Networks
import Plans
import Schema
import Tasks
import TestSupport
import Testing
import Training

/// What Fixtures/make_logit_penalty.py wrote with PyTorch.
private struct PenaltyFixture: Decodable {
  let inputs: [Double]
  let targets: [Double]
  let start: [Double]
  let losses: [Double]
  let parameters: [[Double]]

  static func load() throws -> PenaltyFixture {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/logit_penalty.json")
    return try JSONDecoder().decode(PenaltyFixture.self, from: Data(contentsOf: file))
  }
}

/// Eight points with labels, always the same batch.
private final class PointsTask: LearningTask {
  let name = "points"
  let (inputSize, outputSize, length, batchSize) = (2, 1, 1, 8)
  let scoredSteps = 0..<1
  let loss = LossKind.logistic
  let measuresAccuracy = true
  let trainingBatchesPerEpoch: Int? = 1
  let repeatsBatch = true
  let validationBatches = 1
  let fixture: PenaltyFixture

  init(_ fixture: PenaltyFixture) { self.fixture = fixture }

  func fill<S: Scalar>(
    _ request: BatchRequest, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    for index in inputs.indices { inputs[index] = S(fixture.inputs[index]) }
    for index in targets.indices { targets[index] = S(fixture.targets[index]) }
  }
}

@Suite struct LogitPenaltyTests {
  private func trainer(
    _ penalty: [String: SettingValue], on task: any LearningTask
  ) throws -> Trainer<Double> {
    var settings = Settings(
      defaultsOf: TrainingSettings.section.entries,
      with: ["learning_rate": .real(0.02), "precision": .text("float64")])
    settings.sections["logit_penalty"] = Settings(
      defaultsOf: LogitPenalty.section.entries, with: penalty)
    let model = Settings(
      defaultsOf: NetworkCatalogue.section.entries,
      with: ["cell": .text("feed_forward"), "widths": .list([.integer(3)])])
    let network = try NetworkCatalogue.make(settings: model, inputSize: 2, outputSize: 1)
    return Trainer(network, task: task, settings: TrainingSettings(settings), seed: 1)
  }

  @Test func `loss and penalty change their weights as in PyTorch, and Adam keeps its moments`()
    throws
  {
    let fixture = try PenaltyFixture.load()
    let trainer = try trainer(
      [
        "weight": .real(0.05), "switch_step": .integer(6), "later_weight": .real(3e-3),
        "later_loss_weight": .real(2e-3),
      ], on: PointsTask(fixture))
    trainer.parameters.elements = fixture.start
    for (loss, parameters) in zip(fixture.losses, fixture.parameters) {
      trainer.computeGradient()
      trainer.update()
      // Rounding of double precision, carried through twelve updates.
      #expect(abs(trainer.loss - loss) < 1e-12)
      #expect(largestDifference(trainer.parameters.elements, parameters) < 1e-12)
    }
  }

  @Test func `without a penalty the loss is all`() throws {
    let fixture = try PenaltyFixture.load()
    let plain = try trainer([:], on: PointsTask(fixture))
    let zero = try trainer(
      ["weight": .real(0), "switch_step": .integer(1000)], on: PointsTask(fixture))
    for _ in 0..<5 {
      for trainer in [plain, zero] {
        trainer.computeGradient()
        trainer.update()
      }
    }
    #expect(largestDifference(zero.parameters.elements, plain.parameters.elements) < 1e-14)
  }
}
