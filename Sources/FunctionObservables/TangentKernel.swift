import Layers
package import Networks
import Programs
import Plans
package import LinearAlgebra

/// The tangent kernel K = JJᵀ of a feed-forward net on a few points, computed without the derivatives J by its
/// parameters.
///
/// A layer's parameters act only through its weighted sums a = xWᵀ + b, so that its share of K is, element by element,
/// (δδᵀ)(xxᵀ + 1), where a row of δ is an output's derivative by the sums. Rows are output by output: row a·P + i is
/// output a at point i.
package final class TangentKernel {
  /// The number of points, P.
  package let points: Int
  /// The number of the net's outputs.
  package let outputs: Int
  private let plan: Plan<Double>
  private let layout: ParameterLayout
  private let parameters: Storage<Double>
  private let inputs: Storage<Double>
  /// The output that is differentiated, as a row of zeros and a one.
  private let chosen: Storage<Double>
  private let layers: [Layer]

  private struct Layer {
    let hasBias: Bool
    let input: Storage<Double>
    let inputSize: Int
    let derivative: Storage<Double>
    let width: Int
  }

  /// The kernel of a net on `points` points.
  ///
  /// - Parameter network: A net whose forward pass gives its weighted sums, and whose trained parameters are all
  ///   weights and biases of these.
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

  /// Each layer's share of the kernel, [outputs·P × outputs·P]; the read-out's share is the last.
  ///
  /// - Parameters:
  ///   - values: All parameters in the layout's order.
  ///   - places: The points, P × inputSize.
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

  /// The sum of all layers' shares, [outputs·P × outputs·P] (`shares`).
  package func whole(_ values: [Double], at places: Matrix<Double>) -> Matrix<Double> {
    let shares = shares(values, at: places)
    return shares.dropFirst().reduce(shares[0], +)
  }
}

extension Matrix where Element == Double {
  /// Multiplies each block of `factor`'s size elementwise by `factor` plus a number.
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

  /// The centred kernel: this symmetric JJᵀ as it would be if J's rows of each output had mean zero over the points.
  ///
  /// - Parameter size: The number of points.
  func centeredBlocks(of size: Int) -> Matrix {
    let (count, blocks, numbers) = (rows, rows / size, elements)
    // These are the mean of each row within a block, and the mean of each block.
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
