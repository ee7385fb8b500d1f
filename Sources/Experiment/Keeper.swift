import Layers
import LinearAlgebra
import Observing
import Plans
import Records
import Tasks
import Training

/// Takes what a trial keeps at its checkpoints, in the order of its form.
struct Keeper<Element: Scalar> {
  private let context: ObservationContext<Element>
  private let parameters: [(range: Range<Int>, isAlways: Bool)]
  private let states: KeepSettings.Moments
  /// The number of sequences, and the inputs of all their steps, time-major; no rows where no states are kept.
  private let sequences: Int
  private let inputs: Matrix<Double>

  init(_ trial: NetworkTrial, _ context: ObservationContext<Element>) {
    self.context = context
    parameters = trial.keptParameters.map { ($0.placed.range, $0.isAlways) }
    states = trial.keep.states
    sequences = trial.keptSequences
    inputs =
      states == .none
      ? Matrix(rows: 0, columns: trial.task.inputSize) : trial.task.heldOutInputs(sequences)
  }

  /// What is kept of the net as it is now; nil where nothing is at this checkpoint.
  func numbers(isLast: Bool) -> KeptNumbers? {
    let ranges = parameters.filter { isLast || $0.isAlways }.map(\.range)
    var numbers: [Element] = []
    if !ranges.isEmpty {
      let all = context.trainer.parameters.elements
      for range in ranges { numbers += all[range] }
    }
    if states == .all || states == .final && isLast { appendStates(to: &numbers) }
    return numbers.isEmpty ? nil : KeptNumbers(numbers)
  }

  /// The states of each layer, [sequences × steps × units], worked out in double precision.
  private func appendStates(to numbers: inout [Element]) {
    let length = context.trainer.task.length
    for layer in context.responses(to: inputs, length: length).layers {
      for sequence in 0..<sequences {
        for step in 0..<length {
          let first = (step * sequences + sequence) * layer.columns
          for unit in 0..<layer.columns { numbers.append(Element(layer.elements[first + unit])) }
        }
      }
    }
  }
}

extension KeptNumbers {
  fileprivate init?<Element: Scalar>(_ elements: [Element]) {
    if let elements = elements as? [Float] {
      self = .float32(elements)
    } else if let elements = elements as? [Double] {
      self = .float64(elements)
    } else {
      return nil
    }
  }
}
