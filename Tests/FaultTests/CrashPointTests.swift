import TestSupport
import Testing

/// Every write to the results file and to snapshots, tried as the point of death, over a sweep of a hundred tiny trials.
@Suite(.serialized) struct CrashPointTests {
  /// All points, or as many as the other tests' time allows.
  @Test(arguments: [true, false])
  func `what is on the disk before any of a run's writes holds all that was acknowledged`(
    isTorn: Bool
  ) throws {
    try CrashScene.withScene { scene in
      var chance = SeededSource(seed: 3)
      let (count, tally) = try scene.lookAtAll(isTorn: isTorn) { _ in
        allTestsAreWanted || Int.random(in: 0..<(isTorn ? 30 : 500), using: &chance) == 0
      }
      print("crash points\(isTorn ? ", torn" : ""): \(count) operations, \(tally)")
      try expectEnough(count, isTorn: isTorn)
      #expect(tally.tried > 0 && (tally.tried == count || !allTestsAreWanted))
    }
  }

  /// A sample of them with real deaths.
  @Test(arguments: [true, false])
  func `a run that dies at any of its writes has lost nothing acknowledged and is gone on with`(
    isTorn: Bool
  ) throws {
    try CrashScene.withScene { scene in
      let count = try scene.countOperations(isTorn: isTorn)
      try expectEnough(count, isTorn: isTorn)
      var tally = CrashScene.Tally()
      for operation in points(of: count, seed: isTorn ? 2 : 1) {
        try scene.strike(CrashPoint(operation: operation, isTorn: isTorn), &tally)
      }
      print("deaths at writes\(isTorn ? ", torn" : ""): \(count) operations, \(tally)")
      #expect(tally.deaths * 10 >= tally.tried * 9)
    }
  }

  /// A hundred trials of two rows, a status when each begins and one when it ends; writes across pages are rarer.
  private func expectEnough(_ count: Int, isTorn: Bool) throws {
    try #require(count > (isTorn ? 100 : 2000), "\(count)")
  }

  /// The first, the last and some between.
  private func points(of count: Int, seed: UInt64) -> [Int] {
    var source = SeededSource(seed: seed)
    let number = allTestsAreWanted ? 40 : 3
    let between = (0..<2 * number).map { _ in Int.random(in: 1...count, using: &source) }
    let creation = (0..<number).map { _ in Int.random(in: 1...60, using: &source) }
    let end = (0..<number).map { _ in Int.random(in: count - 40...count, using: &source) }
    return Set(between + creation + end + [1, count - 1, count]).sorted()
  }
}
