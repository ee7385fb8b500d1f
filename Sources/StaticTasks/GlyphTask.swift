import DataSets
import LinearAlgebra
import RandomStreams
import Schema
import Tasks

/// Small digits to be read, most of them with their own label and some with one drawn at random: easy and difficult
/// examples side by side (after arXiv:2008.00938, which takes MNIST).
///
/// A digit of the font stands at one of 3×3 places in a field of 9×7 pixels, with normal noise; pixels are (ink − ¼)/½.
enum GlyphTask {
  private static let classes = 10

  static let description = TaskDescription(
    variant: Variant(
      "glyphs", "read small digits, some of which have a random label (arXiv:2008.00938)",
      [
        TableTask.batchEntry(.integer(100)),
        .integer("easy", 4000, in: 1...1_000_000, "training examples with their own label"),
        .integer("difficult", 400, in: 0...1_000_000, "training examples with a random label"),
        .integer("validation_samples", 2000, in: 1...1_000_000, "digits to validate on"),
        .real("noise", 0.3, in: .nonnegative, "standard deviation of the ink's noise"),
      ]),
    make: { (settings, seed) throws(TaskError) in try make(settings, seed: seed) })

  private static func make(_ settings: Settings, seed: UInt64) throws(TaskError) -> TableTask {
    let (easy, difficult) = (settings.integer("easy"), settings.integer("difficult"))
    let (heldOut, noise) = (settings.integer("validation_samples"), settings.real("noise"))
    let pixels = GlyphFont.rows * GlyphFont.columns
    try requireHoldable(countProduct(easy + difficult + heldOut, pixels + classes), setting: "easy")
    var labels = RandomStream(seed: seed, purpose: "glyph labels")
    func samples(_ count: Int, _ part: String, relabelled: Int) -> SampleTable {
      var stream = RandomStream(seed: seed, purpose: "glyph \(part)")
      var table = SampleTable(count: count, inputSize: pixels, outputSize: classes)
      for index in 0..<count {
        let (digit, image) = draw(noise: noise, from: &stream)
        let isDifficult = index >= count - relabelled
        table.append(image, label: isDifficult ? labels.integer(below: classes) : digit)
      }
      return table
    }
    return try TableTask(
      TableTask.Character(name: "glyphs", loss: .crossEntropy, measuresAccuracy: true),
      training: samples(easy + difficult, "training", relabelled: difficult),
      validation: samples(heldOut, "validation", relabelled: 0),
      difficult: difficult > 0 ? easy..<easy + difficult : nil,
      batch: settings.integerUnlessWord("batch"), seed: seed
    ) { count in
      var stream = RandomStream(seed: seed, purpose: "glyph probe")
      return (0..<count).flatMap { _ in draw(noise: noise, from: &stream).image }
    }
  }

  private static func draw(
    noise: Double, from stream: inout RandomStream
  ) -> (digit: Int, image: [Double]) {
    let digit = stream.integer(below: classes)
    let (down, right) = (stream.integer(below: 3), stream.integer(below: 3))
    let image = GlyphFont.image(digit, down: down, right: right).map { ink in
      (ink + noise * stream.normal() - 0.25) / 0.5
    }
    return (digit, image)
  }
}
