package import Plans
package import Programs
package import LinearAlgebra

/// A driven system h_{t+1} = F(h_t, x_t), written as one step in a program; all measurements of this room follow it.
package struct CellDynamics<Element: Scalar> {
  /// Writes one step into a program: from the states, [trajectories × size] each, and the input, [trajectories ×
  /// inputSize], it returns the next states and the bindings of the step's parameters. It is called once for each
  /// program.
  package typealias Step = (Program, [Value], Value) -> (
    next: [Value], bindings: [Binding<Element>]
  )

  /// The number of units of each state; the joint state holds all of them in this order.
  package let stateSizes: [Int]
  /// The states that make up each layer of a stack (`Cell.layerStates`), as indices into `stateSizes`.
  package let layers: [Range<Int>]
  /// The number of inputs at each step.
  package let inputSize: Int
  /// Writes one step into a program.
  package let step: Step

  /// A system that `step` describes.
  ///
  /// - Parameter layers: The states of each layer; one layer of all states where nil.
  package init(
    stateSizes: [Int], layers: [Range<Int>]? = nil, inputSize: Int, step: @escaping Step
  ) {
    self.stateSizes = stateSizes
    self.layers = layers ?? [stateSizes.indices]
    self.inputSize = inputSize
    self.step = step
  }

  /// The number of units of all states together.
  package var dimension: Int { stateSizes.reduce(0, +) }
}
