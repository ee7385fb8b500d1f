import DataSets
package import LinearAlgebra
import RandomStreams
import Readings
import Schema

/// Images to classify, read a part at a time: a row, a pixel, or all pixels at once.
///
/// Pixels in reading order, or for single pixels in a fixed random order, are cut into steps of `inputSize`; blank
/// steps may follow; the one scored step is the last. Held out are the last `validation_samples` images of the training
/// files; the test files are not read.
package struct ImageTask: LearningTask {
  package let name: String
  package let inputSize: Int
  package let batchSize: Int
  /// How many images are trained on, the first ones of the set.
  package let trainingSize: Int
  package let validationBatches: Int
  private let images: ImageSet
  /// The images' labels, in which some of the training images' are redrawn.
  private let labels: [UInt8]
  /// The training images whose labels were redrawn.
  private let redrawn: Set<Int>
  private let order: EpochPermutation
  /// How many steps without input follow an image.
  private let blanks: Int
  /// The first held-out image.
  private let validationStart: Int
  /// A pixel 0 … 255 becomes the input pixel · scale + shift.
  private let scale: Double
  private let shift: Double
  /// The order in which single pixels are read; nil for reading order.
  private let pixelOrder: [Int]?
  private let distortion: InputDistortion?

  private var imageSteps: Int { images.pixelsPerImage / inputSize }
  package var outputSize: Int { images.classes }
  package var length: Int { imageSteps + blanks }
  package var delaySteps: Range<Int> { imageSteps..<length }
  package var scoredSteps: Range<Int> { length - 1..<length }
  package var loss: LossKind { .crossEntropy }
  package var measuresAccuracy: Bool { true }
  package var trainingBatchesPerEpoch: Int? { trainingSize / batchSize }
  package var probeSequences: Int? { images.count - validationStart }
  package var sharedBytes: Int { images.pixels.count + images.labels.count }

  static let rows = description(
    "fashion-rows", "classify images (Fashion-MNIST) read row by row"
  ) { $0.columns }
  static let image = description(
    "fashion-image", "classify images (Fashion-MNIST) seen at once"
  ) { $0.pixelsPerImage }
  /// Images read pixel by pixel in a permuted order: the literature's psMNIST on another set of images.
  static let pixels = description(
    "fashion-pixels", "classify images (Fashion-MNIST) read pixel by pixel in a fixed random order",
    pixelEntries
  ) { _ in 1 }

  private static func description(
    _ name: String, _ summary: String, _ own: [Entry] = [],
    inputSize: @escaping @Sendable (ImageSet) -> Int
  ) -> TaskDescription {
    TaskDescription(variant: Variant(name, summary, entries + own)) {
      (settings, seed) throws(TaskError) in
      let images = try reading { () throws(DataSetError) in
        let folder = settings.text("path")
        guard settings.values["size"] != nil, let size = settings.integerUnlessWord("size") else {
          return try ImageSet.load(from: folder)
        }
        return try ImageSet.load(from: folder, size: size)
      }
      return try ImageTask(
        name, images: images, inputSize: inputSize(images), settings: settings, seed: seed)
    }
  }

  /// The folder in which Debian's package `dataset-fashion-mnist` puts the images.
  package static let defaultFolder = "/usr/share/datasets/fashion-mnist"

  /// The parts of a data set that `folder` lacks, whether in gzip or not: `train-images`, `train-labels`.
  package static func missingFiles(in folder: String) -> [String] {
    ImageSet.missingFiles(in: folder)
  }

  private static let entries: [Entry] = [
    Entry(
      "path", .value(.text, default: .text(defaultFolder)),
      "folder of train-images-idx3-ubyte and train-labels-idx1-ubyte, in gzip (.gz) or not"),
    .batch(64),
    Entry(
      "train_samples", .value(.word("all", or: .integer(1...Int.max)), default: .text("all")),
      "images to train on, from the first; all: those not held out"),
    .integer(
      "validation_samples", 5000, in: 1...Int.max,
      "images held out, the last ones, rounded down to full batches"),
    .real(
      "label_noise", 0, in: .unit,
      "share of the training labels that are redrawn among all classes"),
    Entry(
      "normalize", .value(.word("standard", "unit"), default: .text("standard")),
      "pixels of mean 0 and variance 1 over the data set (standard), or 0 … 1 (unit)"),
    .integer("blanks", 0, in: 0...100_000, "steps without input (zeros) after each image"),
  ]

  private static let pixelEntries =
    [
      Entry(
        "size", .value(.word("original", or: .integer(1...1000)), default: .text("original")),
        "S: images are read at S × S of their pixels, evenly spaced"),
      Entry(
        "order", .value(.word("permuted", "reading"), default: .text("permuted")),
        "of the pixels: one permutation for every image, or as they are read"),
      .integer(
        "permutation", 1, "number of the permutation; the same for every seed of the sweep"),
    ] + InputDistortion.entries(pulseStart: 200)

  init(
    _ name: String, images: ImageSet, inputSize: Int, settings: Settings, seed: UInt64
  ) throws(TaskError) {
    self.name = name
    self.images = images
    self.inputSize = inputSize
    batchSize = settings.integer("batch")
    blanks = settings.integer("blanks")
    let heldOut = settings.integer("validation_samples")
    validationBatches = try fullBatches(heldOut, of: batchSize, setting: "validation_samples")
    guard heldOut < images.count else {
      throw .unsuitable(
        setting: "validation_samples", found: "\(heldOut)",
        expected: "fewer than the \(images.count) images of the data set")
    }
    validationStart = images.count - heldOut
    trainingSize = settings.integerUnlessWord("train_samples") ?? validationStart
    guard trainingSize <= validationStart else {
      throw .unsuitable(
        setting: "train_samples", found: "\(trainingSize)",
        expected: "at most the \(validationStart) images not held out")
    }
    _ = try fullBatches(trainingSize, of: batchSize, setting: "train_samples")
    order = EpochPermutation(count: trainingSize, seed: seed)
    (labels, redrawn) = Self.redrawn(
      images, among: trainingSize, share: settings.real("label_noise"), seed: seed)
    let standard = settings.text("normalize") == "standard" && images.standardDeviation > 0
    scale = 1 / (255 * (standard ? images.standardDeviation : 1))
    shift = standard ? -images.mean / images.standardDeviation : 0
    let readsPixels = settings.values["order"] != nil
    distortion = readsPixels ? InputDistortion(settings) : nil
    if readsPixels, settings.text("order") == "permuted" {
      var stream = RandomStream(
        seed: UInt64(settings.integer("permutation")), purpose: "task permutation")
      pixelOrder = stream.permutation(images.pixelsPerImage)
    } else {
      pixelOrder = nil
    }
  }

  /// The labels with a share of the first `count` redrawn. The labels redrawn at a small share are also redrawn at a
  /// larger one.
  private static func redrawn(
    _ images: ImageSet, among count: Int, share: Double, seed: UInt64
  ) -> (labels: [UInt8], redrawn: Set<Int>) {
    guard share > 0 else { return (images.labels, []) }
    var labels = images.labels
    var stream = RandomStream(seed: seed, purpose: "image labels")
    let places = stream.permutation(count).prefix(Int((share * Double(count)).rounded()))
    for place in places { labels[place] = UInt8(stream.integer(below: images.classes)) }
    return (labels, Set(places))
  }

  package var tellsDifficulty: Bool {
    length == 1 && !redrawn.isEmpty && redrawn.count < trainingSize
  }

  package func trainingExamples(_ difficulty: Difficulty, count: Int) -> Examples? {
    guard tellsDifficulty else { return nil }
    let chosen = (0..<trainingSize).lazy
      .filter { redrawn.contains($0) == (difficulty == .difficult) }.prefix(count)
    let inputs = chosen.flatMap { image in
      (0..<inputSize).map { pixel in
        Double(images.pixels[image * images.pixelsPerImage + pixel]) * scale + shift
      }
    }
    let targets = chosen.flatMap { image in
      (0..<outputSize).map { $0 == Int(labels[image]) ? 1.0 : 0 }
    }
    let rows = targets.count / outputSize
    return Examples(
      inputs: Matrix(rows: rows, columns: inputSize, elements: Array(inputs)),
      targets: Matrix(rows: rows, columns: outputSize, elements: Array(targets)))
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  package func fill<S: Scalar>(
    _ request: BatchRequest, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    let members = order.members(of: request, batch: batchSize, heldOut: validationStart)
    for (column, image) in members.enumerated() {
      write(image, column, inputs: &inputs, targets: &targets)
    }
    if case .probe(let trajectories, let steps) = request {
      for step in 0..<steps { writeProbe(step, trajectories: trajectories, inputs: &inputs) }
    }
    distortion?.apply(
      to: &inputs, length: length,
      stepCount: request.sequences(inBatchesOf: batchSize) * inputSize)
  }

  private func write<S: Scalar>(
    _ image: Int, _ column: Int, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    for step in 0..<length {
      write(step, of: image, to: step * batchSize + column, inputs: &inputs)
    }
    targets.writeOneHot(Int(labels[image]), row: column, width: outputSize)
  }

  /// Writes a step of the probe: trajectory b sees held-out image b, then b + trajectories, and so on, from the first
  /// again after the last.
  private func writeProbe<S: Scalar>(
    _ step: Int, trajectories: Int, inputs: inout MutableSpan<S>
  ) {
    let (turn, within) = step.quotientAndRemainder(dividingBy: length)
    for column in 0..<trajectories {
      let number = (turn * trajectories + column) % (images.count - validationStart)
      write(
        within, of: validationStart + number, to: step * trajectories + column, inputs: &inputs)
    }
  }

  private func write<S: Scalar>(
    _ step: Int, of image: Int, to row: Int, inputs: inout MutableSpan<S>
  ) {
    let target = row * inputSize
    guard step < imageSteps else {
      for i in target..<target + inputSize { inputs[i] = 0 }
      return
    }
    let pixels = images.pixels.span
    let part = pixelOrder.map { $0[step] } ?? step
    let source = image * images.pixelsPerImage + part * inputSize
    let scale = S(scale)
    let shift = S(shift)
    // The whole stretch is checked at once, because a check for each pixel would keep the loop from being vectorised.
    precondition(source + inputSize <= pixels.count && target + inputSize <= inputs.count)
    for i in 0..<inputSize {
      inputs[unchecked: target &+ i] = S(Int(pixels[unchecked: source &+ i])) * scale + shift
    }
  }
}
