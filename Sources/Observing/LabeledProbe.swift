package import Tasks
package import Plans
import LinearAlgebra

/// Held-out sequences with their classes, for tasks that ask for one class a sequence.
package struct LabeledProbe {
  /// The inputs, length·count × inputSize, time-major: step t of sequence s is row t·count + s.
  package let inputs: Storage<Double>
  /// The class of each sequence, from 0.
  package let labels: [Int]
  /// The number of inputs at each step.
  package let inputSize: Int
  /// The number of time steps of a sequence.
  package let length: Int

  /// The number of sequences.
  package var count: Int { labels.count }

  /// The first `count` sequences of the validation set.
  ///
  /// - Precondition: `task` has at least that many, with one-hot targets at one scored step.
  package init(_ task: any LearningTask, count: Int) {
    (inputSize, length) = (task.inputSize, task.length)
    var labels: [Int] = []
    let drawn = task.heldOutInputs(count) { targets, taken in
      labels += (0..<taken).map { row in
        (0..<task.outputSize).first { targets[row * task.outputSize + $0] == 1 } ?? 0
      }
    }
    inputs = Storage(drawn.elements)
    self.labels = labels
  }

  /// The inputs of the sequences `rows` alone, length·rows × inputSize, time-major.
  package func inputs(of rows: Range<Int>) -> Storage<Double> {
    let stretch = rows.count * inputSize
    let result = Storage<Double>(count: length * stretch)
    for t in 0..<length {
      for i in 0..<stretch {
        result[t * stretch + i] = inputs[(t * count + rows.lowerBound) * inputSize + i]
      }
    }
    return result
  }
}
