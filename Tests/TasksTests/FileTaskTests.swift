import DataSets
import Schema
import Tasks
import TestSupport
import Testing

/// Tasks from a file of arrays.
@Suite struct FileTaskTests {
  private func task(
    _ path: String, _ written: [String: SettingValue] = [:], seed: UInt64 = 1
  ) throws -> any LearningTask {
    try makeTask("file", written.merging(["path": .text(path)]) { own, _ in own }, seed: seed)
  }

  private func mistake(_ path: String, _ written: [String: SettingValue]) -> String {
    do {
      _ = try task(path, written)
      return "nothing"
    } catch { return "\(error)" }
  }

  /// Ten examples (10 s, 10 s + 1), the class of which is s mod 3.
  private let examples = "inputs=arange(100.).reshape(10, 10)[:, :2], targets=arange(10) % 3"

  @Test(arguments: ["data.h5", "data.npz"])
  func `examples at the end are held out, the others are seen once an epoch`(_ name: String) throws
  {
    try withArrays(examples, in: name) { path in
      let task = try task(path, ["batch": .integer(2), "validation": .real(0.2)])
      #expect((task.inputSize, task.outputSize, task.length) == (2, 3, 1))
      #expect(task.loss == .crossEntropy && task.measuresAccuracy && !task.weighsSteps)
      #expect((task.trainingBatchesPerEpoch, task.validationBatches) == (4, 1))
      // Examples 8 and 9, of the classes 2 and 0.
      let held = Batch(inputs: [80, 81, 90, 91], targets: [0, 0, 1, 1, 0, 0])
      #expect(task.validation(0) == held)
      for epoch in 0..<2 {
        let seen = (0..<4).flatMap { task.training(4 * epoch + $0).inputs }
        let expected = (0..<8).flatMap { [Double(10 * $0), Double(10 * $0 + 1)] }
        #expect(seen.sorted() == expected)
      }
    }
  }

  @Test func `a batch depends on seed and step alone`() throws {
    try withArrays(examples) { path in
      let written: [String: SettingValue] = [
        "batch": .integer(2), "validation": .real(0.2), "noise": .real(0.5),
      ]
      let first = try task(path, written)
      let later = first.training(13)
      let (again, other) = (try task(path, written), try task(path, written, seed: 2))
      #expect(again.training(13) == later)
      #expect(other.training(13) != later)
    }
  }

  @Test func `noise is added to what is trained on, and to that alone`() throws {
    try withArrays("inputs=zeros((2000, 2)), targets=arange(2000) % 2") { path in
      let task = try task(
        path, ["batch": .integer(1000), "validation": .real(0.5), "noise": .real(0.5)])
      #expect(task.validation(0).inputs.allSatisfy { $0 == 0 })
      let noise = task.training(3).inputs
      let mean = noise.reduce(0, +) / 2000
      let variance = noise.reduce(0) { $0 + $1 * $1 } / 2000
      // Five standard errors of 2000 normal numbers: 0.5/√2000, and 0.25·√(2/2000).
      #expect(abs(mean) < 0.056 && abs(variance - 0.25) < 0.04)
    }
  }

  @Test func `standard inputs have mean 0 and variance 1 over what is trained on`() throws {
    // Features 0 … 7 (mean 3.5, variance 5.25) and a constant; 8 and 9 are held out.
    try withArrays("inputs=stack([arange(10.), zeros(10) + 3], 1), targets=arange(10) % 2") {
      path in
      let task = try task(
        path,
        ["batch": .integer(2), "validation": .real(0.2), "normalize": .text("standard")])
      let deviation = 5.25.squareRoot()
      let expected = [4.5 / deviation, 0, 5.5 / deviation, 0]
      for (found, expected) in zip(task.validation(0).inputs, expected) {
        #expect(abs(found - expected) < 1e-12)  // rounding
      }
    }
  }

  /// Four sequences of three steps, the last two held out: input 100 s + t, target 10 s + t. Sequence 2 is a step shorter;
  /// of sequence 3 the first step does not count, and the last twice. What does not count is no number.
  private let ragged = """
    inputs=changed(add.outer(100. * arange(4), arange(3)), (2, 2), nan)[:, :, None], \
    targets=changed(add.outer(10. * arange(4), arange(3)), ([2, 3], [2, 0]), nan)[:, :, None], \
    mask=array([[1, 1, 1], [1, 1, 1], [1, 1, 1], [0, 1, 2]]), length=array([3, 3, 2, 3]), \
    split=array([0, 0, 1, 1])
    """

  @Test(arguments: ["data.h5", "data.npz"])
  func `steps count by mask and length, with a mean weight of one`(_ name: String) throws {
    try withArrays(ragged, in: name) { path in
      let task = try task(path, ["batch": .integer(2)])
      #expect(task.weighsSteps && task.scoredSteps == 0..<3 && task.loss == .meanSquaredError)
      #expect((task.outputSize, task.targetSize) == (1, 2))
      let held = task.validation(0)
      // Time-major: sequences 2 and 3 at each step; beyond its end an input is zero.
      #expect(held.inputs == [200, 300, 201, 301, 0, 302])
      // Weights 1, 0, 1, 1, 0, 2 of sum 5 at six places.
      #expect(held.targets == [20, 1.2, 0, 0, 21, 1.2, 31, 1.2, 0, 0, 32, 2.4])
      // The two to train on count alike.
      let targets = task.training(0).targets
      #expect(stride(from: 1, to: 12, by: 2).allSatisfy { targets[$0] == 1 })
    }
  }

