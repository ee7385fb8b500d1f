package import LinearAlgebra
package import RandomStreams
import Schema

/// Decision tasks of neuroscience in eight steps of 100 ms (those of neurogym 0.1.0 on which arXiv:2310.08513 trains):
/// fixate while the stimulus is there, then say which of two it was.
///
/// The answer is "fixate", class 0, at every step but the last, then 1 or 2. Stimuli are two channels, ½ + amplitude
/// for the shown direction and ½ − amplitude for the other, with noise while they are shown; all steps are scored.
package struct DecisionTask: GeneratedTask {
  /// The question that the net answers; the raw values are the tasks' names in sweep files.
  package enum Kind: String, CaseIterable, Sendable {
    /// Which of two directions is shown on all steps but the last.
    case alternatives = "two-alternative"
    /// Whether the directions of the first step and of the last step but one are the same.
    case match = "delayed-match"
    /// Which direction the cued one of two modalities has; both are shown on the first two steps.
    case context = "context-decision"

    /// The strengths of the evidence in per cent, of which one is drawn for each stimulus.
    fileprivate var coherences: [Double] {
      switch self {
      case .alternatives: [0, 6.4, 12.8, 25.6, 51.2]
      case .match: [100]
      case .context: [5, 15, 50]
      }
    }
  }

  private let kind: Kind
  private let noise: Double
  package let batchSize: Int
  package let validationBatches: Int
  package let seed: UInt64

  package var name: String { kind.rawValue }
  package var inputSize: Int { kind == .context ? 7 : 3 }
  package var outputSize: Int { 3 }
  package var length: Int { 8 }
  package var scoredSteps: Range<Int> { 0..<length }
  package var loss: LossKind { .crossEntropy }
  package var measuresAccuracy: Bool { true }

  static let descriptions = [
    (Kind.alternatives, "which of two directions a noisy stimulus had, at its end"),
    (.match, "whether two stimuli, half a second apart, had the same direction"),
    (.context, "which direction the cued one of two stimuli had, half a second ago"),
  ].map { kind, summary in
    TaskDescription(
      variant: Variant(
        kind.rawValue, summary,
        [
          .real("noise", 0.1, in: .nonnegative, "deviation of the stimulus's noise"),
          .batch(32), .generatedValidation,
        ]),
      make: { (settings, seed) throws(TaskError) in
        try DecisionTask(kind, settings, seed: seed)
      })
  }

  private init(_ kind: Kind, _ settings: Settings, seed: UInt64) throws(TaskError) {
    self.kind = kind
    self.seed = seed
    noise = settings.real("noise")
    batchSize = settings.integer("batch")
    validationBatches = try fullBatches(
      settings.integer("validation_samples"), of: batchSize, setting: "validation_samples")
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  package func fill<S: Scalar>(
    _ request: BatchRequest, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    generate(request, inputs: &inputs, targets: &targets)
  }

  /// The direction that two channels show, and how clearly.
  private struct Evidence {
    let direction: Int
    let amplitude: Double

    init(_ coherences: [Double], from stream: inout RandomStream) {
      direction = stream.integer(below: 2)
      amplitude = coherences[stream.integer(below: coherences.count)] / 200
    }

    func channel(_ index: Int) -> Double { 0.5 + (index == direction ? amplitude : -amplitude) }
  }

  /// Writes the inputs of one sequence, as far as there is room for it.
  ///
  /// - Returns: The answer at the last step, 1 or 2.
  package func drawInputs<S: Scalar>(
    _ inputs: inout MutableSpan<S>, in slot: SequenceSlot, from stream: inout RandomStream
  ) -> Int {
    let evidence = (0..<2).map { _ in Evidence(kind.coherences, from: &stream) }
    let cued = stream.integer(below: 2)
    for step in 0..<slot.steps {
      var row = [step < length - 1 ? 1.0 : 0]
      for modality in kind == .context ? 0..<2 : 0..<1 {
        let shown = shown(evidence, modality: modality, at: step)
        row += [0, 1].map { shown?.channel($0) ?? 0 }
      }
      if kind == .context { row += [0, 1].map { $0 == cued ? 1 : 0 } }
      let disturbed = disturbedColumns(at: step)
      for (column, value) in row.enumerated() {
        let disturbance = disturbed.contains(column) ? noise * stream.normal() : 0
        inputs[slot.row(step) * inputSize + column] = S(value + disturbance)
      }
    }
    switch kind {
    case .alternatives: return 1 + evidence[0].direction
    case .match: return evidence[0].direction == evidence[1].direction ? 1 : 2
    case .context: return 1 + evidence[cued].direction
    }
  }

  private func shown(_ evidence: [Evidence], modality: Int, at step: Int) -> Evidence? {
    switch kind {
    case .alternatives: step < length - 1 ? evidence[0] : nil
    case .match: step == 0 ? evidence[0] : step == length - 2 ? evidence[1] : nil
    case .context: step < 2 ? evidence[modality] : nil
    }
  }

  /// The columns that have noise at a step: those of the stimulus while it is shown, in the context task all of them.
  private func disturbedColumns(at step: Int) -> Range<Int> {
    switch kind {
    case .alternatives: step < length - 1 ? 1..<3 : 0..<0
    case .match: step == 0 || step == length - 2 ? 1..<3 : 0..<0
    case .context: step < 2 ? 0..<7 : 0..<0
    }
  }

  package func drawTargets<S: Scalar>(
    _ targets: inout MutableSpan<S>, of truth: Int, after inputs: borrowing MutableSpan<S>,
    in slot: SequenceSlot, from stream: inout RandomStream
  ) {
    for step in 0..<length {
      targets.writeOneHot(
        step < length - 1 ? 0 : truth, row: slot.row(step), width: outputSize)
    }
  }
}
