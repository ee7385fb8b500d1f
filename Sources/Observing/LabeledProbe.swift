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
    let batch = task.batchSize
    let width = task.inputSize
    inputs = Storage(count: count * task.length * width)
    let drawn = Storage<Double>(count: task.inputCount)
    let targets = Storage<Double>(count: task.targetCount)
    var labels: [Int] = []
    for index in 0..<(count + batch - 1) / batch {
      drawn.withMutableSpan { drawn in
        targets.withMutableSpan { targets in
          task.fillValidation(batch: index, inputs: &drawn, targets: &targets)
        }
      }
      let first = index * batch
      let taken = min(batch, count - first)
      for t in 0..<task.length {
        for i in 0..<taken * width {
          inputs[(t * count + first) * width + i] = drawn[t * batch * width + i]
        }
      }
      labels += (0..<taken).map { row in
        (0..<task.outputSize).first { targets[row * task.outputSize + $0] == 1 } ?? 0
      }
    }
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
