/// What a trial's observables were at one checkpoint.
package struct CheckpointRecord: Equatable, Sendable {
  /// Counted from 0 within the trial.
  package let checkpoint: Int
  /// The training step at which they were taken.
  package let step: Int
  /// The quantities' numbers, in the order of the trial's layout.
  package let values: [Double]

  package init(checkpoint: Int, step: Int, values: [Double]) {
    self.checkpoint = checkpoint
    self.step = step
    self.values = values
  }
}
