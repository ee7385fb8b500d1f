import LinearAlgebra
import Schema
import RandomStreams

/// Elements drawn independently and uniformly from an interval that need not lie about zero.
struct IntervalInitialization: Initialization {
  let low: Double
  let high: Double

  func values(_ geometry: WeightGeometry, from random: inout RandomStream) -> [Double] {
    geometry.independent(&random) { low + (high - low) * $0.uniform() }
  }
}

extension InitializationDescription {
  static let interval = InitializationDescription(
    "interval", "uniform from low to high",
    [.real("low", 0, "one end"), .real("high", 0.1, "the other end")]
  ) { IntervalInitialization(low: $0.real("low"), high: $0.real("high")) }
}
