import Plans
import Networks
import Layers
import Training
import LinearAlgebra
import Observing

/// Everything besides its configuration on which the rest of a trial depends: parameters, the optimiser's vectors, what
/// observables keep from one checkpoint to the next, and the progress.
///
/// Batches are pure functions of seed and step. So a trial that is resumed from this state equals bitwise one that was
/// never interrupted.
package struct SavedTrial: Hashable, Sendable {
  /// The number of updates made.
  package let step: Int
  /// The checkpoint to be observed next, counted from 0.
  package let nextCheckpoint: Int
  /// The bytes of the trained parameters, then of the fixed ones, as this machine keeps them in memory; of a theory,
  /// its state.
  package let parameters: [UInt8]
  /// The bytes of the optimiser's vectors; empty for a theory.
  package let optimizerState: [UInt8]
  /// The bytes of what observables keep; empty where they keep nothing.
  package let memory: [UInt8]

  /// A state read back from a snapshot or a message.
  package init(
    step: Int, nextCheckpoint: Int, parameters: [UInt8], optimizerState: [UInt8],
    memory: [UInt8] = []
  ) {
    self.step = step
    self.nextCheckpoint = nextCheckpoint
    self.parameters = parameters
    self.optimizerState = optimizerState
    self.memory = memory
  }

  init<Element: Scalar>(of context: ObservationContext<Element>, nextCheckpoint: Int) {
    let trainer = context.trainer
    self.init(
      step: trainer.step, nextCheckpoint: nextCheckpoint,
      parameters: trainer.parameters.bytes, optimizerState: trainer.optimizerState.bytes,
      memory: context.memory)
  }

  /// Gives the trainer of `context`, and its observables, this state.
  ///
  /// - Returns: The checkpoint to be observed next.
  func restore<Element: Scalar>(_ context: ObservationContext<Element>) -> Int {
    context.trainer.restore(from: step, parameters: parameters, optimizerState: optimizerState)
    context.restore(memory: memory)
    return nextCheckpoint
  }
}

extension NetworkTrial {
  /// Whether `state` fits this trial: its step lies between the right checkpoints and its vectors have the right
  /// lengths.
  package func accepts(_ state: SavedTrial) -> Bool {
    let steps = checkpointSteps
    guard steps.indices.contains(state.nextCheckpoint) else { return false }
    let first = state.nextCheckpoint == 0 ? 0 : steps[state.nextCheckpoint - 1]
    let size = training.precision == .float64 ? 8 : 4
    let layout = network.layout
    return (first...steps[state.nextCheckpoint]).contains(state.step)
      && state.parameters.count == size * layout.count
      && state.optimizerState.count == size * training.stateSize(of: network)
      && state.memory.count == MemoryLayout<Double>.stride * memoryCount
  }
}
