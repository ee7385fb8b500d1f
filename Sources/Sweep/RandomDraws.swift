// The sweep's own randomness: seeds of trials and values of random axes. Both are pure functions of
// the sweep's seed, so that a value does not change when another axis is added or the replicates
// become more.

/// The increment of SplitMix64's counter: 2⁶⁴ over the golden ratio, odd.
private let goldenGamma: UInt64 = 0x9E37_79B9_7F4A_7C15

/// SplitMix64's output function (Steele, Lea and Flood 2014, with Stafford's mix 13): a bijection.
private func mixed(_ state: UInt64) -> UInt64 {
  var z = state
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}

/// The number at `index` of the SplitMix64 stream whose counter starts at the mixed `key`.
func splitMix(key: UInt64, index: Int) -> UInt64 {
  mixed(mixed(key) &+ goldenGamma &* (UInt64(truncatingIfNeeded: index) &+ 1))
}

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

  init(sweepSeed: UInt64, path: String) {
    // FNV-1a, 64 bits.
    let hash = path.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
    }
    key = mixed(sweepSeed) ^ hash
  }

  /// In [0, 1), a multiple of 2⁻⁵³.
  func uniform(_ index: Int) -> Double {
    Double(splitMix(key: key, index: index) >> 11) * 0x1p-53
  }

  /// In 0..<bound; the bias is below bound/2⁶⁴.
  func integer(_ index: Int, below bound: UInt64) -> UInt64 {
    splitMix(key: key, index: index).multipliedFullWidth(by: bound).high
  }
}
