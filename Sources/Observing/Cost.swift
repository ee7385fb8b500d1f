/// What an observation takes, roughly.
package struct Cost: Hashable, Sendable {
  /// Floating-point operations.
  package var flops: Double
  /// Numbers of the net's precision that are kept in memory; 0 where they are few.
  package var numbers: Double
  /// Of the operations the most between two heartbeats (`ObservationContext.heartbeat`).
  package var quietFlops: Double

  /// - Parameter quietFlops: All operations where nil.
  package init(flops: Double = 0, numbers: Double = 0, quietFlops: Double? = nil) {
    self.flops = flops
    self.numbers = numbers
    self.quietFlops = quietFlops ?? flops
  }
}
