import LinearAlgebra
import RandomStreams

/// The latent tasks of a corpus: pairs of an input signal and a target signal, the canonical variates of all inputs and
/// all targets of the corpus' tasks when these are made of the same trials (arXiv:2105.14108).
struct TaskPrimitives: Sendable {
  /// The tasks of the corpus.
  let kinds: [CognitiveKind]
  /// The correlation of each pair, descending.
  let correlations: [Double]
  private let inputs: [LinearFunction]
  private let targets: [LinearFunction]

  /// The trials from which the pairs are worked out.
  private static let trials = 200

  /// - Parameter seed: The trials have a stream of their own.
  init(of kinds: [CognitiveKind], unit: Int, noise: Double, seed: UInt64) {
    let steps = CognitiveTrial.units * unit
    var stream = RandomStream(seed: seed, purpose: "task primitives")
    var (x, y) = ([Double](), [Double]())
    for _ in 0..<Self.trials {
      let trial = CognitiveTrial(unit: unit, steps: steps, deviation: noise, from: &stream)
      for step in 0..<steps {
        x += trial.inputs(at: step, of: kinds)
        y += trial.targets(at: step, of: kinds)
      }
    }
    let samples = Self.trials * steps
    let all = (
      Matrix(rows: samples, columns: x.count / samples, elements: x),
      Matrix(rows: samples, columns: y.count / samples, elements: y)
    )
    let variates = CanonicalVariates(all.0, all.1)
    self.kinds = kinds
    correlations = variates.correlations
    inputs = variates.first.map { $0.ontoUnit(all.0) }
    targets = variates.second.map { $0.ontoUnit(all.1) }
  }

  /// The input signal of pair `number`, counted from 1, at a step of a trial.
  func input(_ number: Int, at step: Int, of trial: CognitiveTrial) -> Double {
    inputs[number - 1](trial.inputs(at: step, of: kinds))
  }

  /// The target signal of pair `number`, counted from 1, at a step of a trial.
  func target(_ number: Int, at step: Int, of trial: CognitiveTrial) -> Double {
    targets[number - 1](trial.targets(at: step, of: kinds))
  }
}

extension LinearFunction {
  /// The function brought to the range from 0 to 1 on these samples; zero where it is constant.
  fileprivate func ontoUnit(_ samples: Matrix<Double>) -> LinearFunction {
    let values = (0..<samples.rows).map { self(samples[row: $0]) }
    guard let least = values.min(), let most = values.max(), most > least else {
      return mapped(by: 0)
    }
    return mapped(by: 1 / (most - least), adding: -least / (most - least))
  }
}
