/// The numbers of one trial's observables at one checkpoint.
package struct CheckpointRecord: Equatable, Sendable {
  /// The checkpoint's place in the trial, counted from 0.
  package let checkpoint: Int
  /// The training step at which the numbers were taken.
  package let step: Int
  /// The numbers of all quantities, in the order of the trial's layout; one quantity's lie row-major.
  package let values: [Double]

  package init(checkpoint: Int, step: Int, values: [Double]) {
    self.checkpoint = checkpoint
    self.step = step
    self.values = values
  }
}
