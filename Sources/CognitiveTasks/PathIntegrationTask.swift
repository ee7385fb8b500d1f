import Foundation
package import LinearAlgebra
package import RandomStreams
import Schema
package import Tasks

/// Where one is, from how one turned and how fast one went: the position from angular velocities and speed.
///
/// An angular velocity is w_t = 0.8 w_{t−1} + 0.18 ξ_t, ξ normal, from w = 0 before the first step; the speed v is uniform
/// on 0…0.2 at each step. Inputs are the angular velocities and 5v. In the plane the heading is θ = Σw, and the target
/// Σv·(cos θ, sin θ); in space the azimuth θ and the elevation φ each have an angular velocity, and the target is
/// Σv·(cos φ cos θ, cos φ sin θ, sin φ). All steps are scored.
package struct PathIntegrationTask: GeneratedTask {
  private let dimensions: Int
  package let length: Int
  package let batchSize: Int
  package let validationBatches: Int
  package let seed: UInt64

  package var name: String { "path-integration" }
  package var inputSize: Int { dimensions }
  package var outputSize: Int { dimensions }
  package var scoredSteps: Range<Int> { 0..<length }
  package var loss: LossKind { .meanSquaredError }
  package var measuresAccuracy: Bool { false }

  static let description = TaskDescription(
    variant: Variant(
      "path-integration", "say where one is, from angular velocities and speed",
      [
        .integer("dimensions", 2, in: 2...3, "of the space: the difficulty"),
        .integer("length", 20, in: 1...1_000_000, "steps of a sequence"),
        .batch(32), .generatedValidation, .sequenceKey,
      ]),
    make: { (settings, seed) throws(TaskError) in try PathIntegrationTask(settings, seed: seed) })

  private init(_ settings: Settings, seed: UInt64) throws(TaskError) {
    self.seed = settings.sequenceSeed(own: seed)
    dimensions = settings.integer("dimensions")
    length = settings.integer("length")
    batchSize = settings.integer("batch")
    validationBatches = try fullBatches(
      settings.integer("validation_samples"), of: batchSize, setting: "validation_samples")
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  package func fill<S: Scalar>(
    _ request: BatchRequest, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    generate(request, inputs: &inputs, targets: &targets)
  }

  package func probePiece(of steps: Int) -> Int { max(steps, 1) }

  /// - Returns: The position after each step, coordinate by coordinate.
  package func drawInputs<S: Scalar>(
    _ inputs: inout MutableSpan<S>, in slot: SequenceSlot, from stream: inout RandomStream
  ) -> [Double] {
    let angles = dimensions - 1
    var velocities = [Double](repeating: 0, count: angles)
    var heading = velocities
    var position = [Double](repeating: 0, count: dimensions)
    var path: [Double] = []
    for step in 0..<slot.steps {
      let first = slot.row(step) * inputSize
      for angle in 0..<angles {
        velocities[angle] = 0.8 * velocities[angle] + 0.18 * stream.normal()
        heading[angle] += velocities[angle]
        inputs[first + angle] = S(velocities[angle])
      }
      let speed = 0.2 * stream.uniform()
      inputs[first + angles] = S(5 * speed)
      for (axis, share) in Self.direction(heading).enumerated() {
        position[axis] += speed * share
      }
      path += position
    }
    return path
  }

  /// The unit vector of a heading: of an azimuth, or of an azimuth and an elevation.
  private static func direction(_ heading: [Double]) -> [Double] {
    let azimuth = [cos(heading[0]), sin(heading[0])]
    guard heading.count > 1 else { return azimuth }
    return azimuth.map { cos(heading[1]) * $0 } + [sin(heading[1])]
  }

  package func drawTargets<S: Scalar>(
    _ targets: inout MutableSpan<S>, of truth: [Double], after inputs: borrowing MutableSpan<S>,
    in slot: SequenceSlot, from stream: inout RandomStream
  ) {
    for step in 0..<length {
      for axis in 0..<dimensions {
        targets[slot.row(step) * dimensions + axis] = S(truth[step * dimensions + axis])
      }
    }
  }
}
