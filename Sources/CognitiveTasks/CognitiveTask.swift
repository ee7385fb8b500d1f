package import LinearAlgebra
package import RandomStreams
import Schema
package import Tasks

/// Nine tasks of systems neuroscience with one set of signals, or the latent tasks that lie behind them
/// (arXiv:2105.14108): fixate, and then report a direction or the larger of two components.
///
/// Inputs and targets have three columns, fixation, cosine and sine, of which a task leaves those empty that it does
/// not have. They are mapped to 0…1: inputs by (x + 1.1)/2.2, targets by (y + m)/2m, where m is the largest magnitude
/// that the task's targets can have. Where there are several tasks each sequence has one of them, and with the rule
/// input nine columns more say which.
package struct CognitiveTask: GeneratedTask {
  /// What is drawn of a sequence: the trial and the task that it poses.
  package struct Label {
    let trial: CognitiveTrial
    let kind: CognitiveKind
  }

  private let kinds: [CognitiveKind]
  private let corpus: [CognitiveKind]
  /// The number of the latent task, from 1, that stands in the place of the tasks themselves; nil for these.
  private let variate: Int?
  private let primitives: TaskPrimitives?
  private let hasRule: Bool
  private let unit: Int
  private let noise: Double
  package let batchSize: Int
  package let validationBatches: Int
  package let seed: UInt64

  package var name: String { "cognitive" }
  package var inputSize: Int { 3 + (hasRule ? CognitiveKind.allCases.count : 0) }
  package var outputSize: Int { 3 }
  package var length: Int { CognitiveTrial.units * unit }
  package var scoredSteps: Range<Int> { 0..<length }
  package var loss: LossKind { .meanSquaredError }
  package var measuresAccuracy: Bool { false }

  private static func list(_ key: String, _ standard: [CognitiveKind], _ summary: String) -> Entry {
    Entry(
      key,
      .list(
        Domain(words: CognitiveKind.allCases.map(\.rawValue)),
        default: standard.map { .text($0.rawValue) }), summary)
  }

  static let description = TaskDescription(
    variant: Variant(
      "cognitive", "fixate, then report a direction or decide between two (arXiv:2105.14108)",
      [
        list("of", [.delayPro], "tasks, of which each sequence has one"),
        .boolean("rule", false, "whether nine further inputs say which task a sequence has"),
        Entry(
          "variate", .value(.word("none", or: .integer(1...25)), default: .text("none")),
          "latent task that stands in the tasks' place: this pair of canonical variates"),
        list("corpus", CognitiveKind.allCases, "tasks that the canonical variates are those of"),
        .integer("unit", 5, in: 1...50, "steps of a 22nd of a trial"),
        .real("noise", 0.02, in: .nonnegative, "deviation of the inputs' noise"),
        .batch(64), .generatedValidation,
      ]),
    make: { (settings, seed) throws(TaskError) in try CognitiveTask(settings, seed: seed) })

  private init(_ settings: Settings, seed: UInt64) throws(TaskError) {
    self.seed = seed
    kinds = try Self.kinds("of", settings)
    corpus = try Self.kinds("corpus", settings)
    hasRule = settings.boolean("rule")
    unit = settings.integer("unit")
    noise = settings.real("noise")
    batchSize = settings.integer("batch")
    validationBatches = try fullBatches(
      settings.integer("validation_samples"), of: batchSize, setting: "validation_samples")
    variate = settings.integerUnlessWord("variate")
    primitives =
      variate == nil ? nil : TaskPrimitives(of: corpus, unit: unit, noise: noise, seed: seed)
    if let variate, let pairs = primitives?.correlations.count, variate > pairs {
      throw .unsuitable(
        setting: "variate", found: "\(variate)",
        expected: "at most \(pairs), the pairs of variates that this corpus has")
    }
  }

  private static func kinds(
    _ key: String, _ settings: Settings
  ) throws(TaskError) -> [CognitiveKind] {
    let kinds = settings.list(key).compactMap { value in
      if case .text(let name) = value { CognitiveKind(rawValue: name) } else { nil }
    }
    guard !kinds.isEmpty else {
      throw .unsuitable(setting: key, found: "an empty list", expected: "one task or more")
    }
    return kinds
  }

  package var canonicalCorrelations: [Double] {
    (primitives ?? TaskPrimitives(of: corpus, unit: unit, noise: noise, seed: seed)).correlations
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  package func fill<S: Scalar>(
    _ request: BatchRequest, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    generate(request, inputs: &inputs, targets: &targets)
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  package func drawInputs<S: Scalar>(
    _ inputs: inout MutableSpan<S>, in slot: SequenceSlot, from stream: inout RandomStream
  ) -> Label {
    let kind = kinds[kinds.count > 1 ? stream.integer(below: kinds.count) : 0]
    let trial = CognitiveTrial(unit: unit, steps: slot.steps, deviation: noise, from: &stream)
    for step in 0..<slot.steps {
      let first = slot.row(step) * inputSize
      for column in 0..<inputSize { inputs[first + column] = 0 }
      if let variate, let primitives {
        inputs[first] = S(primitives.input(variate, at: step, of: trial))
        continue
      }
      for column in kind.inputColumns {
        inputs[first + column] = S((trial.input(column, at: step, of: kind) + 1.1) / 2.2)
      }
      if hasRule { inputs[first + 3 + kind.number] = 1 }
    }
    return Label(trial: trial, kind: kind)
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  package func drawTargets<S: Scalar>(
    _ targets: inout MutableSpan<S>, of truth: Label, after inputs: borrowing MutableSpan<S>,
    in slot: SequenceSlot, from stream: inout RandomStream
  ) {
    let (trial, kind) = (truth.trial, truth.kind)
    for step in 0..<length {
      let first = slot.row(step) * outputSize
      for column in 0..<outputSize { targets[first + column] = 0 }
      if let variate, let primitives {
        targets[first] = S(primitives.target(variate, at: step, of: trial))
        continue
      }
      let bound = kind.targetBound
      for column in kind.targetColumns {
        targets[first + column] = S(
          (trial.target(column, at: step, of: kind) + bound) / (2 * bound))
      }
    }
  }
}

extension CognitiveKind {
  /// The place among all tasks, from 0.
  fileprivate var number: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
