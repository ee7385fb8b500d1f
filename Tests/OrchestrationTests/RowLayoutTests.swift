import Records
import Testing

@testable import Orchestration
@testable import Snapshots

private func quantity(_ name: String, _ sizes: [Int] = []) -> Quantity {
  let names = ["exponent", "change"]
  return Quantity(
    name, dimensions: zip(names, sizes).map { Quantity.Dimension($0, size: $1) }, longName: name)
}

@Suite struct CommonRowTests {
  private static let small = [quantity("loss"), quantity("spectrum", [2, 2]), quantity("rank")]
  private static let large = [quantity("spectrum", [3, 2]), quantity("deviation", [1])]

  private static var common: [Quantity] {
    var row = RowLayout()
    row.add(small)
    row.add(large)
    return row.quantities
  }

  @Test func `the common row holds every quantity at its largest, and dimensions alike`() {
    #expect(Self.common.map(\.name) == ["loss", "spectrum", "rank", "deviation"])
    #expect(Self.common.map { $0.dimensions.map(\.size) } == [[], [3, 2], [], [3]])
  }

  @Test func `a trial's numbers lie in the common row where their indices say`() {
    let row = Self.common.map { RowField(name: $0.name, sizes: $0.dimensions.map(\.size)) }
    let map = RowProjection(Self.small, in: row)
    let found = map.row([1, 11, 12, 21, 22, 5])
    #expect(found.prefix(5) == [1, 11, 12, 21, 22] && found[7] == 5)
    #expect(found[5...6].allSatisfy(\.isNaN) && found[8...].allSatisfy(\.isNaN))
    #expect(found.count == 11)
    // From there to a row of the trial's own, in another order.
    let own = ["rank", "spectrum", "loss"].map { name in
      RowField(name: name, sizes: name == "spectrum" ? [2, 2] : [])
    }
    #expect(
      RowProjection(Self.small, from: row, to: own).row(found) == [5, 11, 12, 21, 22, 1])
  }

  @Test func `a row has room for quantities of its names that are no larger`() {
    let row = Self.common.map { RowField(name: $0.name, sizes: $0.dimensions.map(\.size)) }
    #expect(row.hasRoom(for: Self.small) && row.hasRoom(for: Self.large))
    #expect(!row.hasRoom(for: [quantity("spectrum", [3, 3])]))
    #expect(!row.hasRoom(for: [quantity("spectrum", [3])]) && !row.hasRoom(for: [quantity("new")]))
  }

  @Test func `the payload arrives as it was sent`() throws {
    let payload = SweepPayload(
      sweep: "task: copy", row: [RowField(name: "spectrum", sizes: [3, 2])],
      snapshots: SnapshotFolder(path: "/shared/a.h5.snapshots"), snapshotSeconds: 5,
      isResumed: true, trialSeconds: 60, nets: "/shared/nets.h5")
    #expect(try SweepPayload(bytes: payload.bytes) == payload)
  }
}
