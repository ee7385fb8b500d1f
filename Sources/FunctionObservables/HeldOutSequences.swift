import LinearAlgebra
import Plans
import Tasks

/// The first sequences of a task's validation set, repeated from the start where there are fewer, and their targets.
struct HeldOutSequences {
  /// The inputs of each sequence, length × inputSize.
  let inputs: [[Double]]
  /// The targets of each sequence, scored steps × outputSize, less each output's mean over all of them. A step that
  /// counts for nothing has zeros.
  let targets: [[Double]]

  init(of task: any LearningTask, count: Int) {
    let (drawn, asked) = (
      Storage<Double>(count: task.inputCount), Storage<Double>(count: task.targetCount)
    )
    var (inputs, wanted): ([[Double]], [[Double]]) = ([], [])
    for sequence in 0..<count {
      let (batch, column) = sequence.quotientAndRemainder(dividingBy: task.batchSize)
      drawn.withMutableSpan { drawn in
        asked.withMutableSpan { asked in
          task.fillValidation(
            batch: batch % task.validationBatches, inputs: &drawn, targets: &asked)
        }
      }
      func own(_ numbers: [Double], steps: Int, width: Int) -> [Double] {
        (0..<steps).flatMap { step in
          let first = (step * task.batchSize + column) * width
          return numbers[first..<first + width]
        }
      }
      inputs.append(own(drawn.elements, steps: task.length, width: task.inputSize))
      wanted.append(own(asked.elements, steps: task.scoredSteps.count, width: task.targetSize))
    }
    self.inputs = inputs
    targets = Self.centered(wanted, of: task)
  }

  private static func centered(_ wanted: [[Double]], of task: any LearningTask) -> [[Double]] {
    let (width, outputs) = (task.targetSize, task.outputSize)
    func counts(_ sequence: [Double], _ step: Int) -> Bool {
      !task.weighsSteps || sequence[step * width + outputs] != 0
    }
    var (sums, count) = ([Double](repeating: 0, count: outputs), 0.0)
    let steps = 0..<task.scoredSteps.count
    for sequence in wanted {
      for step in steps where counts(sequence, step) {
        count += 1
        for output in 0..<outputs { sums[output] += sequence[step * width + output] }
      }
    }
    return wanted.map { sequence in
      steps.flatMap { step in
        (0..<outputs).map { output in
          counts(sequence, step) ? sequence[step * width + output] - sums[output] / count : 0
        }
      }
    }
  }

  /// What lies sequence by sequence, with `width` numbers for each of its steps, as one batch, time-major.
  static func timeMajor(_ sequences: [[Double]], width: Int) -> [Double] {
    let steps = (sequences.first?.count ?? 0) / width
    return (0..<steps).flatMap { step in
      sequences.flatMap { $0[step * width..<(step + 1) * width] }
    }
  }
}

extension [Double] {
  /// These numbers, of which every `width`-th belongs to one output, less each output's mean.
  func centered(outputs width: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: width)
    for (index, number) in enumerated() { sums[index % width] += number }
    let rows = Double(count / width)
    return enumerated().map { $1 - sums[$0 % width] / rows }
  }
}
