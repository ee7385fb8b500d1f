package import Programs
package import LinearAlgebra
package import Layers

/// A net: what parameters it has, and how it maps a batch of sequences to outputs.
package protocol Network: Sendable {
  var inputSize: Int { get }
  var outputSize: Int { get }
  var layout: ParameterLayout { get }
  /// In the order in which they work; at least one.
  var hiddenLayers: [HiddenLayer] { get }
  /// What a recurrent net does at a step; nil for a feed-forward net.
  var cell: (any Cell)? { get }

  /// Writes the net into `program`.
  ///
  /// - Parameters:
  ///   - parameters: Of `layout.values(in: program)`.
  ///   - inputs: length·batch × inputSize, time-major.
  ///   - scored: The steps at which outputs are wanted.
  func forward(
    in program: Program, parameters: ParameterValues, inputs: Value, length: Int, batch: Int,
    scored: Range<Int>
  ) -> NetworkOutputs

  /// Floating-point operations of a forward pass. Of a backward pass there are twice as many.
  ///
  /// - Parameter scored: How many steps are scored.
  func forwardFlops(length: Int, batch: Int, scored: Int) -> Double

  /// Numbers that lie in memory at once, roughly: in a forward pass alone, and in one with its backward pass.
  func activationCount(length: Int, batch: Int, scored: Int) -> (forward: Double, backward: Double)
}

/// A hidden representation that a net has.
package struct HiddenLayer: Hashable, Sendable {
  package let name: String
  /// Units.
  package let width: Int
}

/// What a forward pass computes.
package struct NetworkOutputs {
  /// scored·batch × outputSize, time-major.
  package let outputs: Value
  /// A value for each hidden layer: of a recurrent net the states after all steps, length·batch × width; of a
  /// feed-forward net the layer's activity at the scored steps, scored·batch × width.
  package let layers: [(layer: HiddenLayer, value: Value)]
  /// Of a feed-forward net all of its weighted sums, the read-out's last; of a recurrent net none.
  package let weightedSums: [WeightedSum]

  package init(
    outputs: Value, layers: [(layer: HiddenLayer, value: Value)], weightedSums: [WeightedSum] = []
  ) {
    precondition(!layers.isEmpty, "a net without hidden layers")
    self.outputs = outputs
    self.layers = layers
    self.weightedSums = weightedSums
  }

  /// The last hidden layer. Its last `batch` rows belong to the last step.
  package var representation: Value { layers[layers.count - 1].value }
}

extension Network {
  /// The cell where its states alone determine a step; nil for a feed-forward net, and for a recurrent one that looks back.
  package var selfContainedCell: (any Cell)? { cell.flatMap { $0.looksBack ? nil : $0 } }

  /// Units of the last hidden layer.
  package var representationSize: Int { hiddenLayers.last?.width ?? 0 }

  /// The recurrent matrix as it acts, masks applied and blocks in place: width × width; nil without a recurrence.
  ///
  /// - Parameter parameters: `layout.count` numbers.
  package func recurrentMatrix(of parameters: [Double]) -> Matrix<Double>? {
    cell?.recurrentMatrix { layout.matrix($0, in: parameters) }
  }

  /// Each unit's nonlinearity γ, or one where all share it; nil for a net of another nonlinearity.
  ///
  /// - Parameter parameters: `layout.count` numbers.
  package func gammaShapes(of parameters: [Double]) -> [GammaShape]? {
    cell?.gammaShapes { layout.matrix($0, in: parameters) }
  }

  /// What a unit costs beside its products, in floating-point operations: a nonlinearity, sums, a store.
  static var flopsPerUnit: Double { 20 }
}
