import CAllocationCount
import Experiment
import LinearAlgebra
import Sweep
import Training

/// Prints how often a hundred training steps of the trial that its argument describes (a sweep file's text) asked for
/// memory.
@main
enum TrainingAllocations {
  static func main() throws {
    useOneThread()
    let text = CommandLine.arguments.dropFirst().joined(separator: "\n")
    let plan = try SweepPlan(text: text, file: "argument", schema: ExperimentSchema.section)
    let configuration = plan.configuration(of: 0)
    let design = try TrialDesign(configuration.settings, seed: configuration.seed)
    let trainer = Trainer<Float>(
      design.network, task: design.task, settings: design.training, seed: design.seed)
    // The first steps may set up what the libraries keep.
    for _ in 0..<3 { step(trainer) }
    let before = allocation_count()
    for _ in 0..<100 { step(trainer) }
    let requests = allocation_count() - before
    print(requests, before > 0 ? "counted" : "not counted")
  }

  private static func step(_ trainer: Trainer<Float>) {
    trainer.computeGradient()
    trainer.update()
  }
}
