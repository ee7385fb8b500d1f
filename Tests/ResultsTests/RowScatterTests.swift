import Testing

@testable import Platform
@testable import Results

@Test func `neighbours and short gaps make one run, long gaps and the limit two`() {
  let cells = RowScatter(places: [3, 4, 4, 6, 10, 11, 12], checkpointCount: nil)
  #expect(
    cells.runs(gap: 1, limit: 100) == [
      RowScatter.Run(first: 3, last: 6, members: 0..<4, distinct: 3),
      RowScatter.Run(first: 10, last: 12, members: 4..<7, distinct: 3),
    ])
  #expect(cells.runs(gap: 0, limit: 100).map(\.members) == [0..<3, 3..<4, 4..<7])
  #expect(cells.runs(gap: 100, limit: 4).map(\.members) == [0..<4, 4..<7])
}

@Test func `a run inside a trial is a piece of it, one over several takes them whole`() {
  let cells = RowScatter(places: [], checkpointCount: 5)
  let inside = cells.rectangle(.init(first: 11, last: 13, members: 0..<3, distinct: 3))
  #expect(inside == (11, [2, 1], [1, 3]))
  let across = cells.rectangle(.init(first: 13, last: 21, members: 0..<9, distinct: 9))
  #expect(across == (10, [2, 0], [3, 5]))
}
