/// What may befall a sweep, by name: one table for the simulations of single rooms and for the whole program under MPI.
/// What each fault does is said where it strikes.
package enum Fault: String, CaseIterable, Sendable {
  /// A worker is slow for a while, and does not fall silent for as long as the coordinator's patience.
  case delay
  /// The coordinator itself is away, for longer than its patience.
  case stall
  /// A worker is silent for longer than the patience, and comes back.
  case silence
  /// A worker leaves in good order.
  case leave
  /// A worker dies.
  case death
  /// The results file cannot be written, so that the run ends and another goes on.
  case failingWrite
  /// The results file's name is taken away in mid-run.
  case movedName
}
