import LinearAlgebra
import RandomStreams
import Readings
import Schema

/// Sequences to classify, read one number a step, which are noisy copies of sparse prototypes, one for each class.
///
/// They stand in for the images that arXiv:2006.12253 reads pixel by pixel. An entry of a prototype is nonzero with
/// probability `density`, then uniform on (0.4, 1). A sample keeps an entry with probability `kept`, has a number
/// uniform on (0, 1) added to it with probability `added`, and is clipped to [0, 1]. The one scored step is the last.
struct NoisyPrototypesTask: GeneratedTask {
  let name = "noisy-prototypes"
  let length: Int
  let outputSize: Int
  let batchSize: Int
  let validationBatches: Int
  private let kept: Double
  private let added: Double
  private let distortion: InputDistortion
  let seed: UInt64
  /// The prototypes, [classes × length].
  private let prototypes: Matrix<Double>

  var inputSize: Int { 1 }
  var scoredSteps: Range<Int> { length - 1..<length }
  var loss: LossKind { .crossEntropy }
  var measuresAccuracy: Bool { true }

  static let description = TaskDescription(
    variant: Variant(
      "noisy-prototypes", "classify noisy copies of sparse sequences, one number a step",
      [
        .integer("classes", 10, in: 2...10_000, "prototypes"),
        .integer("length", 64, in: 1...1_000_000, "steps of a sequence"),
        .real("density", 0.35, in: .unit, "probability that a prototype's entry is not zero"),
        .real("kept", 0.85, in: .unit, "probability that a sample keeps an entry"),
        .real("added", 0.1, in: .unit, "probability that an entry has noise on (0, 1) added"),
        .batch(64), .generatedValidation,
      ] + InputDistortion.entries(pulseStart: 16)),
    make: { (settings, seed) throws(TaskError) in try NoisyPrototypesTask(settings, seed: seed) })

  init(_ settings: Settings, seed: UInt64) throws(TaskError) {
    length = settings.integer("length")
    outputSize = settings.integer("classes")
    batchSize = settings.integer("batch")
    kept = settings.real("kept")
    added = settings.real("added")
    distortion = InputDistortion(settings)
    self.seed = seed
    validationBatches = try fullBatches(
      settings.integer("validation_samples"), of: batchSize, setting: "validation_samples")
    try requireHoldable(countProduct(outputSize, length), setting: "classes")
    let density = settings.real("density")
    var stream = RandomStream(seed: seed, purpose: "task prototypes")
    prototypes = Matrix(
      rows: outputSize, columns: length,
      elements: (0..<outputSize * length).map { _ in
        let (chance, value) = (stream.uniform(), stream.uniform())
        return chance < density ? 0.4 + 0.6 * value : 0
      })
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  func fill<S: Scalar>(
    _ request: BatchRequest, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    generate(request, inputs: &inputs, targets: &targets)
    distortion.apply(
      to: &inputs, length: length, stepCount: request.sequences(inBatchesOf: batchSize))
  }

  /// Writes a sample of a random class, as much of it as there is room for.
  ///
  /// - Returns: The class.
  func drawInputs<S: Scalar>(
    _ inputs: inout MutableSpan<S>, in slot: SequenceSlot, from stream: inout RandomStream
  ) -> Int {
    let prototype = stream.integer(below: outputSize)
    for step in 0..<slot.steps {
      // All three are always drawn, so that samples of two settings have their noise in common.
      let (keeps, adds, noise) = (stream.uniform(), stream.uniform(), stream.uniform())
      let entry = keeps < kept ? prototypes[prototype, step] : 0
      inputs[slot.row(step)] = S(min(1, entry + (adds < added ? noise : 0)))
    }
    return prototype
  }
}
