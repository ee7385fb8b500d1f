import DataSets
import LinearAlgebra
import Schema

/// Prediction of a text's next character: inputs are one-hot characters, and the target at each step is the character
/// that follows.
///
/// The CharRNN task of Vogt et al. 2022 (arXiv:2006.14123): contiguous chunks of `length` characters, the first 0.8 of
/// them for training and the next 0.1 for validation. A character is a byte. A chunk's last target is the character
/// that follows it in the text, where the official code wraps to the chunk's own first.
struct TextTask: LearningTask {
  let name = "text"
  let length: Int
  let batchSize: Int
  let validationBatches: Int
  private let corpus: TextCorpus
  private let trainingChunks: Int
  private let validationChunks: Int
  private let order: EpochPermutation

  var inputSize: Int { corpus.alphabet.count }
  var outputSize: Int { corpus.alphabet.count }
  var scoredSteps: Range<Int> { 0..<length }
  var loss: LossKind { .crossEntropy }
  var measuresAccuracy: Bool { true }
  var trainingBatchesPerEpoch: Int? { trainingChunks / batchSize }
  var sharedBytes: Int { corpus.symbols.count }
  /// The distinct bytes of the text, ascending; symbol i is the i-th.
  var alphabet: [UInt8] { corpus.alphabet }

  static let description = TaskDescription(
    variant: Variant(
      "text", "predict the next character of a text",
      [
        Entry("path", .value(.text, default: nil), "the text, any file, in gzip (.gz) or not"),
        .integer("length", 100, in: 1...1_000_000, "characters of a chunk"),
        .batch(64),
      ]),
    make: { (settings, seed) throws(TaskError) in try TextTask(settings, seed: seed) })

  init(_ settings: Settings, seed: UInt64) throws(TaskError) {
    corpus = try reading { () throws(DataSetError) in
      try TextCorpus.load(from: settings.text("path"))
    }
    length = settings.integer("length")
    batchSize = settings.integer("batch")
    // The last chunk, too, has a character after it.
    let chunks = (corpus.symbols.count - 1) / length
    trainingChunks = chunks * 8 / 10
    validationChunks = chunks / 10
    guard validationChunks >= batchSize else {
      throw .unsuitable(
        setting: "path",
        found: "a text of \(corpus.symbols.count) characters, \(chunks) chunks of \(length)",
        expected: "at least \(10 * batchSize) chunks: a tenth of them holds a batch of \(batchSize)"
      )
    }
    validationBatches = validationChunks / batchSize
    order = EpochPermutation(count: trainingChunks, seed: seed)
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  func fill<S: Scalar>(
    _ request: BatchRequest, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    let members = order.members(of: request, batch: batchSize, heldOut: trainingChunks)
    for (column, chunk) in members.enumerated() {
      write(chunk, column, inputs: &inputs, targets: &targets)
    }
    if case .probe(let trajectories, let steps) = request {
      writeProbe(trajectories: trajectories, steps: steps, inputs: &inputs)
    }
  }

  private func write<S: Scalar>(
    _ chunk: Int, _ column: Int, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    for step in 0..<length {
      let row = step * batchSize + column
      let place = chunk * length + step
      inputs.writeOneHot(Int(corpus.symbols[place]), row: row, width: inputSize)
      targets.writeOneHot(Int(corpus.symbols[place + 1]), row: row, width: inputSize)
    }
  }

  /// Writes the validation text, which each trajectory reads from another place, evenly spaced, and from its beginning
  /// again after its end.
  private func writeProbe<S: Scalar>(
    trajectories: Int, steps: Int, inputs: inout MutableSpan<S>
  ) {
    let start = trainingChunks * length
    let count = validationChunks * length
    for column in 0..<trajectories {
      let offset = column * count / trajectories
      for step in 0..<steps {
        let symbol = Int(corpus.symbols[start + (offset + step) % count])
        inputs.writeOneHot(symbol, row: step * trajectories + column, width: inputSize)
      }
    }
  }
}
