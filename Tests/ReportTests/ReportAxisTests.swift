import Platform
import Results
import Testing

@testable import Report

@Suite struct ReportAxisTests {
  private func axis(_ values: AxisColumn.Values) -> ReportAxis? {
    ReportAxis(AxisColumn(name: "a", path: "model.a", values: values))
  }

  @Test func `a setting of one value is no axis`() {
    #expect(axis(.real([1, 1, 1])) == nil)
    #expect(axis(.text(["x"])) == nil)
  }

  @Test func `numbers are ordered levels, words categories in their own order`() throws {
    let numbers = try #require(axis(.integer([64, 32, 64, 128])))
    #expect(numbers.levels.map(\.label) == ["32", "64", "128"])
    #expect(numbers.positions == [1, 0, 1, 2] && !numbers.isCategorical && numbers.isLogarithmic)
    let words = try #require(axis(.text(["tanh", "relu", "tanh"])))
    #expect(words.levels.map(\.label) == ["tanh", "relu"] && words.isCategorical)
    #expect(words.members(among: [0, 1, 2]) == [[0, 2], [1]])
  }

  @Test(arguments: [
    ([1e-4, 1e-3, 1e-2], true), ([1, 2, 3], false), ([0, 1, 10], false), ([1, 10], false),
    ([32, 64, 128], true), ([0.5, 1, 1.5, 2], false),
  ])
  func `steps of a constant factor make a logarithmic axis`(_ values: [Double], _ expected: Bool) {
    #expect(ReportAxis.isGeometric(values) == expected)
  }

  @Test func `many values are put into bins of equal numbers`() throws {
    let found = try #require(axis(.real((0..<80).map { Double($0) })))
    #expect(found.levels.count == 8)
    #expect(found.members(among: Array(0..<80)).map(\.count) == [Int](repeating: 10, count: 8))
    #expect(found.levels[0].label == "0 to 9" && found.levels[0].place == 4.5)
  }

  @Test func `units are written with raised exponents`() {
    #expect(unitText("nat step-1") == "nat step⁻¹")
    #expect(unitText("s") == "s")
  }
}
