import LinearAlgebra

/// A task whose sequences are drawn at random: inputs first, and targets that follow from them.
protocol GeneratedTask: Task {
  var seed: UInt64 { get }

  /// Writes the inputs of one sequence, or as much of it as there is room for in `lane`.
  func drawInputs<S: Scalar>(
    _ inputs: inout MutableSpan<S>, in lane: Lane, from stream: inout RandomStream)

  /// Writes the targets of the sequence just drawn into `lane`.
  func drawTargets<S: Scalar>(
    _ targets: inout MutableSpan<S>, after inputs: borrowing MutableSpan<S>, in lane: Lane,
    from stream: inout RandomStream)

  /// Steps of one drawn sequence in a probe of `steps` steps.
  func probePiece(of steps: Int) -> Int
}

extension GeneratedTask {
  public var trainingBatchesPerEpoch: Int? { nil }

  func probePiece(of steps: Int) -> Int { length }

  /// `fill`, which every task repeats as its own method so that it can be specialised.
  func generate<S: Scalar>(
    _ request: BatchRequest, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    switch request {
    case .training(let step):
      let stream = RandomStream(seed: seed, purpose: "task training", index: step)
      generateBatch(from: stream, inputs: &inputs, targets: &targets)
    case .validation(let index):
      let stream = RandomStream(seed: seed, purpose: "task validation", index: index)
      generateBatch(from: stream, inputs: &inputs, targets: &targets)
    case .probe(let trajectories, let steps):
      for column in 0..<trajectories {
        generateProbe(column, of: trajectories, steps: steps, inputs: &inputs)
      }
    }
  }

  private func generateBatch<S: Scalar>(
    from start: RandomStream, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    var stream = start
    for column in 0..<batchSize {
      let lane = Lane(column: column, batch: batchSize, steps: length)
      drawInputs(&inputs, in: lane, from: &stream)
      drawTargets(&targets, after: inputs, in: lane, from: &stream)
    }
  }

  private func generateProbe<S: Scalar>(
    _ column: Int, of trajectories: Int, steps: Int, inputs: inout MutableSpan<S>
  ) {
    // A stream for each trajectory, so that the first ones are the same however many there are.
    var stream = RandomStream(seed: seed, purpose: "task probe", index: column)
    let piece = probePiece(of: steps)
    for first in stride(from: 0, to: steps, by: piece) {
      let room = min(piece, steps - first)
      let lane = Lane(column: column, batch: trajectories, firstStep: first, steps: room)
      drawInputs(&inputs, in: lane, from: &stream)
    }
  }
}
