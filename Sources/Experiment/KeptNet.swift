package import LinearAlgebra
import Networks
import Plans
package import Schema
import Tasks

/// What a trial's settings say of its net, for those who take it out of a results file.
package struct KeptNet {
  /// The beginning of the names of states that are kept beside the net.
  package static let statesPrefix = "states."
  /// The beginning of the names of the read-out's parameters.
  package static let readoutPrefix = "readout."

  private let settings: Settings

  /// - Parameter settings: A trial's, decoded by `ExperimentSchema`.
  package init(_ settings: Settings) { self.settings = settings }

  /// What PyTorch's cell of the same equation is called; nil where PyTorch has none. The sizes of inputs and outputs,
  /// which only the task knows, change nothing about that.
  package var pyTorchName: String? {
    let network = try? NetworkCatalogue.make(
      settings: settings.section("model"), inputSize: 1, outputSize: 1)
    return network?.cell?.pyTorchName
  }

  /// How the trial's Lyapunov spectrum was estimated; nil where none was recorded, or not so that `dynsweep spectrum`
  /// can estimate it again.
  package var spectrum: RecordedSpectrum? {
    settings.section("observe").optionalSection("lyapunov").flatMap(RecordedSpectrum.init)
  }
}

/// The settings of a Lyapunov spectrum that a sweep has recorded.
package struct RecordedSpectrum: Equatable, Sendable {
  package let trajectories: Int
  package let warmup: Int
  package let steps: Int
  /// The number of exponents; nil where all.
  package let exponents: Int?
  /// The steps between orthonormalisations; nil where they adapt.
  package let interval: Int?

  fileprivate init?(_ settings: Settings) {
    guard settings.realUnlessWord("error") == nil, settings.text("method") == "cholesky",
      settings.real("initial_deviation") == 0
    else { return nil }
    trajectories = settings.integer("trajectories")
    warmup = settings.integer("warmup")
    steps = settings.integer("steps")
    exponents = settings.integerUnlessWord("exponents")
    interval = settings.integerUnlessWord("interval")
  }
}

extension NetworkTrial {
  /// The inputs that drove a recorded spectrum, [trajectories × (warm-up + steps) × features], row-major.
  package func inputs<Element: Scalar>(
    of spectrum: RecordedSpectrum, as type: Element.Type
  ) -> [Element] {
    let (trajectories, steps) = (spectrum.trajectories, spectrum.warmup + spectrum.steps)
    let features = task.inputSize
    let driven = Storage<Element>(count: trajectories * steps * features)
    driven.withMutableSpan {
      task.fillProbe(trajectories: trajectories, steps: steps, inputs: &$0)
    }
    let elements = driven.elements
    return (0..<trajectories).flatMap { trajectory in
      (0..<steps).flatMap { step in
        let first = (step * trajectories + trajectory) * features
        return elements[first..<first + features]
      }
    }
  }
}
