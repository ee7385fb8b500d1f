import RandomStreams

// The random numbers of a sweep: seeds of trials and values of random axes. Both are pure functions of the sweep's
// seed, so that no value changes when another axis or another replicate is added.

/// The seed of every trial of replicate `replicate`: number `replicate` of SplitMix64's stream from the sweep's seed.
///
/// All configurations of a replicate share it (common random numbers), so that they differ only by their settings.
package func trialSeed(sweepSeed: UInt64, replicate: Int) -> UInt64 {
  splitMix(key: sweepSeed, index: replicate)
}

/// The draws of one axis, random or in a design: a stream keyed by the sweep's seed and the setting's path.
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

  /// A coordinate (times 2³²) scrambled (A. Owen 1995): each of its bits is flipped, or not, by a coin of its own for
  /// every way in which the bits above it can fall.
  ///
  /// Points that fill boxes evenly still do, and each is uniformly distributed. Another point changes nothing about
  /// this one.
  func scrambled(_ coordinate: UInt32) -> UInt32 {
    (0..<32).reduce(0) { scrambled, depth in
      // The knot of a binary tree that the bits above lead to: 1 is its root, 2 and 3 lie below that.
      let knot = 1 << depth | Int(UInt64(coordinate) >> UInt64(32 - depth))
      let coin = UInt32(splitMix(key: key, index: knot) >> 63)
      let shift = UInt32(31 - depth)
      return scrambled | ((coordinate >> shift & 1) ^ coin) << shift
    }
  }

  /// The numbers from 0 to `count` − 1, shuffled (R. Durstenfeld 1964).
  func permutation(of count: Int) -> [Int] {
    var numbers = Array(0..<count)
    for last in numbers.indices.dropFirst().reversed() {
      numbers.swapAt(last, Int(integer(last, below: UInt64(last + 1))))
    }
    return numbers
  }

  /// Number `index` of the stream as a whole number in 0..<bound; its bias is below bound/2⁶⁴.
  package func integer(_ index: Int, below bound: UInt64) -> UInt64 {
    splitMix(key: key, index: index).multipliedFullWidth(by: bound).high
  }
}
