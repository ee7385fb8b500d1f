import Layers
import LinearAlgebra
import Networks
import Plans
import Programs
import Tasks
import Training

/// Products of vectors with the Hessian of a task's loss, its second derivatives by the parameters that move in the
/// training proper, in double precision. They are tangents of the gradient (`ParameterTangent`).
///
/// The loss is the mean over the first batches of training, without penalties and without noise on the weights. Nothing
/// is withheld from its derivatives, so that the Hessian is symmetric.
final class LossHessian<Element: Scalar> {
  private let trainer: Trainer<Element>
  private let batches: Int
  private let gradient: ParameterTangent
  private let inputs: Storage<Double>
  private let targets: Storage<Double>
  private let heartbeat: () -> Void

  /// The number of parameters that move.
  var count: Int { gradient.count }

  /// - Parameters:
  ///   - batches: How many of training's first batches; a task that repeats its batch has one.
  ///   - byDifferences: Whether differences of gradients stand in for tangents; nil: where the net has no tangents.
  /// - Returns: nil where training moves no parameter.
  init?(
    _ trainer: Trainer<Element>, batches: Int, byDifferences: Bool? = nil,
    heartbeat: @escaping () -> Void
  ) {
    let (network, task) = (trainer.network, trainer.task)
    let moving = trainer.movingParameters
    guard !moving.isEmpty else { return nil }
    let program = Program(withholding: false)
    let values = network.layout.values(in: program)
    let supervised = SupervisedOutputs(network, task, program, values)
    gradient = ParameterTangent(
      network, values,
      of: supervised.loss.gradients(withRespectTo: moving.map { values[$0.name] }),
      moving: moving, byDifferences: byDifferences ?? (network.cell?.looksBack == true))
    (inputs, targets) = (
      gradient.storage(of: supervised.inputs), gradient.storage(of: supervised.targets)
    )
    (self.trainer, self.heartbeat) = (trainer, heartbeat)
    self.batches = task.repeatsBatch ? 1 : batches
    if self.batches == 1 { fill(batch: 0) }
  }

  private func fill(batch: Int) {
    inputs.withMutableSpan { inputs in
      targets.withMutableSpan { targets in
        trainer.task.fillTraining(step: batch, inputs: &inputs, targets: &targets)
      }
    }
  }

  /// Takes the present parameters, at which products are taken from now on.
  func readParameters() { gradient.parameters.convert(trainer.parameters) }

  /// H v of v, `count` numbers each, in the order of the layout.
  func product(_ vector: [Double]) -> [Double] {
    var sum = [Double](repeating: 0, count: count)
    let share = 1 / Double(batches)
    for batch in 0..<batches {
      heartbeat()
      if batches > 1 { fill(batch: batch) }
      for (index, number) in gradient.along(vector).enumerated() { sum[index] += share * number }
    }
    return sum
  }
}
