package import Programs
package import LinearAlgebra
package import Layers

/// What a recurrent net does at one step: from its states and an input to its next states.
///
/// It is written once, forward; gradients, tangents and products with second derivatives follow. Batches are matrices
/// with a row for each sequence.
package protocol Cell: Sendable {
  var inputSize: Int { get }
  /// Units of each state: one state for the vanilla cell.
  var stateSizes: [Int] { get }
  /// Which states make up each layer, from the lowest on: a layer acts on itself and on those above it.
  var layerStates: [Range<Int>] { get }
  /// Which of the states is read out and observed.
  var observedState: Int { get }
  /// With names of their own.
  var parameters: [Parameter] { get }
  /// Sums of inputs and states that a unit forms at a step: 1 without gates.
  var preactivationsPerUnit: Int { get }
  /// Multiply–adds of a step of one sequence.
  var multiplyAdds: Int { get }

  /// The time that a step takes, where the cell follows a flow; nil where steps are all the time there is.
  var timeStep: Double? { get }

  /// Whether a step reads more of the past than its states, so that it has its meaning inside a scan only.
  var looksBack: Bool { get }
  /// Multiply–adds of that at a step of one sequence, on average over so many steps.
  func lookingBackMultiplyAdds(length: Int) -> Int
  /// Numbers that it takes at each step of one sequence: in a forward pass alone, and in one with its backward pass.
  var lookingBackCount: (forward: Int, backward: Int) { get }

  /// The states before the first step, B × size each.
  func initialStates(in program: Program, batch: Int, parameters: ParameterValues) -> [Value]

  /// The next states from `states`, B × size each, and `input`, B × inputSize.
  ///
  /// Inside a scan, products of the input and whatever does not depend on the states leave the loop by themselves.
  func step(states: [Value], input: Value, parameters: ParameterValues) -> [Value]

  /// The same cell with further inputs that are added to the observed state as it comes about: see `ShiftedCell`.
  var shifted: any Cell { get }

  /// The matrix by which the observed state acts on itself; nil where there is no such one matrix.
  ///
  /// - Parameter read: A parameter's numbers, by its name.
  func recurrentMatrix(_ read: (String) -> Matrix<Double>) -> Matrix<Double>?

  /// Each unit's nonlinearity γ, or one where all share it; nil for another nonlinearity.
  ///
  /// - Parameter read: A parameter's numbers, by its name.
  func gammaShapes(_ read: (String) -> Matrix<Double>) -> [GammaShape]?
}

extension Cell {
  package var layerStates: [Range<Int>] { [stateSizes.indices] }
  package var observedState: Int { 0 }
  package var preactivationsPerUnit: Int { 1 }
  package var timeStep: Double? { nil }
  package var looksBack: Bool { false }
  package func lookingBackMultiplyAdds(length: Int) -> Int { 0 }
  package var lookingBackCount: (forward: Int, backward: Int) { (0, 0) }

  package var shifted: any Cell { ShiftedCell(cell: self) }

  /// Zeros.
  package func initialStates(
    in program: Program, batch: Int, parameters: ParameterValues
  ) -> [Value] {
    stateSizes.map { program.constant(0, batch, $0) }
  }

  package func recurrentMatrix(_ read: (String) -> Matrix<Double>) -> Matrix<Double>? { nil }

  package func gammaShapes(_ read: (String) -> Matrix<Double>) -> [GammaShape]? { nil }
}
