import Testing

@testable import MessagePassing

/// Looks, a second apart, until a loss is found.
private func looks(_ counts: [Int?], announced: Int?) -> Int? {
  var ranks = LocalRanks(announced: announced)
  return counts.firstIndex { ranks.hasLost(now: $0) }
}

@Test func `ranks that are not started yet are not lost`() {
  #expect(looks([3, 3, 3, 3, 20, 60, 60, 60, 60, 100, 201, 201], announced: 201) == nil)
  #expect(looks(Array(repeating: 201, count: 30), announced: 201) == nil)
  #expect(looks([nil, nil, nil, nil], announced: 201) == nil)
  // A thousand on few cores, of which the launcher itself gets little.
  let slow = (1...20).flatMap { Array(repeating: 50 * $0, count: 90) } + [1001]
  #expect(looks(slow, announced: 1001) == nil)
  #expect(looks([5, 4, 3, 2, 1], announced: nil) == nil)
}

@Test func `a number of ranks that has fallen for three looks is a loss`() {
  #expect(looks([2, 3, 2, 2, 2], announced: 3) == 4)
  #expect(looks([40, 39, 39, 41, 40, 40, 40], announced: 100) == 6)
  // One was lost before the first look.
  #expect(looks([1] + Array(repeating: 2, count: 20), announced: 3) == 11)
  #expect(looks([1] + Array(repeating: 1000, count: 200), announced: 1001) == 111)
  // A launcher's other children may go.
  #expect(looks([5, 4, 3, 3, 3], announced: 3) == nil)
}
