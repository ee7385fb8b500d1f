import Schema
import Tasks
import Testing

@Suite struct SegmentDigitsTaskTests {
  @Test func `a digit of four times the pixels is the same digit, seen more finely`() throws {
    let (coarse, fine) = try (
      makeTask("segment-digits", ["size": .integer(7)]),
      makeTask("segment-digits", ["size": .integer(14)])
    )
    #expect(coarse.length == 49 && fine.length == 196)
    let (few, many) = (coarse.validation(0), fine.validation(0))
    #expect(few.targets == many.targets)
    var seen = 0
    for column in 0..<coarse.batchSize {
      let pixels = coarse.symbols(few.inputs, width: 2, column: column)
      let all = fine.symbols(many.inputs, width: 2, column: column)
      let chosen = (0..<49).map { place in
        let (row, column) = (place / 7, place % 7)
        return all[2 * row * 14 + 2 * column]
      }
      #expect(pixels == chosen && !pixels.contains(nil))
      #expect(all.contains(1))
      seen += pixels.contains(1) ? 1 : 0
    }
    // A thin one may stand between the pixels that are read at 7 × 7.
    #expect(seen > coarse.batchSize / 2)
  }

  @Test func `every digit is drawn about as often`() throws {
    let task = try makeTask("segment-digits", ["validation_samples": .integer(4000)])
    var counts = [Double](repeating: 0, count: 5)
    for index in 0..<task.validationBatches {
      for (place, target) in task.validation(index).targets.enumerated() {
        counts[place % 5] += target
      }
    }
    // Six standard deviations of 25.
    #expect(counts.allSatisfy { abs($0 - 800) < 152 })
  }
}
