import LinearAlgebra
import Schema
import Tasks

/// A task on a training set that is fixed and small enough to lie in memory, one time step long.
///
/// A batch is `full`, the whole training set in its order, or has a number of examples, which are shuffled each epoch.
struct TableTask: LearningTask {
  /// The properties in which such tasks differ besides their examples.
  struct Character: Sendable {
    let name: String
    let loss: LossKind
    var measuresAccuracy = false
    var targetFunction: TargetFunction?
    var boundaryValueProblem: BoundaryValueProblem?
  }

  private let character: Character
  let batchSize: Int
  let validationBatches: Int
  private let training: SampleTable
  private let validation: SampleTable
  /// The training examples whose labels were flipped or drawn at random; nil where there are none.
  private let difficult: Range<Int>?
  /// The order of each epoch; nil where every batch is the whole training set.
  private let order: EpochPermutation?
  /// Returns this many rows of fresh inputs, row-major.
  private let probe: @Sendable (Int) -> [Double]

  var name: String { character.name }
  var loss: LossKind { character.loss }
  var measuresAccuracy: Bool { character.measuresAccuracy }
  var targetFunction: TargetFunction? { character.targetFunction }
  var boundaryValueProblem: BoundaryValueProblem? { character.boundaryValueProblem }
  var inputSize: Int { training.inputSize }
  var outputSize: Int { training.outputSize }
  var length: Int { 1 }
  var scoredSteps: Range<Int> { 0..<1 }
  var trainingBatchesPerEpoch: Int? { training.count / batchSize }
  var sharedBytes: Int {
    8 * (training.count + validation.count) * (inputSize + outputSize)
  }

  static func batchEntry(_ standard: SettingValue) -> Entry {
    Entry(
      "batch", .value(.word("full", or: .integer(1...1_000_000)), default: standard),
      "training examples in a batch; full: all of them")
  }

  /// - Parameters:
  ///   - difficult: The training examples whose labels were flipped or drawn at random; nil where there are none.
  ///   - batch: How many examples a batch has; the whole training set where nil.
  ///   - probe: Returns this many rows of fresh inputs, row-major; a pure function.
  /// - Throws: `TaskError.unsuitable` where a batch is larger than the training or the validation set.
  init(
    _ character: Character, training: SampleTable, validation: SampleTable,
    difficult: Range<Int>? = nil, batch: Int?, seed: UInt64,
    probe: @escaping @Sendable (Int) -> [Double]
  ) throws(TaskError) {
    self.character = character
    self.training = training
    self.validation = validation
    self.difficult = difficult
    self.probe = probe
    batchSize = batch ?? training.count
    guard batchSize <= training.count else {
      throw .unsuitable(
        setting: "batch", found: "\(batchSize)",
        expected: "at most the training set's \(training.count) examples, or full")
    }
    validationBatches = try fullBatches(
      validation.count, of: batchSize, setting: "validation_samples")
    order = batchSize == training.count ? nil : EpochPermutation(count: training.count, seed: seed)
  }

  package var tellsDifficulty: Bool {
    difficult.map { !$0.isEmpty && $0.count < training.count } ?? false
  }

  package func trainingExamples(_ difficulty: Difficulty, count: Int) -> Examples? {
    guard tellsDifficulty, let difficult else { return nil }
    let members = (0..<training.count).filter {
      difficult.contains($0) == (difficulty == .difficult)
    }
    return training.examples(members.prefix(count))
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  func fill<S: Scalar>(
    _ request: BatchRequest, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    switch request {
    case .training(let step):
      guard let order else {
        for row in 0..<batchSize {
          training.write(row, row: row, inputs: &inputs, targets: &targets)
        }
        return
      }
      for (row, member) in order.members(step: step, batch: batchSize).enumerated() {
        training.write(member, row: row, inputs: &inputs, targets: &targets)
      }
    case .validation(let index):
      for row in 0..<batchSize {
        validation.write(
          index * batchSize + row, row: row, inputs: &inputs, targets: &targets)
      }
    case .probe(let trajectories, let steps):
      let numbers = probe(trajectories * steps)
      for i in numbers.indices { inputs[i] = S(numbers[i]) }
    }
  }
}