  @Test func `the target of a shorter sequence stands at its own last step`() throws {
    let arrays = """
      inputs=zeros((4, 3, 1)), targets=array([0, 1, 1, 0]), length=array([1, 3, 2, 3]), \
      split=array([0, 0, 1, 1])
      """
    try withArrays(arrays) { path in
      let task = try task(path, ["batch": .integer(1)])
      #expect(task.scoredSteps == 0..<3)
      // Two targets at six places of the two sequences held out: each weighs 3.
      #expect(task.validation(0).targets == [0, 0, 0, 0, 1, 3, 0, 0, 0])
      #expect(task.validation(1).targets == [0, 0, 0, 0, 0, 0, 1, 0, 3])
    }
  }

  @Test func `a sequence's target is asked for after its last step`() throws {
    // Lengths that are all the same say nothing.
    let arrays = "inputs=zeros((4, 3, 1)), targets=arange(8.).reshape(4, 2), length=array([3] * 4)"
    try withArrays(arrays) { path in
      let task = try task(path, ["batch": .integer(2), "validation": .real(0.5)])
      #expect(task.scoredSteps == 2..<3 && !task.weighsSteps)
      #expect(task.validation(0).targets == [4, 5, 6, 7])
    }
  }

  @Test func `steps of class -1 are not scored`() throws {
    let arrays = "inputs=zeros((2, 2, 1)), targets=array([[-1, 1], [0, 2]]), split=array([1, 0])"
    try withArrays(arrays) { path in
      let task = try task(path, ["batch": .integer(1)])
      #expect(task.outputSize == 3)
      #expect(task.validation(0).targets == [0, 0, 0, 0, 0, 1, 0, 2])
      #expect(task.training(5).targets == [1, 0, 0, 1, 0, 0, 1, 1])
    }
  }

  @Test func `a logistic loss has one output for the classes 0 and 1`() throws {
    try withArrays("inputs=zeros((4, 1)), targets=array([0, 0, 1, 0])") { path in
      let task = try task(
        path, ["batch": .integer(2), "validation": .real(0.5), "loss": .text("logistic")])
      #expect(task.loss == .logistic && task.outputSize == 1 && task.measuresAccuracy)
      #expect(task.validation(0).targets == [1, 0])
    }
  }

  @Test func `a probe reads held-out sequences on and on, each as long as it is`() throws {
    let arrays = """
      inputs=arange(9.).reshape(3, 3, 1), targets=array([0, 1, 1]), length=array([3, 2, 3]), \
      split=array([0, 1, 1])
      """
    try withArrays(arrays) { path in
      let task = try task(path, ["batch": .integer(1)])
      #expect(task.probeSequences == 2)
      // Held out are 3, 4 and 6, 7, 8.
      #expect(task.probe(trajectories: 1, steps: 8) == [3, 4, 6, 7, 8, 3, 4, 6])
      #expect(task.probe(trajectories: 2, steps: 3) == [3, 6, 4, 7, 3, 8])
    }
  }

  @Test func `settings that do not suit the file are told with what it holds`() throws {
    try withArrays("inputs=zeros((10, 2)), targets=arange(10) % 3") { path in
      #expect(
        mistake(path, [:])
          == "task setting `batch`: found 64, with 9 sequences to train on and 1 held out, "
          + "expected at most either; the setting `validation` divides them")
      let batch: [String: SettingValue] = ["batch": .integer(1)]
      #expect(
        mistake(path, batch.merging(["classes": .integer(2)]) { $1 })
          == "task setting `classes`: found 2, and class 2 in the file, expected at least 3")
      #expect(
        mistake(path, batch.merging(["loss": .text("logistic")]) { $1 })
          == "task setting `loss`: found logistic, and targets[2] = 2, expected targets 0 or 1 for it"
      )
      let wider = try task(path, batch.merging(["classes": .integer(5)]) { $1 })
      #expect(wider.outputSize == 5)
    }
    try withArrays("inputs=zeros((10, 2)), targets=zeros((10, 1)) + 0.5, split=arange(10) % 2") {
      path in
      #expect(
        mistake(path, ["batch": .integer(6)])
          == "task setting `batch`: found 6, with 5 sequences to train on and 5 held out, "
          + "expected at most either")
      let batch: [String: SettingValue] = ["batch": .integer(5)]
      #expect(
        mistake(path, batch.merging(["loss": .text("logistic")]) { $1 })
          == "task setting `loss`: found logistic, and targets[0, 0] = 0.5, "
          + "expected targets 0 or 1 for it")
      #expect(
        mistake(path, batch.merging(["loss": .text("cross_entropy")]) { $1 })
          == "task setting `loss`: found cross_entropy, and targets that are real numbers, "
          + "expected classes as whole numbers for it")
      #expect(
        mistake(path, batch.merging(["classes": .integer(3)]) { $1 })
          == "task setting `classes`: found 3, and targets that are real numbers, "
          + "expected auto, or classes as whole numbers")
    }
    let arrays = """
      inputs=zeros((4, 2, 1)), targets=zeros((4, 2, 1)), mask=array([[0, 0], [0, 0], [1, 1], [1, 1]]), \
      split=array([0, 0, 1, 1])
      """
    try withArrays(arrays) { path in
      #expect(
        mistake(path, ["batch": .integer(2)])
          == "\(path): found no step that counts in the sequences to train on, or in those held out, "
          + "expected some in both")
    }
  }
}
