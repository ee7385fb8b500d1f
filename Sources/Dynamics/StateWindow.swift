import LinearAlgebra
import Plans

/// Some consecutive steps of all trajectories: the states before each, and the inputs.
struct StateWindow<Element: Scalar> {
  /// Steps.
  let count: Int
  /// Of each of the system's states: step by step, trajectories × size.
  let states: [Storage<Double>]
  /// From `offset` on those of the steps, trajectories × size each.
  let inputs: Storage<Element>
  let offset: Int
  /// Numbers of one step's inputs.
  let inputCount: Int
}
