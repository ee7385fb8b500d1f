/// The SHA-256 hash (FIPS 180-4) of the text's UTF-8, by which a sweep file is recognized as that of a results file.
///
/// - Returns: 64 lower-case hexadecimal digits.
package func sha256(_ text: String) -> String {
  var state = initialState
  let message = padded(Array(text.utf8))
  for start in stride(from: 0, to: message.count, by: 64) {
    compress(message[start..<start + 64], into: &state)
  }
  return state.map { word in
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }.joined()
}

/// The message padded to whole blocks of 64 bytes: the message, a one bit, zeros, and its length in bits as 64 bits.
private func padded(_ message: [UInt8]) -> [UInt8] {
  var padded = message + [0x80]
  padded.append(contentsOf: repeatElement(0, count: (120 - padded.count % 64) % 64))
  let bits = UInt64(message.count) * 8
  padded.append(contentsOf: (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) })
  return padded
}

/// One round of the hash over a block of 64 bytes (FIPS 180-4, 6.2.2).
private func compress(_ block: ArraySlice<UInt8>, into state: inout [UInt32]) {
  let w = schedule(block)
  var (a, b, c, d) = (state[0], state[1], state[2], state[3])
  var (e, f, g, h) = (state[4], state[5], state[6], state[7])
  for t in 0..<64 {
    let s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    let first = h &+ s1 &+ (e & f ^ ~e & g) &+ roundConstants[t] &+ w[t]
    let s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    let second = s0 &+ (a & b ^ a & c ^ b & c)
    (h, g, f, e) = (g, f, e, d &+ first)
    (d, c, b, a) = (c, b, a, first &+ second)
  }
  for (i, word) in [a, b, c, d, e, f, g, h].enumerated() { state[i] &+= word }
}

/// The 64 words to which a block is expanded.
private func schedule(_ block: ArraySlice<UInt8>) -> [UInt32] {
  var w = [UInt32](repeating: 0, count: 64)
  for (i, byte) in block.enumerated() { w[i / 4] = w[i / 4] << 8 | UInt32(byte) }
  for t in 16..<64 {
    let s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ w[t - 15] >> 3
    let s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ w[t - 2] >> 10
    w[t] = w[t - 16] &+ s0 &+ w[t - 7] &+ s1
  }
  return w
}

private func rotate(_ word: UInt32, _ bits: UInt32) -> UInt32 {
  word >> bits | word << (32 - bits)
}

private let primes: [Int] = {
  var found: [Int] = []
  for candidate in 2... {
    guard found.count < 64 else { break }
    if found.allSatisfy({ candidate % $0 != 0 }) { found.append(candidate) }
  }
  return found
}()

/// The first 32 bits of the fractional parts of the square roots of the first 8 primes.
private let initialState = primes.prefix(8).map { prime in
  UInt32(truncatingIfNeeded: integerRoot(of: prime, power: 2))
}

/// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
private let roundConstants = primes.map { prime in
  UInt32(truncatingIfNeeded: integerRoot(of: prime, power: 3))
}

/// ⌊2³² · prime^(1/power)⌋, found bit by bit, exactly.
private func integerRoot(of prime: Int, power: Int) -> UInt64 {
  let target = UInt128(prime) << (32 * UInt128(power))
  var root: UInt64 = 0
  for bit in (0..<37).reversed() {
    let candidate = root | 1 << bit
    let raised = (0..<power).reduce(UInt128(1)) { product, _ in product * UInt128(candidate) }
    if raised <= target { root = candidate }
  }
  return root
}
