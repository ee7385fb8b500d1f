package import LinearAlgebra

/// How outputs are compared with targets.
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

/// Which batch of a task is asked for.
package enum BatchRequest: Hashable, Sendable {
  /// The batch of training step `step`, counted from 0.
  case training(step: Int)
  /// Batch `index` of the validation set, 0 ..< `validationBatches`.
  case validation(index: Int)
  /// Inputs without targets: `trajectories` sequences of `steps` steps.
  case probe(trajectories: Int, steps: Int)

  /// How many sequences it has.
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
  /// The name in the catalogue, such as `fashion-rows`.
  var name: String { get }
  /// Features at a time step.
  var inputSize: Int { get }
  var outputSize: Int { get }
  /// Time steps of a sequence; 1 for feed-forward tasks.
  var length: Int { get }
  /// The steps that have a target; never empty.
  var scoredSteps: Range<Int> { get }
  /// Whether scored steps count by weights: each row of targets then ends with its own.
  ///
  /// The weights of a training batch have the mean 1, or are zeros, and so have those of the whole validation set.
  var weighsSteps: Bool { get }
  /// Steps at the end of a sequence that bring no input any more; empty where there are none.
  var delaySteps: Range<Int> { get }
  var loss: LossKind { get }
  /// Whether the share of right answers (largest output, or sign for the logistic loss) is a sensible score.
  var measuresAccuracy: Bool { get }
  /// Sequences in a batch, for training and validation alike.
  var batchSize: Int { get }
  /// Steps until every training sequence has been seen once; nil where sequences are generated.
  ///
  /// The training set is shuffled anew each epoch; what does not fill a last batch sits that epoch out.
  var trainingBatchesPerEpoch: Int? { get }
  /// Whether every training step has the same batch: then it is filled in once.
  var repeatsBatch: Bool { get }
  /// Full batches in the validation set; at least 1.
  var validationBatches: Int { get }
  /// How many different sequences a probe has, which then begins anew; nil where sequences are generated.
  var probeSequences: Int? { get }
  /// The function to be learned, where it is one of points in a box.
  var targetFunction: TargetFunction? { get }
  /// The differential equation whose residual is the loss, in place of `loss`; nil where targets are to be matched.
  var boundaryValueProblem: BoundaryValueProblem? { get }
  /// Whether it knows which of its training examples are easy and which difficult; it then has some of each.
  var tellsDifficulty: Bool { get }
  /// The first training examples of a kind, no more than there are; nil where the task knows of no kinds.
  func trainingExamples(_ difficulty: Difficulty, count: Int) -> Examples?
  /// Bytes of data that all trials of a process share; 0 where sequences are generated.
  var sharedBytes: Int { get }

  /// Fills `inputs` and `targets` with the batch asked for.
  ///
  /// - Parameters:
  ///   - inputs: [steps·B × inputSize], B and steps those of the request: `batchSize` and `length`, or the probe's.
  ///   - targets: [scoredSteps.count·B × targetSize]; not written for a probe.
  func fill<S: Scalar>(
    _ request: BatchRequest, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>)
}

extension LearningTask {
  /// Sequences in the validation set: a whole number of batches.
  package var validationSize: Int { validationBatches * batchSize }
  /// Numbers in a batch of inputs.
  package var inputCount: Int { length * batchSize * inputSize }
  /// Numbers in a batch of targets.
  package var targetCount: Int { scoredSteps.count * batchSize * targetSize }
  /// Numbers in a row of targets: the outputs', and a weight where steps have one.
  package var targetSize: Int { outputSize + (weighsSteps ? 1 : 0) }
  package var weighsSteps: Bool { false }
  package var sharedBytes: Int { 0 }
  package var probeSequences: Int? { nil }
  package var targetFunction: TargetFunction? { nil }
  package var boundaryValueProblem: BoundaryValueProblem? { nil }
  package var repeatsBatch: Bool { false }
  package var tellsDifficulty: Bool { false }
  package func trainingExamples(_ difficulty: Difficulty, count: Int) -> Examples? { nil }
  package var delaySteps: Range<Int> { length..<length }

  /// Fills in the batch of training step `step`, counted from 0.
  package func fillTraining<S: Scalar>(
    step: Int, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    checkCounts(inputs.count, targets.count)
    fill(.training(step: step), inputs: &inputs, targets: &targets)
  }

  /// Fills in batch `index` of the validation set, 0 ..< `validationBatches`.
  package func fillValidation<S: Scalar>(
    batch index: Int, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    precondition(index < validationBatches, "validation batch \(index) of \(validationBatches)")
    checkCounts(inputs.count, targets.count)
    fill(.validation(index: index), inputs: &inputs, targets: &targets)
  }

  /// Fills `inputs`, [steps·trajectories × inputSize], with the inputs that drive observables such as spectra.
  ///
  /// Each trajectory is one long sequence: held-out sequences one after the other, or a generated one that goes on.
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
