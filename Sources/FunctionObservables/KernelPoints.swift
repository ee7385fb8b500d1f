import Tasks
import Plans
import LinearAlgebra

/// Points at which a net's tangent kernel is computed, the same during all of training, and the task's targets there.
struct KernelPoints {
  /// The points, P × inputSize.
  let inputs: Matrix<Double>
  /// The targets output by output, outputs·P numbers; each output's mean over the points is subtracted.
  let target: [Double]

  var count: Int { inputs.rows }

  /// The first training points, at most `count` and no more than there are.
  static func training(of task: any LearningTask, count: Int) -> KernelPoints {
    let batches = task.repeatsBatch ? 1 : task.trainingBatchesPerEpoch ?? .max
    return KernelPoints(task, count: count, batches: batches) { batch, inputs, targets in
      task.fillTraining(step: batch, inputs: &inputs, targets: &targets)
    }
  }

  /// The first points of the validation set, at most `count` and no more than there are different ones.
  static func heldOut(of task: any LearningTask, count: Int) -> KernelPoints {
    let count = min(count, task.probeSequences ?? count)
    return KernelPoints(task, count: count, batches: task.validationBatches) {
      batch, inputs, targets in
      task.fillValidation(batch: batch, inputs: &inputs, targets: &targets)
    }
  }

  /// The first training points of one difficulty; nil where the task does not distinguish difficulties.
  static func training(
    of task: any LearningTask, _ difficulty: Difficulty, count: Int
  ) -> KernelPoints? {
    task.trainingExamples(difficulty, count: count).map { examples in
      KernelPoints(examples.inputs, targets: examples.targets)
    }
  }

  /// - Parameters:
  ///   - inputs: The points, P × inputSize.
  ///   - targets: The task's targets, P × outputs, with their means.
  init(_ inputs: Matrix<Double>, targets: Matrix<Double>) {
    self.inputs = inputs
    target = (0..<targets.columns).flatMap { output in
      let column = (0..<targets.rows).map { targets[$0, output] }
      let mean = column.reduce(0, +) / Double(targets.rows)
      return column.map { $0 - mean }
    }
  }

  private init(
    _ task: any LearningTask, count: Int, batches: Int,
    fill: (Int, inout MutableSpan<Double>, inout MutableSpan<Double>) -> Void
  ) {
    let (drawn, asked) = (
      Storage<Double>(count: task.inputCount), Storage<Double>(count: task.targetCount)
    )
    let first = task.scoredSteps.lowerBound * task.batchSize * task.inputSize
    var (inputs, targets): ([Double], [Double]) = ([], [])
    var batch = 0
    while batch < batches, targets.count < count * task.outputSize {
      drawn.withMutableSpan { drawn in
        asked.withMutableSpan { asked in fill(batch, &drawn, &asked) }
      }
      for row in 0..<task.scoredSteps.count * task.batchSize {
        let (place, answer) = (first + row * task.inputSize, row * task.targetSize)
        // What counts for nothing has no target.
        if task.weighsSteps, asked[answer + task.outputSize] == 0 { continue }
        for i in 0..<task.inputSize { inputs.append(drawn[place + i]) }
        for i in 0..<task.outputSize { targets.append(asked[answer + i]) }
      }
      batch += 1
    }
    let rows = min(count, targets.count / task.outputSize)
    func matrix(_ numbers: [Double], _ width: Int) -> Matrix<Double> {
      Matrix(rows: rows, columns: width, elements: Array(numbers.prefix(rows * width)))
    }
    self.init(matrix(inputs, task.inputSize), targets: matrix(targets, task.outputSize))
  }
}
