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
    // The task is required of a sweep file; it is replaced below.
    let text = "name: benchmark\ntask: {name: copy}\nmodel: \(model)\n"
    let plan = try SweepPlan(
      bytes: Array(text.utf8), file: "benchmark", schema: ExperimentSchema.section)
    let settings = plan.configuration(of: 0).settings
    let network = try NetworkCatalogue.make(
      settings: settings.section("model"), inputSize: task.inputSize, outputSize: task.outputSize)
    trainer = Trainer(
      network, task: task, settings: TrainingSettings(settings.section("training")), seed: 1)
  }

  func run() {
    trainer.computeGradient()
    trainer.update()
  }
}
