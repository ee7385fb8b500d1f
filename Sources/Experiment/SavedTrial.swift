import Plans
import Networks
import Layers
import Training
import LinearAlgebra

/// All that a trial's future depends on besides its configuration: parameters, the optimiser's vectors, how far it is.
///
/// Batches are pure functions of seed and step, and observers keep nothing from one checkpoint to the next, so that a
/// trial that goes on from its state is bitwise the trial that never stopped.
package struct SavedTrial: Hashable, Sendable {
  /// Updates made.
  package let step: Int
  /// The checkpoint to be observed next, from 0.
  package let nextCheckpoint: Int
  /// Trained and fixed ones, as this machine keeps them in memory.
  package let parameters: [UInt8]
  /// The optimiser's.
  package let optimizerState: [UInt8]

  package init(step: Int, nextCheckpoint: Int, parameters: [UInt8], optimizerState: [UInt8]) {
    self.step = step
    self.nextCheckpoint = nextCheckpoint
    self.parameters = parameters
    self.optimizerState = optimizerState
  }

  init<Element: Scalar>(of trainer: Trainer<Element>, nextCheckpoint: Int) {
    self.init(
      step: trainer.step, nextCheckpoint: nextCheckpoint,
      parameters: trainer.parameters.bytes, optimizerState: trainer.optimizerState.bytes)
  }

  /// Puts `trainer` where this state was taken.
  ///
  /// - Returns: The next checkpoint.
  func restore<Element: Scalar>(_ trainer: Trainer<Element>) -> Int {
    trainer.restore(from: step, parameters: parameters, optimizerState: optimizerState)
    return nextCheckpoint
  }
}

extension NetworkTrial {
  /// Whether `state` can be one of this trial's: its step between checkpoints, its vectors of the right lengths.
  package func accepts(_ state: SavedTrial) -> Bool {
    let steps = checkpointSteps
    guard steps.indices.contains(state.nextCheckpoint) else { return false }
    let first = state.nextCheckpoint == 0 ? 0 : steps[state.nextCheckpoint - 1]
    let size = training.precision == .float64 ? 8 : 4
    let layout = network.layout
    return (first...steps[state.nextCheckpoint]).contains(state.step)
      && state.parameters.count == size * layout.count
      && state.optimizerState.count == size * training.stateCount * layout.trainedCount
  }
}
