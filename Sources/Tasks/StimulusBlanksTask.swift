import LinearAlgebra
import RandomStreams
import Schema

/// A noisy pattern whose class is to be named after some blank steps (after arXiv:2001.03255).
///
/// Each class has several prototypes P, stimulus × features normal numbers fixed by the seed. A sequence draws class
/// and prototype; x_t = P_t + σ·N(0, 1) for the steps of the stimulus and 0 for the blanks that follow. The one scored
/// step is the last. Prototypes and noise do not depend on the number of blanks, so that a net can be tested with
/// others.
struct StimulusBlanksTask: GeneratedTask {
  let name = "stimulus-blanks"
  let classes: Int
  /// How many prototypes a class has.
  let prototypes: Int
  /// How many steps a stimulus has.
  let stimulus: Int
  /// How many steps without input there are.
  let blanks: Int
  let inputSize: Int
  /// The standard deviation of the noise on a pattern, σ.
  let noise: Double
  let batchSize: Int
  let validationBatches: Int
  /// Whether the blanks are split at random between before and after the stimulus.
  private let startsAnywhere: Bool
  let seed: UInt64
  /// The prototypes, [classes × prototypes × stimulus × features], row-major.
  private let patterns: [Double]

  var outputSize: Int { classes }
  var length: Int { stimulus + blanks }
  var scoredSteps: Range<Int> { length - 1..<length }
  var loss: LossKind { .crossEntropy }
  var measuresAccuracy: Bool { true }
  var drawsSequencesApart: Bool { true }
  var delaySteps: Range<Int> { startsAnywhere ? length..<length : stimulus..<length }

  static let description = TaskDescription(
    variant: Variant(
      "stimulus-blanks", "classify a noisy pattern some blank steps after it",
      [
        .integer("classes", 10, in: 2...1_000, "classes, C"),
        .integer("prototypes", 2, in: 1...1_000, "patterns of a class"),
        .integer("stimulus", 10, in: 1...100_000, "steps of a pattern"),
        .integer("blanks", 10, in: 0...100_000, "steps without input after the pattern"),
        .integer("features", 8, in: 1...10_000, "numbers at a step"),
        .real("noise", 1, in: .nonnegative, "deviation of the noise on a pattern, σ"),
        Entry(
          "onset", .value(.word("start", "random"), default: .text("start")),
          "when the pattern begins: at the first step, or anywhere, with fewer blanks after it"),
        .batch(64), .generatedValidation,
      ]),
    make: { (settings, seed) throws(TaskError) in try StimulusBlanksTask(settings, seed: seed) })

  init(_ settings: Settings, seed: UInt64) throws(TaskError) {
    classes = settings.integer("classes")
    prototypes = settings.integer("prototypes")
    stimulus = settings.integer("stimulus")
    blanks = settings.integer("blanks")
    inputSize = settings.integer("features")
    noise = settings.real("noise")
    startsAnywhere = settings.text("onset") == "random"
    batchSize = settings.integer("batch")
    validationBatches = try fullBatches(
      settings.integer("validation_samples"), of: batchSize, setting: "validation_samples")
    self.seed = seed
    try requireHoldable(
      countProduct(classes, prototypes, stimulus, inputSize), setting: "prototypes")
    var stream = RandomStream(seed: seed, purpose: "task prototypes")
    var patterns = [Double](repeating: 0, count: classes * prototypes * stimulus * inputSize)
    stream.fillNormal(&patterns)
    self.patterns = patterns
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  func fill<S: Scalar>(
    _ request: BatchRequest, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    generate(request, inputs: &inputs, targets: &targets)
  }

  /// Writes one sequence, as far as there is room for it.
  ///
  /// - Returns: The class of the sequence.
  func drawInputs<S: Scalar>(
    _ inputs: inout MutableSpan<S>, in slot: SequenceSlot, from stream: inout RandomStream
  ) -> Int {
    let drawnClass = stream.integer(below: classes)
    let pattern = drawnClass * prototypes + stream.integer(below: prototypes)
    let onset = startsAnywhere ? stream.integer(below: blanks + 1) : 0
    for step in 0..<slot.steps {
      let row = slot.row(step) * inputSize
      let place = step - onset
      guard (0..<stimulus).contains(place) else {
        for i in row..<row + inputSize { inputs[i] = 0 }
        continue
      }
      let source = (pattern * stimulus + place) * inputSize
      for i in 0..<inputSize {
        inputs[row + i] = S(patterns[source + i] + noise * stream.normal())
      }
    }
    return drawnClass
  }
}
