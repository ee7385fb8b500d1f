import CAllocationCount
import Experiment
import Foundation
import LinearAlgebra
import SweepFiles
import Training

/// Measures what the trial that its second argument describes (a sweep file's text) takes of memory.
///
/// `requests` prints how often a hundred training steps asked for memory; `peak` runs the whole trial and prints how many
/// bytes it says that this takes, and how many it took.
@main
enum TrainingAllocations {
  static func main() throws {
    useOneThread()
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else { return }
    let plan = try SweepPlan(text: arguments[2], file: "argument", schema: ExperimentSchema.section)
    let configuration = plan.configuration(of: 0)
    let trial = try NetworkTrial(configuration.settings, seed: configuration.seed)
    if arguments[1] == "peak" { try printPeak(trial) } else { printRequests(trial) }
  }

  private static func printPeak(_ trial: NetworkTrial) throws {
    let before = peakMemory()
    _ = try trial.run { _ in }
    print(trial.memory - idleMemory, peakMemory() - before)
  }

  /// The most bytes that this process has had so far; 0 where the system does not tell.
  private static func peakMemory() -> Int {
    let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.flatMap { Int($0.filter(\.isNumber)) }.map { $0 * 1024 } ?? 0
  }

  private static func printRequests(_ trial: NetworkTrial) {
    let trainer = Trainer<Float>(
      trial.network, task: trial.task, settings: trial.training, seed: trial.seed)
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
