import Layers
import LinearAlgebra
import Networks
import Plans
import Programs

/// The derivative of some values of a net along a direction in its parameters, in double precision.
///
/// It is exact, by tangents. Only where a net looks back, since attention has no tangents, it is a central difference
/// of fourth order over steps h = 2⁻¹¹ of Euclidean length: off by h⁴/30 ≈ 2·10⁻¹⁵ times the fifth derivative along the
/// unit direction, and by rounding over h, about 10⁻¹² of the values.
final class ParameterTangent {
  private let plan: Plan<Double>
  private let moving: [ParameterLayout.Placed]
  /// The direction; nil where differences are taken.
  private let direction: Storage<Double>?
  private let image: Storage<Double>
  /// All parameters, at which derivatives are taken.
  let parameters: Storage<Double>
  /// The number of parameters that move.
  let count: Int

  private static let step = 0x1p-11

  /// - Parameters:
  ///   - values: The values of `network`'s parameters in the program of `targets`.
  ///   - targets: The values whose derivative is taken, at least one.
  ///   - moving: The parameters that move, at least one.
  ///   - byDifferences: Whether differences are taken.
  init(
    _ network: any Network, _ values: ParameterValues, of targets: [Value],
    moving: [ParameterLayout.Placed], byDifferences: Bool
  ) {
    self.moving = moving
    count = moving.reduce(0) { $0 + $1.shape.count }
    let program = targets[0].program
    let layout = network.layout
    let direction = byDifferences ? nil : Storage<Double>(count: count)
    let image = Storage<Double>(count: targets.reduce(0) { $0 + $1.shape.count })
    let parameters = Storage<Double>(count: layout.count)
    var bindings = layout.bindings(of: values, to: parameters)
    var outputs = targets
    if let direction {
      var offset = 0
      let variables = moving.map { placed in
        let tangent = program.input(placed.shape.rows, placed.shape.columns)
        bindings.append(Binding(tangent, to: direction, offset: offset))
        offset += placed.shape.count
        return (values[placed.name], tangent)
      }
      outputs = program.pushForward(targets, along: variables).tangents
    }
    var offset = 0
    for output in outputs {
      bindings.append(Binding(output, to: image, offset: offset))
      offset += output.shape.count
    }
    plan = Plan(outputs: outputs, bindings: bindings)
    (self.direction, self.image, self.parameters) = (direction, image, parameters)
  }

  /// The storage of an input of the program.
  func storage(of input: Value) -> Storage<Double> { plan.storage(of: input) }

  /// The derivative along `vector`, which has `count` numbers in the order of the layout: the numbers of each target,
  /// one target after the other.
  func along(_ vector: [Double]) -> [Double] {
    precondition(vector.count == count, "\(vector.count) numbers for \(count) parameters")
    guard let direction else { return difference(along: vector) }
    direction.elements = vector
    plan.run()
    return image.elements
  }

  private func difference(along vector: [Double]) -> [Double] {
    let start = parameters.elements
    defer { parameters.elements = start }
    let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    var sum = [Double](repeating: 0, count: image.count)
    guard norm > 0 else { return sum }
    for (steps, weight) in [(1.0, 8.0), (-1, -8), (2, -1), (-2, 1)] {
      var moved = start
      var place = 0
      for index in moving.lazy.flatMap(\.range) {
        moved[index] += steps * Self.step / norm * vector[place]
        place += 1
      }
      parameters.elements = moved
      plan.run()
      let factor = weight * norm / (12 * Self.step)
      for (index, number) in image.elements.enumerated() { sum[index] += factor * number }
    }
    return sum
  }
}
