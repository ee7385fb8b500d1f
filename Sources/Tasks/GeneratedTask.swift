package import LinearAlgebra
package import RandomStreams

/// A task whose sequences are drawn at random: inputs first, and targets that follow from them.
package protocol GeneratedTask: LearningTask {
  /// What the targets follow from in addition to the inputs: `Int` for a class, `Void` for nothing.
  associatedtype Label

  var seed: UInt64 { get }

  /// Writes the inputs of one sequence, or as much of it as there is room for in `slot`.
  func drawInputs<S: Scalar>(
    _ inputs: inout MutableSpan<S>, in slot: SequenceSlot, from stream: inout RandomStream
  ) -> Label

  /// Writes the targets of the sequence just drawn into `slot`.
  func drawTargets<S: Scalar>(
    _ targets: inout MutableSpan<S>, of truth: Label, after inputs: borrowing MutableSpan<S>,
    in slot: SequenceSlot, from stream: inout RandomStream)

  /// Whether each sequence of a batch has its own stream, so that what one draws does not shift the next.
  var drawsSequencesApart: Bool { get }

  /// The length of one drawn sequence in a probe of `steps` steps, which is a series of such sequences.
  func probePiece(of steps: Int) -> Int
}

extension GeneratedTask {
  package var trainingBatchesPerEpoch: Int? { nil }

  package var drawsSequencesApart: Bool { false }

  package func probePiece(of steps: Int) -> Int { length }

  /// The body of `fill`, which every task writes as a method so that it can be specialised.
  package func generate<S: Scalar>(
    _ request: BatchRequest, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    switch request {
    case .training(let step):
      generateBatch("task training", step, inputs: &inputs, targets: &targets)
    case .validation(let index):
      generateBatch("task validation", index, inputs: &inputs, targets: &targets)
    case .probe(let trajectories, let steps):
      for column in 0..<trajectories {
        generateProbe(column, of: trajectories, steps: steps, inputs: &inputs)
      }
    }
  }

  private func generateBatch<S: Scalar>(
    _ purpose: String, _ index: Int, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    var stream = RandomStream(seed: seed, purpose: purpose, index: index)
    for column in 0..<batchSize {
      if drawsSequencesApart {
        stream = RandomStream(seed: seed, purpose: purpose, index: index * batchSize + column)
      }
      let slot = SequenceSlot(column: column, batch: batchSize, steps: length)
      let truth = drawInputs(&inputs, in: slot, from: &stream)
      drawTargets(&targets, of: truth, after: inputs, in: slot, from: &stream)
    }
  }

  private func generateProbe<S: Scalar>(
    _ column: Int, of trajectories: Int, steps: Int, inputs: inout MutableSpan<S>
  ) {
    // Each trajectory has a stream, so that the first ones are the same however many there are.
    var stream = RandomStream(seed: seed, purpose: "task probe", index: column)
    let piece = probePiece(of: steps)
    for first in stride(from: 0, to: steps, by: piece) {
      let room = min(piece, steps - first)
      let slot = SequenceSlot(column: column, batch: trajectories, firstStep: first, steps: room)
      _ = drawInputs(&inputs, in: slot, from: &stream)
    }
  }
}

extension GeneratedTask where Label == Int {
  /// Writes the class at the one scored step.
  func drawTargets<S: Scalar>(
    _ targets: inout MutableSpan<S>, of truth: Int, after inputs: borrowing MutableSpan<S>,
    in slot: SequenceSlot, from stream: inout RandomStream
  ) {
    targets.writeOneHot(truth, row: slot.column, width: outputSize)
  }
}
