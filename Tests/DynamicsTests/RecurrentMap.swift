import Dynamics
import LinearAlgebra
import Plans
import Programs
import RandomStreams

/// h' = f(W h + U x + b), to be measured.
struct RecurrentMap {
  var recurrent: Matrix<Double>
  var input: Matrix<Double>
  var bias: [Double]
  var function: (Value) -> Value = { $0.tanh() }

  /// Without bias, and with an input that only gives the state a push.
  init(_ recurrent: Matrix<Double>, function: @escaping (Value) -> Value = { $0.tanh() }) {
    self.recurrent = recurrent
    self.function = function
    let n = recurrent.rows
    var random = RandomStream(seed: 3, purpose: "push")
    input = Matrix(rows: n, columns: 1, elements: (0..<n).map { _ in random.normal() })
    bias = [Double](repeating: 0, count: n)
  }

  init(recurrent: Matrix<Double>, input: Matrix<Double>, bias: [Double]) {
    self.recurrent = recurrent
    self.input = input
    self.bias = bias
  }

  /// W with entries of N(0, g²/N).
  static func random(units: Int, gain: Double, seed: UInt64) -> RecurrentMap {
    var random = RandomStream(seed: seed, purpose: "network")
    let scale = gain / Double(units).squareRoot()
    return RecurrentMap(
      Matrix(
        rows: units, columns: units,
        elements: (0..<units * units).map { _ in scale * random.normal() }))
  }

  func estimator<Element: Scalar>(
    of type: Element.Type = Element.self, trajectories: Int = 1, exponents: Int? = nil,
    interval: OrthonormalizationInterval = 1,
    method: OrthonormalizationMethod = .cholesky
  ) -> LyapunovEstimator<Element> {
    let dynamics = CellDynamics<Element>(
      stateSizes: [recurrent.rows], inputSize: input.columns
    ) { program, states, x in
      let w = program.input(recurrent.rows, recurrent.columns)
      let u = program.input(input.rows, input.columns)
      let b = program.input(1, bias.count)
      let next = function(states[0].timesTranspose(w) + x.timesTranspose(u) + b)
      func binding(_ value: Value, _ numbers: [Double]) -> Binding<Element> {
        Binding(value, to: Storage(numbers.map { Element($0) }))
      }
      return (
        [next],
        [binding(w, recurrent.elements), binding(u, input.elements), binding(b, bias)]
      )
    }
    return LyapunovEstimator(
      of: dynamics,
      LyapunovSettings(
        exponents: exponents, trajectories: trajectories, interval: interval, method: method,
        keepsPrecision: true, seed: nil))
  }

  /// The exponents, largest first, of the map left to itself after one push.
  func exponents(warmup: Int, steps: Int) -> [Double] {
    let inputs = Storage<Double>(count: warmup + steps)
    inputs[0] = 1
    return estimator().estimate(inputs: inputs, warmup: warmup, steps: steps).exponents[0]
      .sorted(by: >)
  }
}
