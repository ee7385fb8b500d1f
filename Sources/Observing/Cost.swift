/// A rough estimate of what one observation costs.
package struct Cost: Hashable, Sendable {
  /// Floating-point operations.
  package var flops: Double
  /// The count of numbers, of the net's precision, that are kept in memory; 0 where they are few.
  package var numbers: Double
  /// The largest number of operations between two heartbeats (`ObservationContext.heartbeat`).
  package var quietFlops: Double

  /// A cost with given parts.
  ///
  /// - Parameter quietFlops: As many as `flops` where nil.
  package init(flops: Double = 0, numbers: Double = 0, quietFlops: Double? = nil) {
    self.flops = flops
    self.numbers = numbers
    self.quietFlops = quietFlops ?? flops
  }
}
