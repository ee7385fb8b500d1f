import Foundation
import Schema
import Testing

@testable import SweepFiles

// What SciPy gives stands in Fixtures/sobol.py.

/// A sweep whose design lays points over five settings from 0 or 1, as long as 1 each.
private func designed(
  _ points: String, seed: Int = 3, more: String = "", width: String = "8"
) throws -> SweepPlan {
  try plan(
    """
    task: copy
    seed: \(seed)
    model:
      width: \(width)
      modularity: {linear: [0, 1]}
      activation: {family: gamma, saturation: {linear: [0, 1]}}
    training: {learning_rate: {linear: [1, 2]}, beta1: {linear: [0, 1]}, clip: {linear: [1, 2]}}
    design: {\(points), over: [modularity, saturation, beta1, learning_rate, clip]}
    \(more)
    """)
}

/// The points of such a sweep, in [0, 1)⁵, by trial.
private func points(_ plan: SweepPlan) throws -> [[Double]] {
  let design = try #require(plan.design)
  return (0..<plan.trialCount).map { trial in
    design.axes.map { axis in
      let number = plan.axisValue(axis, trial: trial).number ?? .nan
      let startsAtOne = ["learning_rate", "clip"].contains { plan.axes[axis].path.hasSuffix($0) }
      return startsAtOne ? number - 1 : number
    }
  }
}

/// The square of the centred L2 discrepancy (F. J. Hickernell 1998), as SciPy has it.
private func discrepancy(_ points: [[Double]]) -> Double {
  func factor(_ x: Double) -> Double {
    let distance = abs(x - 0.5)
    return 1 + 0.5 * distance - 0.5 * distance * distance
  }
  func factor(_ x: Double, _ y: Double) -> Double {
    let distances: Double = abs(x - 0.5) + abs(y - 0.5) - abs(x - y)
    return 1 + 0.5 * distances
  }
  let count = Double(points.count)
  var (singles, pairs) = (0.0, 0.0)
  for one in points {
    singles += one.reduce(1) { $0 * factor($1) }
    for other in points {
      pairs += zip(one, other).reduce(1) { $0 * factor($1.0, $1.1) }
    }
  }
  let whole = pow(13.0 / 12.0, Double(points[0].count))
  return whole - 2 * singles / count + pairs / (count * count)
}

@Test func `the Sobol points are SciPy's in every dimension that there is`() {
  let columns = (0..<SobolSequence.dimensionCount).map { dimension in
    SobolSequence(dimension: dimension).coordinates(1024).map { Int($0 >> 22) }
  }
  #expect(columns.count == 21)
  #expect(
    columns.map { $0[5] } == [
      896, 896, 128, 384, 896, 640, 896, 384, 384, 128, 384, 896, 896, 128, 896, 384, 896, 384,
      384, 640, 640,
    ])
  #expect(
    columns.map { $0[777] } == [
      709, 959, 167, 281, 651, 365, 195, 781, 357, 331, 763, 713, 393, 485, 583, 527, 413, 885,
      379, 771, 243,
    ])
  // Each point's coordinates times its number from 1, summed.
  let sums = columns.map { column in
    column.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element }
  }
  #expect(
    sums == [
      268_566_272, 268_828_416, 268_697_344, 268_566_272, 268_828_416, 268_566_272, 268_828_416,
      268_566_272, 268_566_272, 268_828_416, 268_828_416, 268_566_272, 268_697_344, 268_566_272,
      268_697_344, 268_828_416, 268_566_272, 268_566_272, 268_828_416, 268_828_416, 268_828_416,
    ])
}

@Test func `unscrambled points reach the settings exactly, whatever the seed`() throws {
  let found = try points(designed("sobol: 256, scramble: false"))
  for dimension in 0..<5 {
    let expected = SobolSequence(dimension: dimension).coordinates(256).map {
      Double($0) / 4_294_967_296
    }
    #expect(found.map { $0[dimension] } == expected)
  }
  #expect(abs(discrepancy(found) / 0.00025978083374789129 - 1) < 1e-8)  // rounding of sums near 1
  #expect(try points(designed("sobol: 256, scramble: false", seed: 4)) == found)
}

@Test(arguments: [0, 1, 7])
func `scrambled points are as even as SciPy's, and other ones with another seed`(seed: Int) throws {
  let found = try points(designed("sobol: 256", seed: seed))
  // Of 40 of SciPy's scrambled sets the largest is 2.51e-4; random points have 3.3e-3 and more.
  #expect(discrepancy(found) < 2.6e-4)
  #expect(try points(designed("sobol: 256", seed: seed + 1)) != found)
  // A (0, 8, 2)-net in the first two dimensions: a point in each box of area 1/256.
  for split in 0...8 {
    let boxes = found.map { point in
      [Int(point[0] * Double(1 << split)), Int(point[1] * Double(1 << (8 - split)))]
    }
    #expect(Set(boxes).count == 256, "boxes of 2^-\(split)")
  }
}

@Test func `a Latin hypercube has a point in each slice of each axis`() throws {
  let scrambled = try points(designed("latin_hypercube: 100"))
  let centred = try points(designed("latin_hypercube: 100, scramble: false"))
  for dimension in 0..<5 {
    #expect(Set(scrambled.map { Int($0[dimension] * 100) }) == Set(0..<100))
    let places = centred.map { $0[dimension] }.sorted()
    // SciPy's centres of slices; numbers from 1 lose a bit.
    #expect(zip(places, 0...).allSatisfy { abs($0 - (Double($1) + 0.5) / 100) < 1e-15 })
  }
  #expect(centred.map { $0[0] } != centred.map { $0[1] })
  #expect(try points(designed("latin_hypercube: 100", seed: 4)) != scrambled)
}

