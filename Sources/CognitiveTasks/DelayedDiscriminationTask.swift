package import LinearAlgebra
package import RandomStreams
import Schema
package import Tasks

/// Which of two pulses, some steps apart, was the stronger (after Romo et al. 1999).
///
/// Each channel has a pulse of strength a on steps 2 to 4, and one of strength c on three steps after a delay that all
/// channels share. Both are uniform on 0.2…1; where they differ by less than 0.1, c is pushed 0.3 away from a and kept
/// within 0.1…1.3. In the five steps after the second pulse the target is the sign of a − c, before them 0; steps after
/// these do not count.
package struct DelayedDiscriminationTask: GeneratedTask {
  /// What is drawn of a sequence.
  package struct Label {
    /// When the answer begins.
    let answer: Int
    /// The sign of a − c of each channel.
    let signs: [Double]
  }

  private let channels: Int
  private let delays: ClosedRange<Int>
  package let batchSize: Int
  package let validationBatches: Int
  package let seed: UInt64

  /// The steps of a pulse, and of an answer.
  private static let (pulse, response) = (2..<5, 5)

  package var name: String { "delayed-discrimination" }
  package var inputSize: Int { channels }
  package var outputSize: Int { channels }
  package var length: Int {
    Self.pulse.upperBound + delays.upperBound + Self.pulse.count + Self.response
  }
  package var scoredSteps: Range<Int> { 0..<length }
  package var weighsSteps: Bool { delays.count > 1 }
  package var loss: LossKind { .meanSquaredError }
  package var measuresAccuracy: Bool { false }

  static let description = TaskDescription(
    variant: Variant(
      "delayed-discrimination", "say which of two pulses, some steps apart, was the stronger",
      [
        .integer("channels", 1, in: 1...1000, "inputs, each with an output: the difficulty"),
        .integer("shortest_delay", 5, in: 0...100_000, "least steps between the pulses"),
        .integer("longest_delay", 15, in: 0...100_000, "most steps; at least the shortest"),
        .batch(32), .generatedValidation, .sequenceKey,
      ]),
    make: { (settings, seed) throws(TaskError) in
      try DelayedDiscriminationTask(settings, seed: seed)
    })

  private init(_ settings: Settings, seed: UInt64) throws(TaskError) {
    self.seed = settings.sequenceSeed(own: seed)
    channels = settings.integer("channels")
    let (shortest, longest) = (
      settings.integer("shortest_delay"), settings.integer("longest_delay")
    )
    guard shortest <= longest else {
      throw .unsuitable(
        setting: "longest_delay", found: "\(longest)",
        expected: "at least \(shortest), the shortest")
    }
    delays = shortest...longest
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
    if case .probe = request { return }
    if weighsSteps { normalizeWeights(&targets) }
  }

  /// Multiplies a batch's weights so that their mean is 1.
  private func normalizeWeights<S: Scalar>(_ targets: inout MutableSpan<S>) {
    let places = stride(from: channels, to: targets.count, by: targetSize)
    var scored = 0
    for place in places where targets[place] > 0 { scored += 1 }
    let weight = S(Double(length * batchSize) / Double(scored))
    for place in places where targets[place] > 0 { targets[place] = weight }
  }

  package func drawInputs<S: Scalar>(
    _ inputs: inout MutableSpan<S>, in slot: SequenceSlot, from stream: inout RandomStream
  ) -> Label {
    let delay = delays.lowerBound + stream.integer(below: delays.count)
    let strengths = (0..<channels).map { _ in Self.strengths(from: &stream) }
    let first = Self.pulse
    let start = first.upperBound + delay
    let second = start..<start + first.count
    for step in 0..<slot.steps {
      for (channel, pair) in strengths.enumerated() {
        let value = first.contains(step) ? pair.first : second.contains(step) ? pair.second : 0
        inputs[slot.row(step) * channels + channel] = S(value)
      }
    }
    return Label(
      answer: second.upperBound, signs: strengths.map { $0.first > $0.second ? 1 : -1 })
  }

  private static func strengths(
    from stream: inout RandomStream
  ) -> (first: Double, second: Double) {
    let (a, c) = (0.2 + 0.8 * stream.uniform(), 0.2 + 0.8 * stream.uniform())
    guard abs(a - c) < 0.1 else { return (a, c) }
    return (a, min(max(a + (c > a ? 0.3 : -0.3), 0.1), 1.3))
  }

  package func drawTargets<S: Scalar>(
    _ targets: inout MutableSpan<S>, of truth: Label, after inputs: borrowing MutableSpan<S>,
    in slot: SequenceSlot, from stream: inout RandomStream
  ) {
    let end = truth.answer + Self.response
    for step in 0..<length {
      let first = slot.row(step) * targetSize
      for (channel, sign) in truth.signs.enumerated() {
        targets[first + channel] = (truth.answer..<end).contains(step) ? S(sign) : 0
      }
      if weighsSteps { targets[first + channels] = step < end ? 1 : 0 }
    }
  }
}
