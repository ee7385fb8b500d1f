import Layers
import LinearAlgebra
import Networks
import Plans
import Programs
import Tasks

/// The tangent kernel of a recurrent net's recurrent weights in closed form, without derivatives by the weights.
///
/// A weight acts through its products with what the net knows at a step, z, on the sums of the units, of which an
/// output's derivatives are δ. With sums over all steps s and s' of the sequences b and b',
///
///   K[(t, b, k), (t', b', k')] = Σ ⟨δ_s, δ'_s'⟩ ⟨z_s, z'_s'⟩.
///
/// All sequences share a backward pass for each output at each scored step, since none acts on another. It pays where
/// there are fewer pairs of steps than a unit has weights.
final class ClosedKernel {
  private let plan: Plan<Double>
  private let parameters: Storage<Double>
  private let cotangent: Storage<Double>
  private let weights: [Weight]
  private let batch: Int
  private let outputs: Int

  /// A weight, as the terms of its gradient.
  private struct Weight {
    let terms: [Term]
    var blocks: Int { terms[0].blocks }
    var deltas: Matrix<Double> { Matrix(joining: terms.map(\.delta)) }
    var factors: Matrix<Double> { Matrix(joining: terms.map(\.factor)) }
  }

  private struct Term {
    let scale: Double
    let blocks: Int
    let rows: Int
    let deltaStorage: Storage<Double>
    let factorStorage: Storage<Double>

    var delta: Matrix<Double> { scale * matrix(deltaStorage) }
    var factor: Matrix<Double> { matrix(factorStorage) }

    private func matrix(_ storage: Storage<Double>) -> Matrix<Double> {
      Matrix(rows: rows, columns: storage.count / rows, elements: storage.elements)
    }
  }

  /// Whether the closed form takes fewer operations than dense derivatives, where a net has it.
  static func isCheaper(for network: any Network, _ task: any LearningTask) -> Bool {
    let weights = network.layout.trained(in: .recurrent)
    let units = weights.reduce(0) { $0 + $1.shape.rows }
    return network.cell?.looksBack == false && weights.allSatisfy { $0.parameter.mask == nil }
      && countProduct(task.length, task.length, units)
        < weights.reduce(0) { $0 + Double($1.shape.count) }
  }

  /// - Parameter sequences: The inputs of each sequence, length × inputSize.
  /// - Returns: nil where the gradient of a weight is no sum of products of δ and z, or where the backward pass computes z
  ///   again, as in rate nets.
  init?(_ network: any Network, _ task: any LearningTask, _ sequences: [[Double]]) {
    let batch = sequences.count
    let program = Program(withholding: false)
    let values = network.layout.values(in: program)
    let drive = program.input(task.length * batch, network.inputSize)
    let answers = network.forward(
      in: program, parameters: values, inputs: drive, length: task.length, batch: batch,
      scored: task.scoredSteps
    ).outputs
    let seed = program.input(answers.rows, answers.columns)
    let gradients = answers.pulledBack(
      seed, to: network.layout.trained(in: .recurrent).map { values[$0.name] })
    guard
      let products = Self.products(of: gradients, seed: seed, batch: batch),
      !products.allSatisfy(\.isEmpty)
    else { return nil }
    guard let computed = Self.computed(products, beside: drive) else { return nil }
    let parameters = Storage<Double>(count: network.layout.count)
    let plan = Plan<Double>(
      outputs: computed, bindings: network.layout.bindings(of: values, to: parameters))
    weights = products.filter { !$0.isEmpty }.map { terms in
      Weight(
        terms: terms.map {
          Term(
            scale: $0.scale, blocks: $0.blocks, rows: $0.delta.rows,
            deltaStorage: plan.storage(of: $0.delta), factorStorage: plan.storage(of: $0.factor))
        })
    }
    plan.storage(of: drive).elements = HeldOutSequences.timeMajor(
      sequences, width: task.inputSize)
    (self.plan, self.parameters, self.batch) = (plan, parameters, batch)
    (cotangent, outputs) = (plan.storage(of: seed), answers.columns)
  }

  /// A product of δ, which the seed moves, with z, which it does not.
  private typealias Product = (scale: Double, delta: Value, factor: Value, blocks: Int)

