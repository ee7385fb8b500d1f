import Layers
package import Networks
import Programs
import Plans
package import LinearAlgebra

/// The tangent kernel of a feed-forward net on a few points, K = JJᵀ, without the derivatives J by its parameters.
///
/// A layer's weighted sums a = xWᵀ + b enter the outputs alone, so that its share of K is, element by element,
/// (δδᵀ)(xxᵀ + 1), where a row of δ is an output's derivative by the sums. Rows are output by output: row a·P + i is
/// output a at point i.
package final class TangentKernel {
  package let points: Int
  package let outputs: Int
  private let plan: Plan<Double>
  private let layout: ParameterLayout
  private let parameters: Storage<Double>
  private let inputs: Storage<Double>
  /// The output that is derived, as a row of zeros and a one.
  private let chosen: Storage<Double>
  private let layers: [Layer]

  private struct Layer {
    let hasBias: Bool
    let input: Storage<Double>
    let inputSize: Int
    let derivative: Storage<Double>
    let width: Int
  }

  /// - Parameter network: One that tells its weighted sums, of which all trained parameters are weights and biases.
  package init(_ network: any Network, points: Int) {
    (self.points, outputs, layout) = (points, network.outputSize, network.layout)
    let program = Program()
    let values = layout.values(in: program)
    let drive = program.input(points, network.inputSize)
    let choice = program.input(1, network.outputSize)
    let answers = network.forward(
      in: program, parameters: values, inputs: drive, length: 1, batch: points, scored: 0..<1)
    let sums = answers.weightedSums
    let derivatives = answers.outputs.pulledBack(
      choice.broadcast(to: answers.outputs.shape), to: sums.map(\.value))
    parameters = Storage<Double>(count: layout.count)
    let plan = Plan<Double>(
      outputs: derivatives + sums.dropFirst().map(\.input),
      bindings: layout.bindings(of: values, to: parameters))
    (self.plan, inputs) = (plan, plan.storage(of: drive))
    chosen = plan.storage(of: choice)
    layers = zip(sums, derivatives).map { sum, derivative in
      Layer(
        hasBias: sum.hasBias, input: plan.storage(of: sum.input), inputSize: sum.input.columns,
        derivative: plan.storage(of: derivative), width: sum.value.columns)
    }
  }

  /// Each layer's share of the kernel, the read-out's last: (outputs·P)² numbers.
  ///
  /// - Parameters:
  ///   - values: All parameters, in the layout's order.
  ///   - places: P × inputs.
  package func shares(_ values: [Double], at places: Matrix<Double>) -> [Matrix<Double>] {
    precondition(places.rows == points, "\(places.rows) points of \(points)")
    parameters.elements = values
    inputs.elements = places.elements
    var derivatives = layers.map { _ in [Double]() }
    for output in 0..<outputs {
      chosen.elements = (0..<outputs).map { $0 == output ? 1 : 0 }
      plan.run()
      for (index, layer) in layers.enumerated() { derivatives[index] += layer.derivative.elements }
    }
    return zip(layers, derivatives).map { layer, derivative in
      let rows = Matrix(rows: outputs * points, columns: layer.width, elements: derivative)
      let input = Matrix(rows: points, columns: layer.inputSize, elements: layer.input.elements)
      var share = rows.times(rows, transposingOther: true)
      share.multiplyBlocks(
        by: input.times(input, transposingOther: true), adding: layer.hasBias ? 1 : 0)
      return share
    }
  }

  /// The shares together.
  package func whole(_ values: [Double], at places: Matrix<Double>) -> Matrix<Double> {
    let shares = shares(values, at: places)
    return shares.dropFirst().reduce(shares[0], +)
  }
}

extension Matrix where Element == Double {
  /// Multiplies each block of `factor`'s size, element by element, by `factor` plus a number.
  fileprivate mutating func multiplyBlocks(by factor: Matrix, adding number: Double) {
    let (size, width) = (factor.rows, columns)
    let shifted = factor.elements.map { $0 + number }
    for row in 0..<rows {
      for left in stride(from: 0, to: width, by: size) {
        let (first, other) = (row * width + left, row % size * size)
        for place in 0..<size { elements[first + place] *= shifted[other + place] }
      }
    }
  }

  /// Without the means over points, output by output: what is left of JJᵀ, which is symmetric, where J's rows of each
  /// output have mean zero.
  ///
  /// - Parameter size: Points.
  func centeredBlocks(of size: Int) -> Matrix {
    let (count, blocks, numbers) = (rows, rows / size, elements)
    // Of each row's stretch in a block, and of each block.
    var means = [Double](repeating: 0, count: count * blocks)
    var whole = [Double](repeating: 0, count: blocks * blocks)
    for row in 0..<count {
      for block in 0..<blocks {
        var sum = 0.0
        for place in block * size..<(block + 1) * size { sum += numbers[row * count + place] }
        means[row * blocks + block] = sum / Double(size)
        whole[row / size * blocks + block] += sum / Double(size * size)
      }
    }
    var result = numbers
    for row in 0..<count {
      let top = row / size
      for column in 0..<count {
        let left = column / size
        result[row * count + column] +=
          whole[top * blocks + left] - means[row * blocks + left] - means[column * blocks + top]
      }
    }
    return Matrix(rows: count, columns: count, elements: result)
  }
}
