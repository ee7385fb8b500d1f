import Foundation
import Schema
import Tasks
import Testing

private let generated = ["copy", "adding", "lag-echo"]

@Test(arguments: generated)
func `a generated batch depends on seed and step alone`(_ name: String) throws {
  let task = try makeTask(name, seed: 5)
  let again = try makeTask(name, seed: 5)
  let seventh = task.training(7)
  #expect(again.training(3) != seventh)
  #expect(again.training(7) == seventh)
  #expect(try makeTask(name, seed: 6).training(7) != seventh)
  #expect(seventh.inputs.allSatisfy { $0.isFinite } && seventh.targets.allSatisfy { $0.isFinite })
}

@Test(arguments: generated)
func `float and double batches hold the same numbers`(_ name: String) throws {
  let task = try makeTask(name, ["batch": .integer(8)])
  var inputs = [Float](repeating: .nan, count: task.inputCount)
  var targets = [Float](repeating: .nan, count: task.targetCount)
  var inputSpan = inputs.mutableSpan
  var targetSpan = targets.mutableSpan
  task.fillTraining(step: 2, inputs: &inputSpan, targets: &targetSpan)
  let double = task.training(2)
  #expect(inputs == double.inputs.map(Float.init))
  // Float rounds each of the two terms and the sum of `adding`: three halves of an ulp of a number below 2.
  let rounding = 1.5 * Double(Float.ulpOfOne)
  #expect(zip(targets, double.targets).allSatisfy { abs(Double($0) - $1) <= rounding })
}

@Test(arguments: generated)
func `the validation set is other sequences than the training set`(_ name: String) throws {
  let task = try makeTask(name)
  #expect(task.validationSize == 1024)
  #expect(task.trainingBatchesPerEpoch == nil)
  #expect(task.validation(0) == task.validation(0))
  #expect(task.validation(0) != task.validation(1))
  #expect(task.validation(0) != task.training(0))
}

@Test(arguments: generated)
func `the first trajectories of a probe are the same however many there are`(
  _ name: String
) throws {
  let task = try makeTask(name)
  let width = task.inputSize
  let two = task.probe(trajectories: 2, steps: 250)
  let one = task.probe(trajectories: 1, steps: 250)
  #expect(two.allSatisfy { $0.isFinite })
  let first = (0..<250).flatMap { step in two[step * 2 * width..<(step * 2 + 1) * width] }
  #expect(first == one)
}

@Test(arguments: generated)
func `a validation set smaller than a batch is refused`(_ name: String) {
  let expected = TaskError.unsuitable(
    setting: "validation_samples", found: "10 sequences", expected: "at least one batch of 16")
  #expect(throws: expected) {
    try makeTask(name, ["batch": .integer(16), "validation_samples": .integer(10)])
  }
}
