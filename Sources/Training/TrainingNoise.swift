import Layers
import LinearAlgebra
import Networks
import Plans
import Programs
import RandomStreams
import Schema
import Tasks

/// What disturbs a recurrent net in training, fresh for each sequence and step: noise on its inputs, noise on its states,
/// and dropout. Losses on held-out sequences, and observables, are of the net without it.
package struct TrainingNoise: Hashable, Sendable {
  /// The deviation of what is added to each input.
  let inputs: Double
  /// The deviation of what is added to each unit's state, after its step.
  let states: Double
  /// The probability with which the layer above, or the read-out, does not see a unit.
  let dropout: Double

  /// No noise.
  static let none = TrainingNoise(inputs: 0, states: 0, dropout: 0)

  /// The settings under `training.noise`.
  static let section = Section([
    .real("inputs", 0, in: .nonnegative, "deviation of the normal noise on every input"),
    .real(
      "states", 0, in: .nonnegative,
      "deviation of the normal noise that is added to each unit's state after each step"),
    .real(
      "dropout", 0, in: Interval(0, 1, includesUpper: false),
      "probability with which what reads a layer does not see a unit; the others count 1/(1 − p) times"
    ),
  ])

  private init(inputs: Double, states: Double, dropout: Double) {
    (self.inputs, self.states, self.dropout) = (inputs, states, dropout)
  }

  /// - Parameter settings: Decoded by `section`.
  init(_ settings: Settings) {
    self.init(
      inputs: settings.real("inputs"), states: settings.real("states"),
      dropout: settings.real("dropout"))
  }

  /// What has to be added to a net's inputs.
  var additions: StateAdditions {
    var additions: StateAdditions = []
    if states > 0 { additions.insert(.shifts) }
    if dropout > 0 { additions.insert(.masks) }
    return additions
  }

  /// How many numbers the noise of a step has.
  func count(of network: any Network, on task: any LearningTask) -> Double {
    let units = network.hiddenLayers.reduce(0) { $0 + $1.width }
    let kinds = (states > 0 ? 1 : 0) + (dropout > 0 ? 1 : 0)
    return countProduct(task.length, task.batchSize, kinds * units)
      + (inputs > 0 ? Double(task.inputCount) : 0)
  }
}

/// The noise of a compiled training: its values in the program, and what fills them at each step.
struct NoiseSource<Element: Scalar> {
  /// The values of the program that noise is written to, and how.
  fileprivate enum Kind: String {
    case inputs = "input noise"
    case states = "state noise"
    case dropout
  }

  private let noise: TrainingNoise
  private let seed: UInt64
  private let parts: [(kind: Kind, storage: Storage<Element>)]

  /// The values of a program, before it is compiled.
  struct Values {
    fileprivate var parts: [(kind: Kind, value: Value)] = []

    init() {}

    /// The inputs of a net that is disturbed, made of a batch's.
    mutating func disturbed(
      _ inputs: Value, _ noise: TrainingNoise, units: Int, in program: Program
    ) -> Value {
      func part(_ kind: Kind, _ columns: Int) -> Value {
        let value = program.input(inputs.rows, columns)
        parts.append((kind, value))
        return value
      }
      var joined = [noise.inputs > 0 ? inputs + part(.inputs, inputs.columns) : inputs]
      if noise.states > 0 { joined.append(part(.states, units)) }
      if noise.dropout > 0 { joined.append(part(.dropout, units)) }
      return joined.count > 1 ? Value.joined(joined) : joined[0]
    }
  }

  init(_ noise: TrainingNoise, _ values: Values, of plan: Plan<Element>, seed: UInt64) {
    (self.noise, self.seed) = (noise, seed)
    parts = values.parts.map { ($0.kind, plan.storage(of: $0.value)) }
  }

  /// Draws the noise of training step `step`.
  func fill(step: Int) {
    for (kind, storage) in parts {
      var stream = RandomStream(seed: seed, purpose: kind.rawValue, index: step)
      storage.withMutableSpan { numbers in
        switch kind {
        case .inputs: stream.fillNormal(&numbers, deviation: noise.inputs)
        case .states: stream.fillNormal(&numbers, deviation: noise.states)
        case .dropout: fillMask(&numbers, noise.dropout, &stream)
        }
      }
    }
  }
}

/// Zeros with this probability, and elsewhere what makes the mean 1.
@specialized(where S == Float)
@specialized(where S == Double)
private func fillMask<S: Scalar>(
  _ mask: inout MutableSpan<S>, _ dropout: Double, _ stream: inout RandomStream
) {
  let kept = S(1 / (1 - dropout))
  for i in mask.indices { mask[i] = stream.uniform() < dropout ? 0 : kept }
}
