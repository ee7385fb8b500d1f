package import Programs
package import LinearAlgebra
package import Layers

/// One step of a recurrent net, which leads from its states and an input to its next states.
///
/// A cell is written once, forward; gradients, tangents and products with second derivatives follow from that. Batches
/// are matrices with a row for each sequence.
package protocol Cell: Sendable {
  /// The columns of the input.
  var inputSize: Int { get }
  /// The number of units of each state. The vanilla cell has one state.
  var stateSizes: [Int] { get }
  /// The states that make up each layer, from the lowest layer on. A layer acts on itself and on those above it.
  var layerStates: [Range<Int>] { get }
  /// The index of the state that is read out and observed.
  var observedState: Int { get }
  /// The parameters, whose names differ from those of all other parts of the net.
  var parameters: [Parameter] { get }
  /// How many sums of inputs and states a unit forms at a step: 1 without gates.
  var preactivationsPerUnit: Int { get }
  /// The multiply–adds of a step of one sequence.
  var multiplyAdds: Int { get }

  /// What PyTorch's cell of the same equation is called in files of nets: `rnn_tanh`, `rnn_relu`, `lstm` or `gru`; nil
  /// where PyTorch has no such cell.
  var pyTorchName: String? { get }

  /// The time that a step takes, where the cell follows a flow; nil where time is counted in steps.
  var timeStep: Double? { get }

  /// Whether a step reads more of the past than its states, so that it has a meaning only inside a scan.
  var looksBack: Bool { get }
  /// The multiply–adds that looking back takes at a step of one sequence, on average over so many steps.
  func lookingBackMultiplyAdds(length: Int) -> Int
  /// How many numbers looking back keeps at each step of one sequence: in a forward pass alone, and in one with its
  /// backward pass.
  var lookingBackCount: (forward: Int, backward: Int) { get }

  /// The states before the first step, B × size each; zeros where a cell does not say otherwise.
  func initialStates(in program: Program, batch: Int, parameters: ParameterValues) -> [Value]

  /// The next states from `states`, B × size each, and `input`, B × inputSize.
  ///
  /// Inside a scan, products of the input and everything that does not depend on the states leave the loop without the
  /// cell's help.
  func step(states: [Value], input: Value, parameters: ParameterValues) -> [Value]

  /// The layers of attentive modules that make up the cell, from the lowest on; empty for every other cell.
  var moduleLayers: [ModularLayer.Sizes] { get }
  /// The step of each of these layers, from the arguments of `step`: what its modules do, and their next states and
  /// memories, which `step` gives in this order.
  func moduleSteps(
    states: [Value], input: Value, parameters: ParameterValues
  ) -> [ModularLayer.Next]

  /// The same cell with further inputs that are added to the observed state of each step; see `ShiftedCell`.
  var shifted: any Cell { get }

  /// The matrix by which the observed state acts on itself, N × N; nil where there is no single such matrix.
  ///
  /// - Parameter read: Takes the name of a parameter to its numbers.
  func recurrentMatrix(_ read: (String) -> Matrix<Double>) -> Matrix<Double>?

  /// Each unit's nonlinearity γ, or one where all units share it; nil for another nonlinearity.
  ///
  /// - Parameter read: Takes the name of a parameter to its numbers.
  func gammaShapes(_ read: (String) -> Matrix<Double>) -> [GammaShape]?
}

extension Cell {
  package var layerStates: [Range<Int>] { [stateSizes.indices] }
  package var observedState: Int { 0 }
  package var preactivationsPerUnit: Int { 1 }
  package var pyTorchName: String? { nil }
  package var timeStep: Double? { nil }
  package var looksBack: Bool { false }
  package func lookingBackMultiplyAdds(length: Int) -> Int { 0 }
  package var lookingBackCount: (forward: Int, backward: Int) { (0, 0) }

  package var moduleLayers: [ModularLayer.Sizes] { [] }
  package func moduleSteps(
    states: [Value], input: Value, parameters: ParameterValues
  ) -> [ModularLayer.Next] { [] }

  package var shifted: any Cell { ShiftedCell(cell: self) }

  /// The states before the first step are zero.
  package func initialStates(
    in program: Program, batch: Int, parameters: ParameterValues
  ) -> [Value] {
    stateSizes.map { program.constant(0, batch, $0) }
  }

  package func recurrentMatrix(_ read: (String) -> Matrix<Double>) -> Matrix<Double>? { nil }

  package func gammaShapes(_ read: (String) -> Matrix<Double>) -> [GammaShape]? { nil }
}
