/// Counter-based random numbers (Philox4x32-10; Salmon et al., SC 2011): a pure function of seed, purpose and position.
///
/// Streams of one seed share a key and differ in the upper half of the counter, so that two purposes never overlap.
/// The numbers are the same on every machine.
package struct RandomStream: RandomNumberGenerator, Hashable, Sendable {
  private let key: (UInt32, UInt32)
  private let streamIdentity: UInt64
  private var block: (UInt64, UInt64) = (0, 0)
  private var heldBlock = UInt64.max

  /// How many 64-bit words have been drawn; setting it moves the stream to that place.
  package var position: UInt64 = 0

  /// - Parameters:
  ///   - seed: The sweep's or trial's seed.
  ///   - purpose: A fixed name of what the numbers are for (`"initialisation"`).
  ///   - index: The number of the stream among those of one purpose.
  package init(seed: UInt64, purpose: String, index: Int = 0) {
    let mixed = mix(seed)
    key = (UInt32(truncatingIfNeeded: mixed), UInt32(truncatingIfNeeded: mixed >> 32))
    streamIdentity = mix(stableHash(purpose) ^ mix(UInt64(bitPattern: Int64(index))))
  }

  /// The next 64 random bits.
  package mutating func next() -> UInt64 {
    let wanted = position >> 1
    if wanted != heldBlock {
      block = philox(block: wanted)
      heldBlock = wanted
    }
    defer { position &+= 1 }
    return position & 1 == 0 ? block.0 : block.1
  }

  private func philox(block: UInt64) -> (UInt64, UInt64) {
    let words = philox4x32(
      counter: SIMD4(
        UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32),
        UInt32(truncatingIfNeeded: streamIdentity),
        UInt32(truncatingIfNeeded: streamIdentity >> 32)),
      key: SIMD2(key.0, key.1))
    return (UInt64(words.x) | UInt64(words.y) << 32, UInt64(words.z) | UInt64(words.w) << 32)
  }

  package static func == (a: RandomStream, b: RandomStream) -> Bool {
    a.key == b.key && a.streamIdentity == b.streamIdentity && a.position == b.position
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(key.0)
    hasher.combine(key.1)
    hasher.combine(streamIdentity)
    hasher.combine(position)
  }
}

/// One block of four random words: ten rounds of Philox4x32.
func philox4x32(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
  var (c0, c1, c2, c3) = (counter.x, counter.y, counter.z, counter.w)
  var (k0, k1) = (key.x, key.y)
  for _ in 0..<10 {
    let first = UInt64(c0) &* 0xD251_1F53
    let second = UInt64(c2) &* 0xCD9E_8D57
    c0 = UInt32(truncatingIfNeeded: second >> 32) ^ c1 ^ k0
    c2 = UInt32(truncatingIfNeeded: first >> 32) ^ c3 ^ k1
    c1 = UInt32(truncatingIfNeeded: second)
    c3 = UInt32(truncatingIfNeeded: first)
    k0 &+= 0x9E37_79B9
    k1 &+= 0xBB67_AE85
  }
  return SIMD4(c0, c1, c2, c3)
}
