import CognitiveTasks
import Foundation
import Layers
import Networks
import Plans
import Schema
import Tasks
import TestSupport
import Testing
import Training

/// Nets trained on files of arrays.
@Suite struct FileTaskTrainingTests {
  /// What Fixtures/make_file_task.py wrote with PyTorch.
  private struct Course: Decodable {
    struct Validation: Decodable {
      let loss: Double
      let accuracy: Double
    }

    let start: [String: [Double]]
    let losses: [Double]
    let validation: Validation
  }

  private static func fixture(_ name: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name)")
  }

  private func trainer(
    on path: String, _ task: [String: SettingValue], _ model: Written
  ) throws -> Trainer<Double> {
    let settings = Settings(
      defaultsOf: TaskCatalogue.section.entries,
      with: task.merging(["name": .text("file"), "path": .text(path)]) { own, _ in own })
    let made = try TaskCatalogue.make(settings, seed: 1)
    let network = try NetworkCatalogue.make(
      settings: NetworkCatalogue.section.settings(model), inputSize: made.inputSize,
      outputSize: made.outputSize)
    let training = Settings(
      defaultsOf: TrainingSettings.section.entries,
      with: [
        "optimizer": .text("adam"), "learning_rate": .real(0.02), "precision": .text("float64"),
      ])
    return Trainer(network, task: made, settings: TrainingSettings(training), seed: 1)
  }

  @Test func `a net follows PyTorch over a hundred steps, its steps masked and of unequal lengths`()
    throws
  {
    let course = try JSONDecoder().decode(
      Course.self, from: Data(contentsOf: Self.fixture("file_task.json")))
    let trainer = try trainer(
      on: Self.fixture("file_task.npz").path,
      ["batch": .integer(4), "normalize": .text("standard")],
      ["cell": "rnn", "width": 4, "activation": ["family": "tanh"]])
    for (name, numbers) in course.start {
      let range = try #require(trainer.network.layout[name]).range
      for (place, number) in zip(range, numbers) { trainer.parameters[place] = number }
    }
    for loss in course.losses {
      trainer.computeGradient()
      trainer.update()
      // Rounding of double precision: PyTorch's own course moves by 1e-15 where its numbers do.
      #expect(abs(trainer.loss - loss) < 1e-12)
    }
    let held = Evaluator(trainer).evaluate()
    #expect(abs(held.loss - course.validation.loss) < 1e-12)  // the same
    #expect(abs(held.accuracy - course.validation.accuracy) < 1e-12)  // rounding
  }

  @Test func `the loss of a net that answers nought is the weighted mean square of the targets`()
    throws
  {
    let arrays = """
      inputs=ones((4, 2, 1)), targets=arange(1., 9).reshape(4, 2, 1), \
      mask=array([[1, 0], [2, 1], [1, 1], [0, 3]]), split=array([0, 0, 1, 1])
      """
    try withArrays(arrays) { path in
      let trainer = try trainer(
        on: path, ["batch": .integer(2)],
        ["cell": "rnn", "width": 3, "output": ["from_start": true]])
      trainer.computeGradient()
      // (1·1 + 2·9 + 1·16) / 4 and (25 + 36 + 3·64) / 5, but for rounding.
      #expect(abs(trainer.loss - 8.75) < 1e-12)
      #expect(abs(Evaluator(trainer).evaluate().loss - 50.6) < 1e-12)
    }
  }

  @Test func `steps that are not scored are left out of the mean of cross-entropies`() throws {
    let arrays = """
      inputs=ones((4, 3, 1)), targets=array([[0, -1, 2], [-1, -1, 1], [1, 1, -1], [-1, 2, -1]])
      """
    try withArrays(arrays, in: "data.npz") { path in
      let trainer = try trainer(
        on: path, ["batch": .integer(2), "validation": .real(0.5)],
        ["cell": "gru", "width": 3, "output": ["from_start": true]])
      trainer.computeGradient()
      // Three classes are as likely, but for rounding.
      #expect(abs(trainer.loss - 1.0986122886681098) < 1e-12)
      #expect(abs(Evaluator(trainer).evaluate().loss - 1.0986122886681098) < 1e-12)
      #expect(abs(Evaluator(trainer).evaluate().entropy - 1.0986122886681098) < 1e-12)
    }
  }
}
