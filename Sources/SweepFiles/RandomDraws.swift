import RandomStreams

// The sweep's own randomness: seeds of trials and values of random axes. Both are pure functions of
// the sweep's seed, so that a value does not change when another axis is added or the replicates
// become more.

/// The seed of every trial of replicate `replicate`: number `replicate` of the stream of the
/// sweep's seed.
///
/// All configurations of one replicate share it (common random numbers), so that they differ by
/// their settings alone.
package func trialSeed(sweepSeed: UInt64, replicate: Int) -> UInt64 {
  splitMix(key: sweepSeed, index: replicate)
}

/// The draws of one random axis: a stream of its own, keyed by the sweep's seed and the setting's
/// path.
struct AxisDraws {
  private let key: UInt64

  package init(sweepSeed: UInt64, path: String) {
    key = scattered(sweepSeed) ^ stableHash(path)
  }

  /// In [0, 1), a multiple of 2⁻⁵³.
  func uniform(_ index: Int) -> Double {
    Double(splitMix(key: key, index: index) >> 11) * 0x1p-53
  }

  /// In 0..<bound; the bias is below bound/2⁶⁴.
  package func integer(_ index: Int, below bound: UInt64) -> UInt64 {
    splitMix(key: key, index: index).multipliedFullWidth(by: bound).high
  }
}
