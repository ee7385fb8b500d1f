import Layers
import LinearAlgebra
import Networks
import Plans
import Programs
import Tasks

/// Products of vectors with the tangent kernel K = JJᵀ of a net's outputs on held-out sequences, without K or J: a
/// backward pass gives Jᵀz, and the derivative along it Kz.
///
/// The kernel has a row for each output at each scored step of each sequence, in the order of a batch's outputs.
final class KernelProducts {
  private let pullback: Plan<Double>
  private let parameters: Storage<Double>
  private let cotangent: Storage<Double>
  private let pulled: Storage<Double>
  private let tangent: ParameterTangent

  /// The number of rows.
  var rows: Int { cotangent.count }

  /// - Parameters:
  ///   - moving: The parameters of which J has the derivatives; at least one.
  ///   - byDifferences: Whether differences of outputs stand in for tangents; nil: where the net has no tangents.
  init(
    _ network: any Network, _ task: any LearningTask, inputs: [Double],
    moving: [ParameterLayout.Placed], byDifferences: Bool? = nil
  ) {
    let batch = inputs.count / (task.length * task.inputSize)
    func written() -> (values: ParameterValues, drive: Value, outputs: Value) {
      // Nothing is withheld from derivatives, so that K is the product of J with itself.
      let program = Program(withholding: false)
      let values = network.layout.values(in: program)
      let drive = program.input(task.length * batch, network.inputSize)
      let answers = network.forward(
        in: program, parameters: values, inputs: drive, length: task.length, batch: batch,
        scored: task.scoredSteps)
      return (values, drive, answers.outputs)
    }
    let (values, drive, outputs) = written()
    let seed = outputs.program.input(outputs.rows, outputs.columns)
    let derivatives = outputs.pulledBack(seed, to: moving.map { values[$0.name] })
    parameters = Storage<Double>(count: network.layout.count)
    let pulled = Storage<Double>(count: moving.reduce(0) { $0 + $1.shape.count })
    var offset = 0
    let places = zip(derivatives, moving).map { derivative, placed in
      defer { offset += placed.shape.count }
      return Binding(derivative, to: pulled, offset: offset)
    }
    let pullback = Plan<Double>(
      outputs: derivatives, bindings: network.layout.bindings(of: values, to: parameters) + places)
    (self.pullback, self.pulled) = (pullback, pulled)
    cotangent = pullback.storage(of: seed)
    pullback.storage(of: drive).elements = inputs
    let again = written()
    tangent = ParameterTangent(
      network, again.values, of: [again.outputs], moving: moving,
      byDifferences: byDifferences ?? (network.cell?.looksBack == true))
    tangent.storage(of: again.drive).elements = inputs
  }

  /// Takes all parameters, in the order of the layout, at which products are taken from now on.
  func use(_ values: [Double]) {
    parameters.elements = values
    tangent.parameters.elements = values
  }

  /// Jᵀz of z, which has a number for each row.
  func pulledBack(_ vector: [Double]) -> [Double] {
    cotangent.elements = vector
    pullback.run()
    return pulled.elements
  }

  /// K z of z.
  func product(_ vector: [Double]) -> [Double] { tangent.along(pulledBack(vector)) }
}
