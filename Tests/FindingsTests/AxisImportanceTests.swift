import Records
import Results
import Summaries
import Testing

@testable import Judging

private func column(_ name: String, _ values: [Int64]) -> AxisColumn {
  AxisColumn(name: name, path: "model.\(name)", values: .integer(values))
}

/// Two axes of two values in so many replicates.
private func grid(replicates: Int) throws -> TrialGrid {
  try TrialGrid(
    [
      column("a", (0..<4 * replicates).map { Int64($0 / 2 % 2) }),
      column("b", (0..<4 * replicates).map { Int64($0 % 2) }),
    ], replicates: (0..<4 * replicates).map { $0 / 4 })
}

struct AxisImportanceTests {
  @Test func `axes that move together are one factor, and those of one value are none`() throws {
    let columns = [
      column("a", [5, 5, 5, 7, 7, 7]), column("one", [1, 1, 1, 1, 1, 1]),
      column("b", [3, 2, 1, 3, 2, 1]), column("c", [30, 20, 10, 30, 20, 10]),
    ]
    let grid = try TrialGrid(columns, replicates: [0, 0, 0, 0, 0, 0])
    #expect(grid.factors.map(\.title) == ["a", "b + c"])
    #expect(grid.factors.map(\.levelCount) == [2, 3])
    #expect(grid.cells == [[0, 1, 2, 3, 4, 5]])
    let turned = try TrialGrid(
      [column("a", [5, 7, 5, 7]), column("b", [1, 1, 2, 2])], replicates: [0, 0, 0, 0])
    #expect(turned.cells == [[0, 2, 1, 3]])
  }

