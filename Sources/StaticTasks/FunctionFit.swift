import Foundation
import LinearAlgebra
import RandomStreams
import Schema
import Tasks

/// Functions on [−1, 1], or on a square, to be fitted at the points of an even grid (arXiv:2412.05144).
///
/// Validation takes the centres of as many cells.
enum FunctionFit {
  private struct Choice: Sendable {
    let name: String
    let summary: String
    let dimensions: Int
    /// The default number of points along a side.
    let points: Int
    let value: @Sendable (ArraySlice<Double>) -> Double
  }

  private static let choices = [
    Choice(
      name: "cosines", summary: "cos πx + cos 2πx + cos 6πx", dimensions: 1, points: 200,
      value: { x in x.reduce(0) { $0 + cos(.pi * $1) + cos(2 * .pi * $1) + cos(6 * .pi * $1) } }),
    Choice(
      name: "sines", summary: "sin 2πx + ½ sin 8πx", dimensions: 1, points: 200,
      value: { x in x.reduce(0) { $0 + sin(2 * .pi * $1) + sin(8 * .pi * $1) / 2 } }),
    Choice(
      name: "absolute", summary: "|x|", dimensions: 1, points: 200,
      value: { x in x.reduce(0) { $0 + abs($1) } }),
    Choice(
      name: "waves_2d", summary: "sin πx₁ sin πx₂ + ½ sin 4πx₁ sin 4πx₂", dimensions: 2, points: 40,
      value: { x in
        x.reduce(1) { $0 * sin(.pi * $1) } + x.reduce(1) { $0 * sin(4 * .pi * $1) } / 2
      }),
  ]

  static let description = TaskDescription(
    variant: Variant(
      "function-fit", "fit a function on [−1, 1] or on a square (arXiv:2412.05144)",
      [
        TableTask.batchEntry(.text("full")),
        Entry(
          "function",
          .variant(
            choices.map { choice in
              Variant(
                choice.name, choice.summary,
                [
                  .integer(
                    "points", choice.points, in: 2...1_000_000,
                    "evenly spaced training points, of a function on a square along each side")
                ])
            }, default: "cosines"), "the function"),
      ]),
    make: { (settings, seed) throws(TaskError) in try make(settings, seed: seed) })

  private static func make(_ settings: Settings, seed: UInt64) throws(TaskError) -> TableTask {
    let name = settings.text("function")
    guard let choice = choices.first(where: { $0.name == name }) else {
      preconditionFailure("function \"\(name)\" passed the schema but is not in the catalogue")
    }
    let perSide = settings.integer("points")
    let count = (0..<choice.dimensions).reduce(1.0) { product, _ in product * Double(perSide) }
    try requireHoldable(2 * count * Double(choice.dimensions + 1), setting: "points")
    let target = TargetFunction(dimensions: choice.dimensions, value: choice.value)
    func samples(isCentered: Bool) -> SampleTable {
      let points = target.grid(perSide: perSide, isCentered: isCentered)
      var table = SampleTable(count: points.count, inputSize: choice.dimensions, outputSize: 1)
      for point in points { table.append(point, target: [choice.value(point[...])]) }
      return table
    }
    return try TableTask(
      TableTask.Character(
        name: "function-fit", loss: .meanSquaredError, targetFunction: target),
      training: samples(isCentered: false), validation: samples(isCentered: true),
      batch: settings.integerUnlessWord("batch"), seed: seed
    ) { uniformBox(numbers: $0 * choice.dimensions, seed: seed) }
  }

  /// Numbers drawn uniformly from [−1, 1).
  static func uniformBox(numbers: Int, seed: UInt64) -> [Double] {
    var stream = RandomStream(seed: seed, purpose: "function probe")
    return (0..<numbers).map { _ in stream.uniform(in: -1..<1) }
  }
}
