package import LinearAlgebra

/// The loss by which outputs are compared with targets.
package enum LossKind: String, Sendable {
  /// −Σ target · log softmax(output); targets are one-hot rows.
  case crossEntropy
  /// The mean of (output − target)².
  case meanSquaredError
  /// The mean over rows of ½‖output − target‖².
  case halfSquaredNorm
  /// The mean of log(1 + e^output) − target · output; targets are 0 or 1.
  case logistic
}

/// A request for one batch of a task.
package enum BatchRequest: Hashable, Sendable {
  /// The batch of training step `step`, counted from 0.
  case training(step: Int)
  /// Batch `index` of the validation set, 0 ..< `validationBatches`.
  case validation(index: Int)
  /// Inputs without targets: `trajectories` sequences of `steps` steps.
  case probe(trajectories: Int, steps: Int)

  /// How many sequences the batch has.
  func sequences(inBatchesOf batchSize: Int) -> Int {
    if case .probe(let trajectories, _) = self { trajectories } else { batchSize }
  }
}

/// What a net learns: a data set, or a generator of sequences.
///
/// A batch of B sequences is time-major: step t of sequence b is row t·B + b of a row-major matrix. Targets have rows
/// for the scored steps only: scored step i of sequence b is row i·B + b.
///
/// Every batch is a pure function of the settings, the seed and the request, so that training goes on bitwise from
/// anywhere. The validation set and the probe do not depend on the training batches drawn.
package protocol LearningTask: Sendable {
  /// The task's name in the catalogue, such as `fashion-rows`.
  var name: String { get }
  /// How many features the input has at a time step.
  var inputSize: Int { get }
  /// How many numbers a target has at a scored step.
  var outputSize: Int { get }
  /// How many time steps a sequence has; 1 for feed-forward tasks.
  var length: Int { get }
  /// The steps that have a target; never empty.
  var scoredSteps: Range<Int> { get }
  /// Whether scored steps count by weights: each row of targets then ends with its own.
  ///
  /// The weights of a training batch have the mean 1, or are zeros, and so have those of the whole validation set.
  var weighsSteps: Bool { get }
  /// The steps at the end of a sequence that have no input; empty where there are none.
  var delaySteps: Range<Int> { get }
  /// The loss to be minimised.
  var loss: LossKind { get }
  /// Whether the share of right answers (largest output, or sign for the logistic loss) is a sensible score.
  var measuresAccuracy: Bool { get }
  /// How many sequences a batch has, in training and in validation.
  var batchSize: Int { get }
  /// How many batches an epoch has, in which every training sequence is seen once; nil where sequences are generated.
  ///
  /// The training set is shuffled for each epoch; the sequences that do not fill a last batch are left out of that
  /// epoch.
  var trainingBatchesPerEpoch: Int? { get }
  /// Whether every training step has the same batch, which is then filled once.
  var repeatsBatch: Bool { get }
  /// How many full batches the validation set has; at least 1.
  var validationBatches: Int { get }
  /// How many different sequences a probe has before it repeats them; nil where sequences are generated.
  var probeSequences: Int? { get }
  /// The function to be learned, where the task is to learn a function of points in a box; else nil.
  var targetFunction: TargetFunction? { get }
  /// The differential equation whose residual is the loss, in place of `loss`; nil where targets are to be matched.
  var boundaryValueProblem: BoundaryValueProblem? { get }
  /// Whether the task divides its training examples into easy and difficult ones, of which it then has some each.
  var tellsDifficulty: Bool { get }
  /// The first `count` training examples of a kind, or all where there are fewer; nil unless `tellsDifficulty`.
  func trainingExamples(_ difficulty: Difficulty, count: Int) -> Examples?
  /// The canonical correlations of the inputs and targets of the tasks that this one belongs to, descending; empty for a
  /// task by itself.
  var canonicalCorrelations: [Double] { get }
  /// How many bytes of data all trials of a process share; 0 where sequences are generated.
  var sharedBytes: Int { get }

  /// Fills `inputs` and `targets` with the requested batch.
  ///
  /// - Parameters:
  ///   - inputs: [steps·B × inputSize], B and steps those of the request: `batchSize` and `length`, or the probe's.
  ///   - targets: [scoredSteps.count·B × targetSize]; not written for a probe.
  func fill<S: Scalar>(
    _ request: BatchRequest, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>)
}

extension LearningTask {
  /// How many sequences the validation set has, in whole batches.
  package var validationSize: Int { validationBatches * batchSize }
  /// How many numbers a batch of inputs has: length · batchSize · inputSize.
  package var inputCount: Int { length * batchSize * inputSize }
  /// How many numbers a batch of targets has: scored steps · batchSize · targetSize.
  package var targetCount: Int { scoredSteps.count * batchSize * targetSize }
  /// How many numbers a row of targets has: one for each output, and a weight where steps have one.
  package var targetSize: Int { outputSize + (weighsSteps ? 1 : 0) }
  package var weighsSteps: Bool { false }
  package var sharedBytes: Int { 0 }
  package var probeSequences: Int? { nil }
  package var targetFunction: TargetFunction? { nil }
  package var boundaryValueProblem: BoundaryValueProblem? { nil }
  package var repeatsBatch: Bool { false }
  package var tellsDifficulty: Bool { false }
  package func trainingExamples(_ difficulty: Difficulty, count: Int) -> Examples? { nil }
  package var canonicalCorrelations: [Double] { [] }
  package var delaySteps: Range<Int> { length..<length }

  /// Fills `inputs` and `targets` with the batch of training step `step`, counted from 0.
  ///
  /// - Precondition: They have `inputCount` and `targetCount` numbers.
  package func fillTraining<S: Scalar>(
    step: Int, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    checkCounts(inputs.count, targets.count)
    fill(.training(step: step), inputs: &inputs, targets: &targets)
  }

  /// Fills `inputs` and `targets` with batch `index` of the validation set, 0 ..< `validationBatches`.
  ///
  /// - Precondition: They have `inputCount` and `targetCount` numbers.
  package func fillValidation<S: Scalar>(
    batch index: Int, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    precondition(index < validationBatches, "validation batch \(index) of \(validationBatches)")
    checkCounts(inputs.count, targets.count)
    fill(.validation(index: index), inputs: &inputs, targets: &targets)
  }

  /// Fills `inputs`, [steps·trajectories × inputSize], with the inputs that drive observables such as spectra.
  ///
  /// Each trajectory is one long sequence, which joins held-out or generated sequences or is generated as a whole. More
  /// steps begin with those of fewer, but for the noise of points that are drawn all at once.
  package func fillProbe<S: Scalar>(
    trajectories: Int, steps: Int, inputs: inout MutableSpan<S>
  ) {
    precondition(
      inputs.count == trajectories * steps * inputSize,
      "\(inputs.count) numbers for \(trajectories) trajectories of \(steps) × \(inputSize)")
    var noTargets = MutableSpan<S>()
    fill(.probe(trajectories: trajectories, steps: steps), inputs: &inputs, targets: &noTargets)
  }

  private func checkCounts(_ inputs: Int, _ targets: Int) {
    precondition(inputs == inputCount, "\(inputs) inputs in a batch of \(inputCount)")
    precondition(targets == targetCount, "\(targets) targets in a batch of \(targetCount)")
  }
}