  @Test func `trials that are no full grid are refused with the reason`() {
    func reason(_ columns: [AxisColumn]) -> NoTrialGrid? {
      do throws(NoTrialGrid) {
        _ = try TrialGrid(columns, replicates: [0, 0, 0, 0])
        return nil
      } catch { return error }
    }
    #expect(reason([column("a", [1, 1, 1, 1])]) == .noAxes)
    // A design, or random axes zipped.
    #expect(
      reason([column("a", [1, 2, 3, 4]), column("b", [4, 1, 3, 2])]) == .jointPoints(["a", "b"]))
    #expect(
      reason([column("a", [1, 1, 2, 3]), column("b", [1, 2, 1, 1])])
        == .incomplete(configurations: 4, combinations: 6))
    // Random draws that coincide.
    #expect(
      reason([column("a", [1, 1, 2, 2]), column("b", [1, 2, 1, 1])])
        == .incomplete(configurations: 3, combinations: 4))
    #expect(
      NoTrialGrid.jointPoints(["a", "b"]).description
        == "a, b have joint points, not a grid, on which alone shares of variance are exact")
  }

  @Test func `replicates that agree leave no doubt, and those that do not an interval`() throws {
    // 2a + b + ab with a, b = ±1.
    let values: [Double] = [-2, -2, 0, 4]
    let statuses = [TrialStatus](repeating: .complete, count: 12)
    let same = AxisImportance(
      try grid(replicates: 3), values + values + values, statuses: statuses)
    #expect(same.configurations == 4 && same.replicates == 3 && same.reason == nil)
    #expect(same.effects.map(\.axes) == [["a"], ["b"], ["a", "b"]])
    for (effect, share) in zip(same.effects, [4.0 / 6, 1.0 / 6, 1.0 / 6]) {
      #expect(abs(effect.share - share) < 1e-14)
      let interval = try #require(effect.interval)
      #expect(interval.upperBound - interval.lowerBound < 1e-12)
    }
    // Their mean is the same.
    let scattered = values.map { $0 + 0.5 } + [-2, -3, 0, 4] + [-2.5, -1.5, -0.5, 3.5]
    let told = AxisImportance(try grid(replicates: 3), scattered, statuses: statuses)
    let first = try #require(told.effects.first)
    let interval = try #require(first.interval)
    #expect(abs(first.share - 4.0 / 6) < 1e-12 && interval.contains(first.share))
    #expect(interval.upperBound - interval.lowerBound > 0.01)
  }

  @Test func `one replicate has shares without intervals`() throws {
    let importance = AxisImportance(
      try grid(replicates: 1), [-2, -2, 0, 4],
      statuses: [.complete, .complete, .complete, .complete])
    let shares: [Double] = [4.0 / 6, 1.0 / 6, 1.0 / 6]
    #expect(importance.effects.map(\.share) == shares)
    #expect(importance.effects.allSatisfy { $0.interval == nil })
  }

  @Test func `where trials failed there are no shares, and it is said why`() throws {
    let importance = AxisImportance(
      try grid(replicates: 1), [-2, .nan, 0, 4],
      statuses: [.complete, .complete, .failed, .diverged])
    #expect(importance.effects.allSatisfy { $0.share.isNaN && $0.interval == nil })
    #expect(importance.variance.isNaN && importance.rest.share.isNaN)
    #expect(
      importance.reason
        == "3 of 4 trials have no final number (1 without a number, 1 diverged, 1 failed), and shares of variance are "
        + "exact on full grids alone")
    let constant = AxisImportance(
      try grid(replicates: 1), [1, 1, 1, 1], statuses: [.complete, .complete, .complete, .complete])
    #expect(constant.reason == "it is the same everywhere")
    let large = AxisImportance(
      try grid(replicates: 1), [1, 1e200, 1, 1],
      statuses: [.complete, .complete, .complete, .complete])
    #expect(large.reason == "its numbers are too large to be squared")
    #expect(large.effects.allSatisfy { $0.share.isNaN })
  }

  /// A Latin hypercube of 32 points with an axis of words beside it, and another axis that goes with the first.
  private let design = [
    column("a", (0..<32).map { Int64($0) }), column("b", (0..<32).map { Int64($0 * 11 % 32) }),
    column("c", (0..<32).map { Int64(100 - $0) }),
    AxisColumn(
      name: "word", path: "model.word", values: .text((0..<32).map { $0 % 2 == 0 ? "x" : "y" })),
  ]

  @Test func `on a design shares are told by a fit, without the trials that failed`() throws {
    let replicates = [Int](repeating: 0, count: 32)
    var statuses = [TrialStatus](repeating: .complete, count: 32)
    var values = (0..<32).map { Double($0) + ($0 % 2 == 0 ? 3 : 0) }
    (statuses[5], values[5], values[9]) = (.failed, 1e9, .nan)
    let importance = try AxisImportance.told(
      design, replicates: replicates, values, statuses: statuses)
    #expect(!importance.isExact && importance.configurations == 30 && importance.reason == nil)
    #expect(
      importance.effects.map(\.axes) == [
        ["a + c"], ["b"], ["word"], ["a + c", "b"], ["a + c", "word"], ["b", "word"],
      ])
    // Linear in a; without two points its shares of points are not quite.
    #expect(importance.effects[0].share > 0.9 && importance.effects[2].share > 0.005)
    #expect(importance.rest.share < 0.01)
    let sum = importance.effects.reduce(importance.rest.share) { $0 + $1.share }
    #expect(abs(sum - 1) < 1e-12)
  }

  @Test func `too few trials for a fit are refused with both reasons`() {
    let columns = [column("a", [1, 2, 3, 4]), column("b", [4, 1, 3, 2])]
    let values: [Double] = [1, 2, 3, 4]
    let statuses = [TrialStatus](repeating: .complete, count: 4)
    let error = #expect(throws: NoTrialGrid.self) {
      try AxisImportance.told(columns, replicates: [0, 0, 0, 0], values, statuses: statuses)
    }
    #expect(error == .tooFew(4, needed: 12, .jointPoints(["a", "b"])))
    #expect(
      error?.description
        == "a, b have joint points, not a grid, on which alone shares of variance are exact; a polynomial fitted in its "
        + "place needs 12 trials with a final number, and there are 4")
    #expect(throws: NoTrialGrid.noAxes) {
      try AxisImportance.told([], replicates: [0, 0, 0, 0], values, statuses: statuses)
    }
  }
}
