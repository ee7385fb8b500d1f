package import Programs
package import LinearAlgebra
package import Layers

/// A net: its parameters, and the map from a batch of sequences to outputs.
package protocol Network: Sendable {
  /// The columns of the inputs.
  var inputSize: Int { get }
  /// The columns of the outputs.
  var outputSize: Int { get }
  /// The parameters, and the place of each in a flat vector.
  var layout: ParameterLayout { get }
  /// The hidden layers, each after those that it reads; at least one.
  var hiddenLayers: [HiddenLayer] { get }
  /// One step of a recurrent net; nil for a feed-forward net.
  var cell: (any Cell)? { get }

  /// Writes the net into `program`.
  ///
  /// - Parameters:
  ///   - parameters: The result of `layout.values(in: program)`.
  ///   - inputs: [length·batch × inputSize], time-major.
  ///   - length: The number of steps.
  ///   - batch: The number of sequences.
  ///   - scored: The steps at which outputs are wanted.
  func forward(
    in program: Program, parameters: ParameterValues, inputs: Value, length: Int, batch: Int,
    scored: Range<Int>
  ) -> NetworkOutputs

  /// The floating-point operations of a forward pass. A backward pass takes twice as many.
  ///
  /// - Parameter scored: How many steps are scored.
  func forwardFlops(length: Int, batch: Int, scored: Int) -> Double

  /// How many numbers lie in memory at once, roughly: in a forward pass alone, and in one with its backward pass.
  func activationCount(length: Int, batch: Int, scored: Int) -> (forward: Double, backward: Double)
}

/// A hidden representation of a net.
package struct HiddenLayer: Hashable, Sendable {
  /// The name: `hidden` or `hidden.1` in a recurrent net, `layers.1` in a feed-forward net.
  package let name: String
  /// The number of units.
  package let width: Int
}

/// The values that a forward pass computes.
package struct NetworkOutputs {
  /// The outputs at the scored steps, [scored·batch × outputSize], time-major.
  package let outputs: Value
  /// A value for each hidden layer. For a recurrent net it is the states after all steps, [length·batch × width]; for a
  /// feed-forward net it is the layer's activity at the scored steps, [scored·batch × width].
  package let layers: [(layer: HiddenLayer, value: Value)]
  /// All weighted sums of a feed-forward net, the read-out's last; empty for a recurrent net.
  package let weightedSums: [WeightedSum]

  /// The outputs of a net with at least one hidden layer.
  package init(
    outputs: Value, layers: [(layer: HiddenLayer, value: Value)], weightedSums: [WeightedSum] = []
  ) {
    precondition(!layers.isEmpty, "a net without hidden layers")
    self.outputs = outputs
    self.layers = layers
    self.weightedSums = weightedSums
  }

  /// The value of the last hidden layer. Its last `batch` rows belong to the last step.
  package var representation: Value { layers[layers.count - 1].value }
}

extension Network {
  /// The cell, where its states alone determine a step; nil for a feed-forward net, and for a recurrent net that looks
  /// back.
  package var selfContainedCell: (any Cell)? { cell.flatMap { $0.looksBack ? nil : $0 } }

  /// The number of units of the last hidden layer.
  package var representationSize: Int { hiddenLayers.last?.width ?? 0 }

  /// The recurrent matrix with masks applied and blocks in their places, width × width; nil where there is no such
  /// matrix.
  ///
  /// - Parameter parameters: `layout.count` numbers.
  package func recurrentMatrix(of parameters: [Double]) -> Matrix<Double>? {
    cell?.recurrentMatrix { layout.matrix($0, in: parameters) }
  }

  /// Each unit's nonlinearity γ, or one where all units share it; nil for a net of another nonlinearity.
  ///
  /// - Parameter parameters: `layout.count` numbers.
  package func gammaShapes(of parameters: [Double]) -> [GammaShape]? {
    cell?.gammaShapes { layout.matrix($0, in: parameters) }
  }

  /// The floating-point operations of a unit besides its products: a nonlinearity, sums and a store.
  static var flopsPerUnit: Double { 20 }
}
