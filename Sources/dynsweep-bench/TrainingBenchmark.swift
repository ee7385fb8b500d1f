import Experiment
import Networks
import Schema
import SweepFiles
import Training

/// One full training step, forward, backward and Adam, of a net on a fixed batch.
final class TrainingBenchmark: Benchmark {
  private let trainer: Trainer<Float>

  /// - Parameters:
  ///   - model: What a sweep file would say under `model`.
  ///   - task: What it learns.
  init(model: String, task: FixedBatch) throws {
    let settings = try Self.settings(model: model)
    let network = try NetworkCatalogue.make(
      settings: settings.section("model"), inputSize: task.inputSize, outputSize: task.outputSize)
    trainer = Trainer(
      network, task: task, settings: TrainingSettings(settings.section("training")), seed: 1)
  }

  /// A sweep file's settings, of which nothing but the model is written.
  static func settings(model: String) throws -> Settings {
    // A task is required of a sweep file; benchmarks have their own.
    let text = "name: benchmark\ntask: {name: copy}\nmodel: \(model)\n"
    let plan = try SweepPlan(
      bytes: Array(text.utf8), file: "benchmark", schema: ExperimentSchema.section)
    return plan.configuration(of: 0).settings
  }

  func run() {
    trainer.computeGradient()
    trainer.update()
  }
}
