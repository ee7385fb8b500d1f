import LinearAlgebra
import RandomStreams
import Schema
import Tasks

/// Points in the square [−1, 1]² to be classified as inside or outside a disk of half its area, and two variants of
/// this task (the toy data of arXiv:2008.00938 and its code).
enum DiskTask {
  private struct Region: Sendable {
    let name: String
    let summary: String
    /// The class at a point, 1 or −1.
    let sign: @Sendable (_ x: Double, _ y: Double) -> Double
  }

  private static func isInDisk(_ x: Double, _ y: Double, square: Double) -> Bool {
    x * x + y * y < square
  }

  private static let regions = [
    Region(name: "disk", summary: "inside the disk of half the square's area") { x, y in
      isInDisk(x, y, square: 2 / .pi) ? 1 : -1
    },
    Region(name: "split_disk", summary: "the disk's sign, turned where x is below 0") { x, y in
      (isInDisk(x, y, square: 2 / .pi) ? 1 : -1) * (x < 0 ? -1 : 1)
    },
    Region(name: "yin_yang", summary: "a half plane, with a disk of each half in the other") {
      x, y in
      let swapped =
        isInDisk(x - 0.5, y + 0.5, square: 0.09) || isInDisk(x + 0.5, y - 0.5, square: 0.09)
      return (x < 0 ? -1 : 1) * (swapped ? -1 : 1)
    },
  ]

  static let description = TaskDescription(
    variant: Variant(
      "disk", "tell the inside of a disk from its outside (arXiv:2008.00938)",
      [
        TableTask.batchEntry(.text("full")),
        Entry(
          "region",
          .variant(regions.map { Variant($0.name, $0.summary) }, default: regions[0].name),
          "what is told apart"),
        .integer("samples", 100, in: 2...1_000_000, "uniform points to train on"),
        .integer("validation_samples", 100, in: 2...1_000_000, "fresh points to validate on"),
        .real("label_noise", 0, in: .unit, "share of the training labels that are flipped"),
      ]),
    make: { (settings, seed) throws(TaskError) in try make(settings, seed: seed) })

  private static func make(_ settings: Settings, seed: UInt64) throws(TaskError) -> TableTask {
    let name = settings.text("region")
    guard let region = regions.first(where: { $0.name == name }) else {
      preconditionFailure("region \"\(name)\" passed the schema but is not in the catalogue")
    }
    let count = settings.integer("samples")
    let flipped = Int((settings.real("label_noise") * Double(count)).rounded())
    func samples(_ count: Int, _ part: String, flipped: Int) -> SampleTable {
      let places = points(count, part, seed)
      var table = SampleTable(count: count, inputSize: 2, outputSize: 1)
      for index in 0..<count {
        let (x, y) = (places[2 * index], places[2 * index + 1])
        let isInside = region.sign(x, y) > 0
        table.append([x, y], target: [isInside != (index < flipped) ? 1 : 0])
      }
      return table
    }
    return try TableTask(
      TableTask.Character(
        name: "disk", loss: .logistic, measuresAccuracy: true,
        targetFunction: TargetFunction(dimensions: 2) { place in
          region.sign(place[place.startIndex], place[place.startIndex + 1])
        }),
      // Points and their order are independent, so that the first ones can be the flipped ones.
      training: samples(count, "training", flipped: flipped),
      validation: samples(settings.integer("validation_samples"), "validation", flipped: 0),
      difficult: flipped > 0 ? 0..<flipped : nil,
      batch: settings.integerUnlessWord("batch"), seed: seed
    ) { points($0, "probe", seed) }
  }

  /// Points drawn uniformly from the square, [count × 2].
  private static func points(_ count: Int, _ part: String, _ seed: UInt64) -> [Double] {
    var stream = RandomStream(seed: seed, purpose: "disk \(part)")
    return (0..<2 * count).map { _ in stream.uniform(in: -1..<1) }
  }
}
