import LinearAlgebra
import Plans

/// Consecutive steps of all trajectories: the states before each, and the inputs.
struct StateWindow<Element: Scalar> {
  /// The number of steps.
  let count: Int
  /// For each of the system's states its values before every step, count·trajectories × size.
  let states: [Storage<Double>]
  /// Inputs of many steps, trajectories × inputSize each.
  let inputs: Storage<Element>
  /// Where the inputs of the window's first step begin.
  let offset: Int
  /// The count of numbers in one step's inputs.
  let inputCount: Int
}
