import RandomStreams
import Readings
import Testing

@Suite struct SegmentDigitTests {
  private func rows(_ digit: SegmentDigit, size: Int) -> [String] {
    (0..<size).map { row in
      String((0..<size).map { digit.hasInk(at: row * size + $0, of: size) ? "#" : "." })
    }
  }

  @Test func `a four has its two upper sides, its middle and its lower right`() {
    let digit = SegmentDigit(2, right: 0, down: 0, stroke: 2, widening: 0)
    #expect(
      rows(digit, size: 7) == [
        ".......", ".......", "..#..#.", "..#..#.", ".....#.", ".....#.", ".......",
      ])
    #expect(rows(digit, size: 14)[7] == "....#######...")
  }

  @Test func `a digit at half the resolution has every other pixel of it`() {
    var random = RandomStream(seed: 1, purpose: "digits")
    for _ in 0..<20 {
      let digit = SegmentDigit(from: &random)
      let fine = rows(digit, size: 28).map(Array.init)
      let coarse = (0..<14).map { i in String((0..<14).map { fine[2 * i][2 * $0] }) }
      #expect(rows(digit, size: 14) == coarse)
    }
  }
}
