import Testing

@testable import Report

@Suite struct QuartilesTests {
  @Test func `quartiles are NumPy's`() throws {
    // numpy.percentile([1, 2, 4, 8], [25, 50, 75])
    let found = try #require(Quartiles([8, 2, 1, 4, .nan]))
    #expect([found.lower, found.median, found.upper] == [1.75, 3, 5])
    #expect(Quartiles([.nan, .infinity]) == nil)
    let one = try #require(Quartiles([3]))
    #expect([one.lower, one.median, one.upper] == [3, 3, 3])
  }

  @Test func `the variance between groups is all, none, or a share`() {
    #expect(varianceBetween(groups: [0, 0, 1, 1], of: [1, 1, 5, 5]) == 1)
    #expect(varianceBetween(groups: [0, 1, 0, 1], of: [1, 1, 5, 5]) == 0)
    // Means 2 and 6 about 4: 16 of 20.
    #expect(abs(varianceBetween(groups: [0, 0, 1, 1], of: [1, 3, 5, 7]) - 0.8) < 1e-15)
    #expect(varianceBetween(groups: [0, 1], of: [2, 2]) == 0)
    #expect(abs(varianceBetween(groups: [0, 0, 1, 1, 1], of: [1, 3, 5, 7, .nan]) - 0.8) < 1e-15)
  }
}
