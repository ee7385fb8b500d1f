/// The numbers of one trial's observables at one checkpoint.
package struct CheckpointRecord: Equatable, Sendable {
  /// The checkpoint's place in the trial, counted from 0.
  package let checkpoint: Int
  /// The training step at which the numbers were taken.
  package let step: Int
  /// The numbers of all quantities, in the order of the trial's layout; one quantity's lie row-major.
  package let values: [Double]
  /// The numbers that are kept beside the row (`KeptForm`); nil where none are.
  package let kept: KeptNumbers?

  package init(checkpoint: Int, step: Int, values: [Double], kept: KeptNumbers? = nil) {
    self.checkpoint = checkpoint
    self.step = step
    self.values = values
    self.kept = kept
  }

  /// This record with these numbers kept beside it.
  package func keeping(_ kept: KeptNumbers?) -> CheckpointRecord {
    CheckpointRecord(checkpoint: checkpoint, step: step, values: values, kept: kept)
  }
}
