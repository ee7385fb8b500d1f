import LinearAlgebra
import RandomStreams
import Testing

@testable import Plans
@testable import Programs

/// Compares a function's derivatives with finite differences, in Double.
///
/// The function's result is weighted with fixed random numbers and summed to one number, f. Checked are the gradient
/// of f, products with its second derivatives taken forward over reverse and reverse over reverse, and the tangent of
/// the function itself.
struct DerivativeCheck {
  /// Central differences with h = 1e-5 are good to h² times a third derivative, plus rounding over h.
  static let tolerance = 2e-7
  private static let h = 1e-5

  let program = Program()
  let variables: [Value]
  let directions: [Value]
  let result: Value
  let f: Value
  private var point: [[Double]]
  private let direction: [[Double]]

  init(
    _ shapes: [Shape], seed: UInt64 = 1, in range: ClosedRange<Double> = -1.5...1.5,
    _ function: (Program, [Value]) -> Value
  ) {
    var random = RandomStream(seed: seed, purpose: "derivative check")
    func numbers(_ count: Int, _ range: ClosedRange<Double>) -> [Double] {
      (0..<count).map { _ in
        range.lowerBound + (range.upperBound - range.lowerBound) * random.uniform()
      }
    }
    let program = program
    variables = shapes.map { program.input($0.rows, $0.columns) }
    directions = shapes.map { program.input($0.rows, $0.columns) }
    let result = function(program, variables)
    self.result = result
    point = shapes.map { numbers($0.count, range) }
    direction = shapes.map { numbers($0.count, -1...1) }
    let weights = numbers(result.shape.count, -1...1)
    let sum = zip(weights, 0...).map { weight, index in
      weight * result.reshaped(result.shape.count, 1).rows(index..<index + 1)
    }
    f = sum.dropFirst().reduce(sum[0]) { $0 + $1 }
  }

  func run() {
    let gradients = f.gradients(withRespectTo: variables)
    checkGradients(gradients)
    checkTangents()
    checkSecond(gradients)
  }

  private func evaluate(_ outputs: [Value], at point: [[Double]]) -> [[Double]] {
    let plan = Plan<Double>(outputs: outputs)
    for (value, numbers) in zip(variables + directions, point + direction) {
      plan.storage(of: value).elements = numbers
    }
    // Twice, so that what a run leaves behind would show in the next.
    plan.run()
    plan.run()
    return outputs.map { plan.storage(of: $0).elements }
  }

  private func moved(_ t: Double) -> [[Double]] {
    zip(point, direction).map { zip($0, $1).map { $0 + t * $1 } }
  }

  private func isClose(_ found: Double, _ expected: Double) -> Bool {
    abs(found - expected) <= Self.tolerance * max(1, abs(expected))
  }

  private func checkGradients(_ gradients: [Value]) {
    let found = evaluate(gradients, at: point)
    for (v, numbers) in point.enumerated() {
      for index in numbers.indices {
        var (above, below) = (point, point)
        above[v][index] += Self.h
        below[v][index] -= Self.h
        let difference = (evaluate([f], at: above)[0][0] - evaluate([f], at: below)[0][0])
        #expect(isClose(found[v][index], difference / (2 * Self.h)), "variable \(v), \(index)")
      }
    }
  }

  private func checkTangents() {
    let pushed = program.pushForward(
      [result], along: zip(variables, directions).map { ($0, $1) })
    let values = evaluate([pushed.values[0], pushed.tangents[0]], at: point)
    let above = evaluate([result], at: moved(Self.h))[0]
    let below = evaluate([result], at: moved(-Self.h))[0]
    let plain = evaluate([result], at: point)[0]
    for index in above.indices {
      // Equal but for the rounding of sums that are fused with other neighbours.
      #expect(abs(values[0][index] - plain[index]) < 1e-14 * max(1, abs(plain[index])))
      let difference = (above[index] - below[index]) / (2 * Self.h)
      #expect(isClose(values[1][index], difference), "tangent \(index)")
    }
  }

  private func checkSecond(_ gradients: [Value]) {
    let forward = program.pushForward(
      gradients, along: zip(variables, directions).map { ($0, $1) }
    ).tangents
    let slopes = zip(gradients, directions).map { ($0 * $1).sum() }
    let slope = slopes.dropFirst().reduce(slopes[0]) { $0 + $1 }
    let reverse = slope.gradients(withRespectTo: variables)
    let found = evaluate(forward, at: point)
    let again = evaluate(reverse, at: point)
    let above = evaluate(gradients, at: moved(Self.h))
    let below = evaluate(gradients, at: moved(-Self.h))
    for v in found.indices {
      for index in found[v].indices {
        let difference = (above[v][index] - below[v][index]) / (2 * Self.h)
        #expect(isClose(found[v][index], difference), "second, variable \(v), \(index)")
        #expect(isClose(again[v][index], found[v][index]), "reverse twice, \(v), \(index)")
      }
    }
  }
}