  /// The products whose sum each gradient is; nil where one is no such sum, or not one over sequences.
  private static func products(
    of gradients: [Value], seed: Value, batch: Int
  ) -> [[Product]]? {
    var found: [[Product]] = []
    for gradient in gradients {
      guard let terms = gradient.rowProducts else { return nil }
      var products: [Product] = []
      for term in terms {
        let moves = [term.left, term.right].map { $0.depends(on: seed) }
        guard moves[0] != moves[1], term.left.rows % batch == 0, term.blocks == terms[0].blocks
        else { return nil }
        products.append(
          moves[0]
            ? (term.scale, term.left, term.right, term.blocks)
            : (term.scale, term.right, term.left, term.blocks))
      }
      found.append(products)
    }
    return found
  }

  /// The factors of the products, each once, without the net's inputs; nil where one is another input or a constant.
  private static func computed(_ products: [[Product]], beside drive: Value) -> [Value]? {
    var found: [Value] = []
    for value in products.joined().flatMap({ [$0.delta, $0.factor] }) where value.id != drive.id {
      switch value.node.operation {
      case .input, .constant: return nil
      default: if !found.contains(where: { $0.id == value.id }) { found.append(value) }
      }
    }
    return found
  }

  /// The kernel at all parameters `values`; a row for each output at each scored step of each sequence, sequence by
  /// sequence.
  func matrix(_ values: [Double], _ heartbeat: () -> Void) -> Matrix<Double> {
    parameters.elements = values
    let count = cotangent.count / batch
    var deltas = weights.map { _ in [Matrix<Double>]() }
    for output in 0..<count {
      heartbeat()
      let (step, column) = output.quotientAndRemainder(dividingBy: outputs)
      var chosen = [Double](repeating: 0, count: cotangent.count)
      for row in step * batch..<(step + 1) * batch { chosen[row * outputs + column] = 1 }
      cotangent.elements = chosen
      plan.run()
      for (index, weight) in weights.enumerated() { deltas[index].append(weight.deltas) }
    }
    var kernel = Matrix<Double>(rows: batch * count, columns: batch * count)
    for (weight, deltas) in zip(weights, deltas) {
      let factors = weight.factors
      for block in 0..<weight.blocks {
        let z = factors.block(block, of: weight.blocks)
        add(
          deltas.map { $0.block(block, of: weight.blocks) },
          weightedBy: z.times(z, transposingOther: true), to: &kernel, heartbeat)
      }
    }
    return kernel
  }

  /// Adds the share of a block of a weight.
  ///
  /// - Parameters:
  ///   - deltas: δ of each output, R × units.
  ///   - products: ⟨z, z'⟩ of all rows, R × R.
  private func add(
    _ deltas: [Matrix<Double>], weightedBy products: Matrix<Double>,
    to kernel: inout Matrix<Double>, _ heartbeat: () -> Void
  ) {
    let count = deltas.count
    for first in 0..<count {
      heartbeat()
      for second in first..<count {
        let sums = deltas[first].times(deltas[second], transposingOther: true)
          .sums(weightedBy: products, batch: batch)
        for one in 0..<batch {
          for other in 0..<batch {
            let (row, column) = (one * count + first, other * count + second)
            kernel[row, column] += sums[one, other]
            if first != second { kernel[column, row] += sums[one, other] }
          }
        }
      }
    }
  }
}

extension Matrix where Element == Double {
  /// These matrices of equally many columns one below the other.
  fileprivate init(joining parts: [Matrix]) {
    self.init(
      rows: parts.reduce(0) { $0 + $1.rows }, columns: parts[0].columns,
      elements: parts.flatMap(\.elements))
  }

  /// The columns of block number `index` of `count`.
  fileprivate func block(_ index: Int, of count: Int) -> Matrix {
    guard count > 1 else { return self }
    let width = columns / count
    var part: [Double] = []
    part.reserveCapacity(rows * width)
    for row in 0..<rows {
      let first = row * columns + index * width
      part += elements[first..<first + width]
    }
    return Matrix(rows: rows, columns: width, elements: part)
  }

  /// The sums of the elements times those of `weights`, over the rows and columns of each pair of sequences of a batch,
  /// batch × batch. Row r is of sequence r mod batch.
  fileprivate func sums(weightedBy weights: Matrix, batch: Int) -> Matrix {
    var result = Matrix(rows: batch, columns: batch)
    for row in 0..<rows {
      let (from, to) = (row * columns, row % batch * batch)
      for left in stride(from: 0, to: columns, by: batch) {
        for column in 0..<batch {
          let place = from + left + column
          result.elements[to + column] += elements[place] * weights.elements[place]
        }
      }
    }
    return result
  }
}
