/// The increment of SplitMix64's counter: 2⁶⁴ over the golden ratio, odd.
package let goldenGamma: UInt64 = 0x9E37_79B9_7F4A_7C15

/// SplitMix64's output function (Steele, Lea and Flood 2014, with Stafford's mix 13): a bijection that scatters
/// neighbouring numbers.
package func scattered(_ state: UInt64) -> UInt64 {
  var z = state
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}

/// The first number of the SplitMix64 stream whose counter starts at `x`.
package func mix(_ x: UInt64) -> UInt64 { scattered(x &+ goldenGamma) }

/// The number at `index` of the SplitMix64 stream whose counter starts at the scattered `key`.
package func splitMix(key: UInt64, index: Int) -> UInt64 {
  scattered(scattered(key) &+ goldenGamma &* (UInt64(truncatingIfNeeded: index) &+ 1))
}

/// The 64-bit FNV-1a hash of the text's UTF-8. Unlike `Hasher`'s, it is the same in every process.
package func stableHash(_ text: String) -> UInt64 {
  text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
}
