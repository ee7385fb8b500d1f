package import Plans
package import Programs
package import LinearAlgebra

/// A driven system h_{t+1} = F(h_t, x_t), written as one step in a program: what all of this room's measurements follow.
package struct CellDynamics<Element: Scalar> {
  /// From the states and the input, a row each trajectory, to the next states; and where the step's parameters lie.
  /// Called for several programs.
  package typealias Step = (Program, [Value], Value) -> (
    next: [Value], bindings: [Binding<Element>]
  )

  /// Units of each state; the joint state is all of them in this order.
  package let stateSizes: [Int]
  /// Which states make up each layer of a stack (`Cell.layerStates`).
  package let layers: [Range<Int>]
  package let inputSize: Int
  package let step: Step

  /// - Parameter layers: One layer of all states where nil.
  package init(
    stateSizes: [Int], layers: [Range<Int>]? = nil, inputSize: Int, step: @escaping Step
  ) {
    self.stateSizes = stateSizes
    self.layers = layers ?? [stateSizes.indices]
    self.inputSize = inputSize
    self.step = step
  }

  /// Units of all states together.
  package var dimension: Int { stateSizes.reduce(0, +) }
}
