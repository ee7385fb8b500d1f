import RealModule
import Testing

@testable import LinearAlgebra
@testable import RandomStreams

@Test(arguments: [
  (
    SIMD4<UInt32>(repeating: 0), SIMD2<UInt32>(repeating: 0),
    SIMD4<UInt32>(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)
  ),
  (
    SIMD4(repeating: UInt32.max), SIMD2(repeating: UInt32.max),
    SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
  ),
  (
    SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), SIMD2(0xa409_3822, 0x299f_31d0),
    SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)
  ),
])
func `Philox gives the known answers of Random123`(
  counter: SIMD4<UInt32>, key: SIMD2<UInt32>, expected: SIMD4<UInt32>
) {
  #expect(philox4x32(counter: counter, key: key) == expected)
}

@Test func `FNV-1a gives its authors' known answers`() {
  #expect(stableHash("") == 0xcbf2_9ce4_8422_2325)
  #expect(stableHash("a") == 0xaf63_dc4c_8601_ec8c)
  #expect(stableHash("foobar") == 0x8594_4171_f739_67e8)
}

@Test func `SplitMix64 gives its known first answer`() {
  // The first output of the reference implementation for seed 1234567.
  #expect(mix(1_234_567) == 6_457_827_717_110_365_317)
}

@Test func `a stream goes on from any position`() {
  var whole = RandomStream(seed: 11, purpose: "position")
  let words = (0..<20).map { _ in whole.next() }
  for start in [0, 1, 7, 12] {
    var resumed = RandomStream(seed: 11, purpose: "position")
    resumed.position = UInt64(start)
    #expect((start..<20).map { _ in resumed.next() } == Array(words[start...]))
    #expect(resumed == whole && resumed.position == 20)
  }
}

@Test func `seed, purpose and index each give another stream`() {
  var streams = [
    RandomStream(seed: 1, purpose: "a"), RandomStream(seed: 2, purpose: "a"),
    RandomStream(seed: 1, purpose: "b"), RandomStream(seed: 1, purpose: "a", index: 1),
    RandomStream(seed: 1, purpose: "a", index: -1),
  ]
  let first = streams.indices.map { streams[$0].next() }
  #expect(Set(first).count == streams.count)
}

@Test func `the normal quantile is that of statistical tables`() {
  // SciPy 1.17's ndtri.
  let table: [(p: Double, x: Double)] = [
    (1e-300, -37.0470962993612),
    (1e-20, -9.262340089798409),
    (1e-05, -4.264890793922825),
    (0.025, -1.9599639845400545),
    (0.07, -1.4757910281791706),
    (0.3, -0.5244005127080409),
    (0.5, 0.0),
    (0.9, 1.2815515655446004),
    (0.999, 3.090232306167813),
  ]
  for (p, x) in table {
    // AS 241 claims 1e-16 of x; √log and the polynomials round.
    #expect(abs(normalQuantile(p) - x) <= 2e-15 * max(1, abs(x)))
  }
}

@Test func `uniform and normal numbers have their moments`() {
  var random = RandomStream(seed: 5, purpose: "moments")
  let count = 200_000
  let uniform = (0..<count).map { _ in random.uniform() }
  let normal = (0..<count).map { _ in random.normal() }
  #expect(uniform.allSatisfy { $0 >= 0 && $0 < 1 })
  func moment(_ values: [Double], _ power: Int) -> Double {
    values.reduce(0) { $0 + Double.pow($1, power) } / Double(count)
  }
  // Five standard errors each.
  #expect(abs(moment(uniform, 1) - 0.5) < 5 * 0.2887 / 447)
  #expect(abs(moment(uniform, 2) - 1.0 / 3) < 5 * 0.2981 / 447)
  #expect(abs(moment(normal, 1)) < 5.0 / 447)
  #expect(abs(moment(normal, 2) - 1) < 5 * 1.4142 / 447)
  #expect(abs(moment(normal, 3)) < 5 * 3.873 / 447)
  #expect(abs(moment(normal, 4) - 3) < 5 * 9.798 / 447)
}

@Test func `integers below a bound are even, and a permutation has each once`() {
  var random = RandomStream(seed: 6, purpose: "integers")
  var counts = [Int](repeating: 0, count: 7)
  for _ in 0..<70_000 { counts[random.integer(below: 7)] += 1 }
  // Chi-squared with 6 degrees of freedom: below 27.9 but once in 10 000.
  let chiSquared = counts.reduce(0.0) { $0 + Double(($1 - 10_000) * ($1 - 10_000)) / 10_000 }
  #expect(chiSquared < 27.9)
  #expect(random.permutation(100).sorted() == Array(0..<100))
  #expect(random.permutation(100) != Array(0..<100))
  #expect(random.integer(below: 1) == 0)
  #expect(random.permutation(0).isEmpty)
}
