import Foundation
import TestSupport

/// The built program, and small sweeps for it.
enum Sweeps {
  static func dynsweep(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> ToolOutcome {
    try run(
      productsDirectory.appendingPathComponent("dynsweep").path, arguments, environment: environment
    )
  }

  /// Twelve nets of unequal cost that learn for a moment; each trial takes some ten milliseconds.
  static let small = """
    name: small
    seed: 3
    task: {name: lag-echo, batch: 8, length: 20, lag: 4, validation_samples: 32}
    model:
      width: {grid: [4, 8, 16]}
      modules: 2
      modularity: {grid: [0.0, 0.5]}
      activation: {family: gamma, gain: 2, saturation: 0.5, adapt: per_unit}
    training:
      learning_rate: {grid: [1e-3, 1e-2]}
      steps: 30
      clip: 1
      checkpoints: {count: 4}
    observe:
      lyapunov: {trajectories: 2, steps: 20, warmup: 5}
      effective_rank: {samples: 16}
      participation_ratio: {samples: 16}
      spectral_radius: {}
    """

  /// Writes `text` as sweep.yaml in `folder`.
  ///
  /// - Returns: Its path.
  static func write(_ text: String, in folder: String) throws -> String {
    let path = "\(folder)/sweep.yaml"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }
}