@Test func `whole numbers and choices take equal shares of the points`() throws {
  let plan = try plan(
    """
    task: copy
    design: {sobol: 256, over: [width, modules, cell, learning_rate]}
    model: {width: {linear: [3, 6]}, modules: {integer: [1, 8]}, cell: {choice: [rnn, lstm]}}
    training: {learning_rate: {log: [1e-4, 1e-2]}}
    """)
  func counts(_ axis: Int) -> [SettingValue: Int] {
    Dictionary(grouping: plan.axes[axis].values) { $0 }.mapValues(\.count)
  }
  #expect(counts(0) == [.integer(3): 64, .integer(4): 64, .integer(5): 64, .integer(6): 64])
  #expect(
    counts(1) == Dictionary(uniqueKeysWithValues: (1...8).map { (SettingValue.integer($0), 32) }))
  #expect(counts(2) == [.text("rnn"): 128, .text("lstm"): 128])
  let rates = plan.axes[3].values.compactMap(\.number)
  #expect(rates.count { $0 < 1e-3 } == 128)
  #expect(rates.allSatisfy { (1e-4...1e-2).contains($0) })
  #expect(plan.trialCount == 256 && plan.axes.allSatisfy { $0.kind == .design })
}

@Test func `the points of a design run slower than all other axes`() throws {
  let plan = try designed("sobol: 4", width: "{grid: [5, 6, 7]}")
  #expect(plan.trialCount == 12)
  let width = try #require(plan.axes.firstIndex { $0.path == "model.width" })
  #expect((0..<12).map { plan.axisPosition(width, trial: $0) } == (0..<12).map { $0 % 3 })
  for axis in plan.axes.indices where axis != width {
    #expect((0..<12).map { plan.axisPosition(axis, trial: $0) } == (0..<12).map { $0 / 3 })
  }
}

@Test func `more points of a Sobol sequence only append trials`() throws {
  for more in ["", "exclude: [{modularity: {above: 0.5}, width: 6}]"] {
    func sweep(_ points: Int) throws -> SweepPlan {
      try designed("sobol: \(points)", more: more, width: "{grid: [5, 6]}")
    }
    let (few, many) = (try sweep(64), try sweep(256))
    #expect(
      (0..<few.trialCount).map(few.configuration) == (0..<few.trialCount).map(many.configuration))
    #expect(many.places(of: few) == Array(0..<few.trialCount) && few.places(of: many) == nil)
  }
}

@Test func `more points of a Sobol sequence stand among the trials of replicates, too`() throws {
  let few = try designed("sobol: 64")
  let repeated = try designed("sobol: 128", more: "replicates: 2")
  #expect(repeated.places(of: few) == Array(0..<few.trialCount))
  let both = try designed("sobol: 64", more: "replicates: 2")
  #expect(both.trialCount == 2 * few.trialCount)
  #expect(
    repeated.places(of: both)
      == (0..<both.trialCount).map {
        $0 < few.trialCount ? $0 : $0 - few.trialCount + repeated.configurationCount
      })
}

@Test func `another seed, other points and Latin hypercubes do not hold a design's trials`() throws
{
  let few = try designed("sobol: 64")
  #expect(try designed("sobol: 128", seed: 4).places(of: few) == nil)
  #expect(try designed("sobol: 128, scramble: false").places(of: few) == nil)
  let hypercube = try designed("latin_hypercube: 64")
  #expect(try designed("latin_hypercube: 128").places(of: hypercube) == nil)
}

@Test func `the full text of a sweep with a design gives an equal plan`() throws {
  for design in ["sobol: 16", "latin_hypercube: 10, scramble: false"] {
    let original = try designed(design)
    let again = try plan(original.fullText())
    #expect(again == original && again.design == original.design)
  }
}

@Test func `a number of points that is no power of two, and points that coincide, are noted`()
  throws
{
  #expect(
    try designed("sobol: 300").notes == [
      "300 points of a Sobol sequence are less even than a power of two of them: 256 or 512."
    ])
  #expect(try designed("sobol: 1").notes.isEmpty)
  #expect(try designed("latin_hypercube: 300").notes.isEmpty)
  let notes = try plan(
    """
    task: copy
    design: {sobol: 8, over: [cell]}
    model: {cell: {choice: [rnn, lstm]}}
    """
  ).notes
  #expect(notes.count == 1 && notes[0].hasPrefix("6 of 8 configurations repeat an earlier one"))
}

@Test func `Sobol points have at most as many dimensions as there are direction numbers`() throws {
  let names = (0..<22).map { "x\($0)" }
  let schema = Section(names.map { Entry.real($0, 0, "A number.") })
  func many(_ design: String, axes: Int) throws -> SweepPlan {
    let over = names.prefix(axes).joined(separator: ", ")
    let ranges = names.prefix(axes).map { "\($0): {linear: [0, 1]}" }.joined(separator: "\n")
    return try SweepPlan(
      text: "design: {\(design), over: [\(over)]}\n\(ranges)", file: "sweep.yaml", schema: schema)
  }
  #expect(try many("sobol: 2", axes: 21).trialCount == 2)
  #expect(try many("latin_hypercube: 2", axes: 22).trialCount == 2)
  let error = #expect(throws: SweepError.self) { try many("sobol: 2", axes: 22) }
  #expect(
    error?.description
      == "sweep.yaml:1:26: sobol goes over 22 axes; expected at most 21; latin_hypercube takes any number"
  )
}

@Test func `the points of a design count among the values of all axes`() {
  let error = #expect(throws: SweepError.self) { try designed("sobol: 500000") }
  #expect(
    error?.description
      == "sweep.yaml:8:17: with the design the axes have 2500000 values together; expected at most 2000000"
  )
}
