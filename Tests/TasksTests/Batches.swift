import CognitiveTasks
import Schema
import Tasks
import TestSupport

/// A batch as plain numbers.
struct Batch: Equatable {
  var inputs: [Double]
  var targets: [Double]
}

/// A task by its name in the catalogue, with defaults for what is not written.
func makeTask(
  _ name: String, _ written: [String: SettingValue] = [:], seed: UInt64 = 1
) throws -> any LearningTask {
  var written = written
  written["name"] = .text(name)
  let settings = Settings(defaultsOf: TaskCatalogue.section.entries, with: written)
  return try TaskCatalogue.make(settings, seed: seed)
}

extension LearningTask {
  func training(_ step: Int) -> Batch {
    var inputs = emptyInputs
    var targets = emptyTargets
    var inputSpan = inputs.mutableSpan
    var targetSpan = targets.mutableSpan
    fillTraining(step: step, inputs: &inputSpan, targets: &targetSpan)
    return Batch(inputs: inputs, targets: targets)
  }

  func validation(_ index: Int) -> Batch {
    var inputs = emptyInputs
    var targets = emptyTargets
    var inputSpan = inputs.mutableSpan
    var targetSpan = targets.mutableSpan
    fillValidation(batch: index, inputs: &inputSpan, targets: &targetSpan)
    return Batch(inputs: inputs, targets: targets)
  }

  func probe(trajectories: Int, steps: Int) -> [Double] {
    var numbers = [Double](repeating: .nan, count: trajectories * steps * inputSize)
    var inputs = numbers.mutableSpan
    fillProbe(trajectories: trajectories, steps: steps, inputs: &inputs)
    return numbers
  }

  /// The symbols of sequence `column`, step by step, of one-hot rows; nil where a row is not one-hot.
  func symbols(_ rows: [Double], width: Int, column: Int, of batch: Int? = nil) -> [Int?] {
    let batch = batch ?? batchSize
    return stride(from: column, to: rows.count / width, by: batch).map { row in
      let numbers = rows[row * width..<(row + 1) * width]
      guard numbers.count(where: { $0 == 0 }) == width - 1 else { return nil }
      return numbers.firstIndex(of: 1).map { $0 - numbers.startIndex }
    }
  }

  private var emptyInputs: [Double] { .init(repeating: .nan, count: inputCount) }
  private var emptyTargets: [Double] { .init(repeating: .nan, count: targetCount) }
}
