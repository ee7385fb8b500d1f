import Training
package import Tasks
package import Plans
package import Networks
package import LinearAlgebra
package import Records

/// A net's input and hidden layers on points of the observer's choosing, as matrices with a row for each point.
package struct ProbeActivity<Element: Scalar> {
  private let context: ObservationContext<Element>
  /// Time steps of each point; the last is looked at.
  private let length: Int
  /// length·P × inputSize, time-major.
  package let inputs: Matrix<Double>

  /// On points of the task that training does not see: fresh ones where it generates them, else held-out ones, of which
  /// there may be fewer than asked for.
  package init(_ context: ObservationContext<Element>, samples: Int) {
    let task = context.trainer.task
    let samples = min(samples, task.probeSequences ?? samples)
    // Drawn in double precision, so that the points do not depend on the net's own.
    let probe = Storage<Double>(count: samples * task.length * task.inputSize)
    probe.withMutableSpan {
      task.fillProbe(trajectories: samples, steps: task.length, inputs: &$0)
    }
    self.init(
      context, length: task.length,
      inputs: Matrix(
        rows: samples * task.length, columns: task.inputSize, elements: probe.elements))
  }

  /// - Parameter inputs: length·P × inputSize, time-major.
  package init(_ context: ObservationContext<Element>, length: Int, inputs: Matrix<Double>) {
    (self.context, self.length, self.inputs) = (context, length, inputs)
  }

  /// The points at their last time step, P × inputSize.
  package var points: Matrix<Double> { inputs.lastRows(inputs.rows / length) }

  /// The input, then each hidden layer, P rows each.
  ///
  /// - Parameter parameters: All of them, where not the present ones.
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

/// What quantities by layer share: layer 0 is the input.
package enum LayerDimension {
  package static func dimension(of network: any Network) -> Quantity.Dimension {
    Quantity.Dimension("layer", size: network.hiddenLayers.count + 1, first: 0)
  }
}

extension Network {
  /// Numbers of a `ProbeActivity` on so many points, and copies of it, in double precision.
  package func probeCount(_ samples: Int, of task: any LearningTask) -> Double {
    let activity = activationCount(length: task.length, batch: samples, scored: task.length)
    let units = hiddenLayers.reduce(2 * task.inputSize) { $0 + $1.width }
    return 2 * (activity.forward + countProduct(samples, task.length, units))
  }
}
