import RandomStreams

// The random numbers of a sweep: seeds of trials and values of random axes. Both are pure functions of the sweep's
// seed, so that no value changes when another axis or another replicate is added.

/// The seed of every trial of replicate `replicate`: number `replicate` of SplitMix64's stream from the sweep's seed.
///
/// All configurations of a replicate share it (common random numbers), so that they differ only by their settings.
package func trialSeed(sweepSeed: UInt64, replicate: Int) -> UInt64 {
  splitMix(key: sweepSeed, index: replicate)
}

/// The draws of one random axis: a stream keyed by the sweep's seed and the setting's path.
struct AxisDraws {
  private let key: UInt64

  /// The stream of the setting at `path`.
  package init(sweepSeed: UInt64, path: String) {
    key = scattered(sweepSeed) ^ stableHash(path)
  }

  /// Number `index` of the stream as a real in [0, 1), a multiple of 2⁻⁵³.
  func uniform(_ index: Int) -> Double {
    Double(splitMix(key: key, index: index) >> 11) * 0x1p-53
  }

  /// Number `index` of the stream as a whole number in 0..<bound; its bias is below bound/2⁶⁴.
  package func integer(_ index: Int, below bound: UInt64) -> UInt64 {
    splitMix(key: key, index: index).multipliedFullWidth(by: bound).high
  }
}
