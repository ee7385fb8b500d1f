import LinearAlgebra
import RandomStreams
import Readings
import Schema

/// Digits of seven segments, read pixel by pixel at a resolution of choice: the task of arXiv:2006.16981 on another set
/// of images, whose sequences grow with the resolution.
///
/// An input is one-hot: paper or ink. The one scored step is the last, whose target is the digit.
struct SegmentDigitsTask: GeneratedTask {
  let name = "segment-digits"
  let batchSize: Int
  let validationBatches: Int
  let seed: UInt64
  /// S, the side of the images in pixels.
  private let size: Int

  var inputSize: Int { 2 }
  var outputSize: Int { SegmentDigit.classes }
  var length: Int { size * size }
  var scoredSteps: Range<Int> { length - 1..<length }
  var loss: LossKind { .crossEntropy }
  var measuresAccuracy: Bool { true }

  static let description = TaskDescription(
    variant: Variant(
      "segment-digits", "read digits of seven segments pixel by pixel, at any size (2006.16981)",
      [
        .integer("size", 7, in: 1...1000, "S: images of S × S pixels, sequences of S² steps"),
        .batch(32), .generatedValidation,
      ]),
    make: { (settings, seed) throws(TaskError) in try SegmentDigitsTask(settings, seed: seed) })

  init(_ settings: Settings, seed: UInt64) throws(TaskError) {
    size = settings.integer("size")
    batchSize = settings.integer("batch")
    self.seed = seed
    validationBatches = try fullBatches(
      settings.integer("validation_samples"), of: batchSize, setting: "validation_samples")
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  func fill<S: Scalar>(
    _ request: BatchRequest, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    generate(request, inputs: &inputs, targets: &targets)
  }

  func drawInputs<S: Scalar>(
    _ inputs: inout MutableSpan<S>, in slot: SequenceSlot, from stream: inout RandomStream
  ) -> Int {
    let digit = SegmentDigit(from: &stream)
    for step in 0..<slot.steps {
      let token = digit.hasInk(at: step, of: size) ? 1 : 0
      inputs.writeOneHot(token, row: slot.row(step), width: inputSize)
    }
    return digit.label
  }
}
