import Training
package import Tasks
package import Plans
package import Networks
package import LinearAlgebra
package import Records

/// A net's input and hidden layers on points that the observable chooses, as matrices with a row for each point.
package struct ProbeActivity<Element: Scalar> {
  private let context: ObservationContext<Element>
  /// The number of time steps of each point, of which the last is observed.
  private let length: Int
  /// The inputs of the P points, length·P × inputSize, time-major.
  package let inputs: Matrix<Double>

  /// The activity on points of the task that training does not see: fresh points where the task generates them, else
  /// held-out points, of which there may be fewer than `samples`.
  package init(_ context: ObservationContext<Element>, samples: Int) {
    let task = context.trainer.task
    let samples = min(samples, task.probeSequences ?? samples)
    // The points are drawn in double precision, so that they do not depend on the net's precision.
    let probe = Storage<Double>(count: samples * task.length * task.inputSize)
    probe.withMutableSpan {
      task.fillProbe(trajectories: samples, steps: task.length, inputs: &$0)
    }
    self.init(
      context, length: task.length,
      inputs: Matrix(
        rows: samples * task.length, columns: task.inputSize, elements: probe.elements))
  }

  /// The activity on given points.
  ///
  /// - Parameter inputs: length·P × inputSize, time-major.
  package init(_ context: ObservationContext<Element>, length: Int, inputs: Matrix<Double>) {
    (self.context, self.length, self.inputs) = (context, length, inputs)
  }

  /// The points at their last time step, P × inputSize.
  package var points: Matrix<Double> { inputs.lastRows(inputs.rows / length) }

  /// The activity at the last time step: the input, then each hidden layer, P × width each.
  ///
  /// - Parameter parameters: All parameters, trained and fixed, to use in place of the present ones.
  package func layers(with parameters: Storage<Element>? = nil) -> [Matrix<Double>] {
    let responses = context.responses(to: inputs, length: length, with: parameters)
    return ([inputs] + responses.layers).map { $0.lastRows(inputs.rows / length) }
  }
}

extension Matrix where Element == Double {
  func lastRows(_ count: Int) -> Matrix {
    precondition(count <= rows, "\(count) rows of \(shape)")
    if count == rows { return self }
    return Matrix(
      rows: count, columns: columns, elements: Array(elements.suffix(count * columns)))
  }
}

/// The dimension `layer` that quantities by layer share; layer 0 is the input.
package enum LayerDimension {
  /// The dimension for `network`'s hidden layers and the input.
  package static func dimension(of network: any Network) -> Quantity.Dimension {
    Quantity.Dimension("layer", size: network.hiddenLayers.count + 1, first: 0)
  }
}

extension Network {
  /// The memory of a `ProbeActivity` on `samples` points and its copies in double precision, as a count of
  /// single-precision numbers.
  package func probeCount(_ samples: Int, of task: any LearningTask) -> Double {
    let activity = activationCount(length: task.length, batch: samples, scored: task.length)
    let units = hiddenLayers.reduce(2 * task.inputSize) { $0 + $1.width }
    return 2 * (activity.forward + countProduct(samples, task.length, units))
  }
}
