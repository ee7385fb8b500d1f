import Foundation
import LinearAlgebra
import RandomStreams
import Schema
import Tasks

/// Two half circles, one for each class, that a straight line just separates or just fails to separate
/// (Pezeshki et al., arXiv:2011.09468, and its code).
///
/// Where they lie apart, a straight boundary suffices, and the curved boundary, which would also separate interlocking
/// moons, is not learnt. The first coordinate is the one along which a line separates them.
struct TwoMoonsTask: WholeSetTask {
  let name = "two-moons"
  let training: ExampleSet
  let validation: ExampleSet

  static let description = TaskDescription(
    variant: Variant(
      "two-moons", "two half circles to be told apart, all in one batch",
      [
        .integer("samples", 300, in: 2...1_000_000, "points to train on, in one batch"),
        .integer("validation_samples", 300, in: 2...1_000_000, "fresh points to validate on"),
        .real("gap", 0.1, "Δ: half the gap between the moons; they interlock where it is negative"),
        .real("validation_gap", -0.1, "the same of the points to validate on"),
        .real("noise", 0.1, in: .nonnegative, "standard deviation of the points about the moons"),
        .real("rotation", 0, "of all points about the origin, degrees"),
      ]),
    make: { (settings, seed) throws(TaskError) in try TwoMoonsTask(settings, seed: seed) })

  init(_ settings: Settings, seed: UInt64) throws(TaskError) {
    let samples = settings.integer("samples")
    let heldOut = settings.integer("validation_samples")
    guard heldOut <= samples, samples % heldOut == 0 else {
      throw .unsuitable(
        setting: "validation_samples", found: "\(heldOut)",
        expected: "as many as samples (\(samples)), or a whole part of it")
    }
    func moons(_ count: Int, gap: String, _ purpose: String) -> ExampleSet {
      var random = RandomStream(seed: seed, purpose: purpose)
      return Self.moons(
        count, gap: settings.real(gap), noise: settings.real("noise"),
        rotation: settings.real("rotation"), from: &random)
    }
    training = moons(samples, gap: "gap", "task training")
    validation = moons(heldOut, gap: "validation_gap", "task validation")
  }

  /// Examples constructed as in the paper's code, with s = +1 for the class of label 1.
  private static func moons(
    _ count: Int, gap: Double, noise: Double, rotation: Double, from random: inout RandomStream
  ) -> ExampleSet {
    var points: [(x: Double, y: Double, label: Bool)] = []
    let outer = count / 2
    for index in 0..<count {
      let label = index >= outer
      let (place, size) = label ? (index - outer, count - outer) : (index, outer)
      let angle = Double.pi * Double(place) / Double(max(1, size - 1))
      let x = label ? 1 - cos(angle) : cos(angle)
      let y = label ? 0.5 - sin(angle) : sin(angle)
      points.append((x + noise * random.normal(), y + noise * random.normal(), label))
    }
    func sign(_ label: Bool) -> Double { label ? 1 : -1 }
    let heights = points.map { $0.y - 0.3 * sign($0.label) }
    let mean = heights.reduce(0, +) / Double(count)
    let (cosine, sine) = (cos(rotation * .pi / 180), sin(rotation * .pi / 180))
    var set = ExampleSet(inputSize: 2)
    for index in random.permutation(count) {
      let label = points[index].label
      let first = -sign(label) * (abs(heights[index] - mean) + gap)
      let second = points[index].x - 0.5
      set.append([cosine * first - sine * second, sine * first + cosine * second], label: label)
    }
    return set
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  func fill<S: Scalar>(
    _ request: BatchRequest, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    copy(request, inputs: &inputs, targets: &targets)
  }
}
