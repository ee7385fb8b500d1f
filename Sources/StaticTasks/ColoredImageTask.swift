import DataSets
import LinearAlgebra
import RandomStreams
import Schema
import Tasks

/// Images whose colour predicts the label better than the shape does in training, and misleads in validation
/// (coloured MNIST: Arjovsky et al. 2019, arXiv:1907.02893; Pezeshki et al., arXiv:2011.09468).
///
/// The label is whether the image's class is below the middle one, sometimes flipped; the colour is the label, flipped
/// with a probability that differs between the two environments merged for training, and is large in validation. The
/// two colours are two channels of pixels, of which the other is empty.
struct ColoredImageTask: WholeSetTask {
  let name: String
  let training: ExampleSet
  let validation: ExampleSet

  static let glyphs = TaskDescription(
    variant: Variant(
      "colored-glyphs", "small digits whose colour misleads, all in one batch",
      [
        .real("noise", 0.2, in: .nonnegative, "standard deviation of the pixels' noise"),
        .integer("environment_samples", 1500, in: 1...100_000, "images of each environment"),
        .integer("validation_samples", 3000, in: 1...200_000, heldOutSummary),
      ] + entries),
    make: { (settings, seed) throws(TaskError) in
      let noise = settings.real("noise")
      return try ColoredImageTask("colored-glyphs", settings, seed: seed) { count, purpose in
        var random = RandomStream(seed: seed, purpose: "\(purpose) glyphs")
        return (0..<count).map { _ in
          let (digit, image) = GlyphFont.draw(noise: noise, from: &random)
          return (digit < 5, image)
        }
      }
    })

  static let fashion = TaskDescription(
    variant: Variant(
      "colored-fashion", "images (Fashion-MNIST) whose colour misleads, all in one batch",
      [
        Entry(
          "path", .value(.text, default: .text(ImageTask.defaultFolder)),
          "folder of train-images-idx3-ubyte and train-labels-idx1-ubyte, in gzip (.gz) or not"),
        .integer("environment_samples", 20_000, in: 1...1_000_000, "images of each environment"),
        .integer("validation_samples", 20_000, in: 1...1_000_000, heldOutSummary),
      ] + entries),
    make: { (settings, seed) throws(TaskError) in
      let images = try reading { () throws(DataSetError) in
        try ImageSet.load(from: settings.text("path"))
      }
      let wanted =
        2 * settings.integer("environment_samples") + settings.integer("validation_samples")
      guard wanted <= images.count else {
        throw .unsuitable(
          setting: "environment_samples", found: "\(wanted) images in all",
          expected: "at most the \(images.count) of the data set")
      }
      var random = RandomStream(seed: seed, purpose: "task images")
      let order = random.permutation(images.count)
      return try ColoredImageTask("colored-fashion", settings, seed: seed) { count, purpose in
        // Training images are at the front of the order, validation images at its end.
        let part = purpose == trainingPurpose ? order.prefix(count) : order.suffix(count)
        return part.map { (Int(images.labels[$0]) < images.classes / 2, images.everyOther($0)) }
      }
    })

  private static let trainingPurpose = "task training"
  private static let heldOutSummary =
    "images to validate on; as many as are trained on, or a whole part of it"

  private static let entries: [Entry] = [
    .real("label_noise", 0.25, in: .unit, "share of labels that are flipped"),
    .real("color_flip", 0.2, in: .unit, "share of colours that belie the label, environment 1"),
    .real("other_color_flip", 0.1, in: .unit, "the same, environment 2"),
    .real("validation_color_flip", 0.9, in: .unit, "the same, validation"),
    Entry(
      "view", .value(.word("color", "gray"), default: .text("color")),
      "gray: both channels alike, at half strength"),
    Entry(
      "content", .value(.word("shape", "blank"), default: .text("shape")),
      "blank: every image replaced by the mean intensity of all"),
  ]

  private init(
    _ name: String, _ settings: Settings, seed: UInt64,
    images: (_ count: Int, _ purpose: String) -> [(label: Bool, image: [Double])]
  ) throws(TaskError) {
    self.name = name
    let environment = settings.integer("environment_samples")
    let heldOut = settings.integer("validation_samples")
    guard heldOut <= 2 * environment, 2 * environment % heldOut == 0 else {
      throw .unsuitable(
        setting: "validation_samples", found: "\(heldOut)",
        expected: "the \(2 * environment) images of both environments, or a whole part of it")
    }
    let first = settings.real("color_flip")
    let second = settings.real("other_color_flip")
    let last = settings.real("validation_color_flip")
    let purpose = "task validation"
    (training, validation) = Self.cache.sets(Key(name: name, settings: settings, seed: seed)) {
      (
        Self.colored(
          images(2 * environment, Self.trainingPurpose), settings, seed, Self.trainingPurpose
        ) { $0 < environment ? first : second },
        Self.colored(images(heldOut, purpose), settings, seed, purpose) { _ in last }
      )
    }
  }

  private struct Key: Hashable {
    let name: String
    let settings: Settings
    let seed: UInt64
  }

  /// Trials that differ in their training alone share their images.
  private static let cache = ExampleCache<Key>()

  private static func colored(
    _ images: [(label: Bool, image: [Double])], _ settings: Settings, _ seed: UInt64,
    _ purpose: String, flip: (Int) -> Double
  ) -> ExampleSet {
    var random = RandomStream(seed: seed, purpose: purpose)
    let pixels = images[0].image.count
    var set = ExampleSet(inputSize: 2 * pixels)
    let noise = settings.real("label_noise")
    let isGray = settings.text("view") == "gray"
    let blank = settings.text("content") == "blank" ? mean(images.map(\.image)) : nil
    for (index, (truth, image)) in images.enumerated() {
      let label = truth != (random.uniform() < noise)
      let color = label != (random.uniform() < flip(index))
      let shown = blank.map { [Double](repeating: $0, count: pixels) } ?? image
      let empty = [Double](repeating: 0, count: pixels)
      let half = shown.map { $0 / 2 }
      set.append(isGray ? half + half : color ? empty + shown : shown + empty, label: label)
    }
    return set
  }

  private static func mean(_ images: [[Double]]) -> Double {
    let sums = images.map { $0.reduce(0, +) / Double($0.count) }
    return sums.reduce(0, +) / Double(sums.count)
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  func fill<S: Scalar>(
    _ request: BatchRequest, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    copy(request, inputs: &inputs, targets: &targets)
  }
}

extension ImageSet {
  /// Every other pixel of every other row of image `index`, 0 … 1.
  fileprivate func everyOther(_ index: Int) -> [Double] {
    stride(from: 0, to: rows, by: 2).flatMap { row in
      stride(from: 0, to: columns, by: 2).map { column in
        Double(pixels[index * pixelsPerImage + row * columns + column]) / 255
      }
    }
  }
}
