import Layers
import Networks
import Training
import Programs
import Plans
package import LinearAlgebra

/// A net's outputs and hidden layers on a batch of inputs.
package struct Responses: Sendable {
  /// The outputs at every step, length·B × outputSize, time-major.
  package let outputs: Matrix<Double>
  /// The activity of each hidden layer, length·B × width, time-major.
  package let layers: [Matrix<Double>]
}

/// A net in training as a function of its inputs, in double precision even where the net's is single.
final class NetworkFunction<Element: Scalar> {
  private let trainer: Trainer<Element>
  private let plan: Plan<Double>
  private let parameters: Storage<Double>
  private let inputs: Storage<Double>
  private let outputs: Answer
  private let layers: [Answer]

  private struct Answer {
    let storage: Storage<Double>
    let rows: Int
    let columns: Int

    var matrix: Matrix<Double> {
      Matrix(
        rows: rows, columns: columns,
        elements: storage.withSpan { numbers in numbers.indices.map { numbers[$0] } })
    }
  }

  init(_ trainer: Trainer<Element>, length: Int, batch: Int) {
    self.trainer = trainer
    let network = trainer.network
    let program = Program()
    let values = network.layout.values(in: program)
    let drive = program.input(length * batch, network.inputSize)
    let answers = network.forward(
      in: program, parameters: values, inputs: drive, length: length, batch: batch,
      scored: 0..<length)
    let parameters = Storage<Double>(count: network.layout.count)
    let plan = Plan<Double>(
      outputs: [answers.outputs] + answers.layers.map(\.value),
      bindings: network.layout.bindings(of: values, to: parameters))
    func answer(_ value: Value) -> Answer {
      Answer(storage: plan.storage(of: value), rows: value.rows, columns: value.columns)
    }
    (self.parameters, self.plan, inputs) = (parameters, plan, plan.storage(of: drive))
    outputs = answer(answers.outputs)
    layers = answers.layers.map { answer($0.value) }
  }

  /// The net's responses to `matrix`, length·B × inputSize, time-major.
  ///
  /// - Parameter others: All parameters, trained and fixed, to use in place of the present ones.
  func callAsFunction(_ matrix: Matrix<Double>, with others: Storage<Element>?) -> Responses {
    precondition(matrix.elements.count == inputs.count, "\(matrix.elements.count) inputs")
    parameters.convert(others ?? trainer.parameters, from: 0)
    inputs.withMutableSpan { inputs in
      for (index, number) in matrix.elements.enumerated() { inputs[index] = number }
    }
    plan.run()
    return Responses(outputs: outputs.matrix, layers: layers.map(\.matrix))
  }
}
