import Foundation
import Results
import Sweep
import TestSupport
import Testing

/// Every write to the results file and to snapshots, tried as the point of death, over a sweep of a hundred tiny trials.
@Suite(.serialized) struct CrashPointTests {
  private static let text = """
    name: tiny
    seed: 5
    task: {name: lag-echo, batch: 2, length: 4, lag: 2, validation_samples: 2}
    model: {width: {grid: [2, 3]}}
    training: {learning_rate: {linear: [1e-3, 1e-2, 50]}, steps: 1, checkpoints: {count: 2}}
    observe: {spectral_radius: {}}

    """

  /// Written as often as can be: every row and every status at once, a snapshot at every look.
  private static let cadence = ["--workers", "0", "--flush-every", "0", "--snapshot-every", "1e-9"]

  private let folder: String
  private let calm: CalmRows
  private let library: String

  private var file: String { "\(folder)/a.h5" }
  private var log: String { "\(folder)/log" }
  private var counter: String { "\(folder)/count" }

  @Test(arguments: [true, false])
  static func
    `a run that dies at any of its writes has lost nothing acknowledged and is gone on with`(
      isTorn: Bool
    ) throws
  {
    try Sample.withCalmRun(text, inMemory: true) { folder in
      let test = try Self(folder)
      let count = try test.countOperations(isTorn: isTorn)
      // A hundred trials of two rows, a status when each begins and one when it ends; writes across pages are rarer.
      #expect(count > (isTorn ? 100 : 2000), "\(count)")
      var tally = Tally()
      for operation in points(of: count, seed: isTorn ? 2 : 1) {
        try test.strike(CrashPoint(operation: operation, isTorn: isTorn), &tally)
        if tally.tried % 100 == 0 { print("crash points: \(tally) of \(count)") }
      }
      print("crash points\(isTorn ? ", torn" : ""): \(count) operations, \(tally)")
      #expect(tally.deaths * 10 >= tally.tried * 9)
    }
  }

  /// All of them where the long tests are wanted, in an order of which every beginning is a fair sample; else the first,
  /// the last and some between.
  private static func points(of count: Int, seed: UInt64) -> [Int] {
    var source = SeededSource(seed: seed)
    if allTestsAreWanted { return (1...count).shuffled(using: &source) }
    let between = (0..<6).map { _ in Int.random(in: 1...count, using: &source) }
    let creation = (0..<3).map { _ in Int.random(in: 1...60, using: &source) }
    let end = (0..<3).map { _ in Int.random(in: count - 40...count, using: &source) }
    return Set(between + creation + end + [1, count - 1, count]).sorted()
  }

  private struct Tally {
    var tried = 0
    /// Runs that came to the point; the number of operations is not quite the same each time.
    var deaths = 0
    var withoutFile = 0
    var rows = 0
    var complete = 0
  }

  private init(_ folder: String) throws {
    self.folder = folder
    calm = try CalmRows("\(folder)/calm.h5")
    library = try Shim.build("crash-point", in: folder)
  }

  private func run(_ point: CrashPoint) throws -> (status: Int32?, errors: String) {
    for path in [log, counter] { try? FileManager.default.removeItem(atPath: path) }
    var variables = point.variables(library, file: file, counter: counter)
    variables["DYNSWEEP_ACKNOWLEDGED"] = log
    let arguments = ["run", "\(folder)/sweep.yaml", "-o", file, "-q"] + Self.cadence
    let job = try Job(arguments, variables: variables)
    return (job.end(), job.errors)
  }

  private func countOperations(isTorn: Bool) throws -> Int {
    let calmly = try run(CrashPoint(isTorn: isTorn))
    try #require(calmly.status == 0, "\(calmly.errors)")
    let acknowledged = Acknowledged(log)
    #expect(acknowledged.rows.count == 200 && acknowledged.complete.count == 100)
    #expect(try acknowledged.missing(in: file, calm: calm) == [])
    try FileManager.default.removeItem(atPath: file)
    return CrashPoint.count(in: counter)
  }

  private func strike(_ point: CrashPoint, _ tally: inout Tally) throws {
    let end = try run(point)
    #expect(end.status == -SIGKILL || end.status == 0, "\(point): \(end.errors)")
    tally.tried += 1
    tally.deaths += end.status == -SIGKILL ? 1 : 0
    let acknowledged = Acknowledged(log)
    tally.rows += acknowledged.rows.count
    tally.complete += acknowledged.complete.count
    tally.withoutFile += FileManager.default.fileExists(atPath: file) ? 0 : 1
    let missing = try acknowledged.missing(in: file, calm: calm)
    #expect(missing == [], "\(point)")
    let again = try Job(
      ["run", "\(folder)/sweep.yaml", "-o", file, "-q", "--workers", "0", "--resume"])
    #expect(again.end() == 0, "\(point): \(again.errors)")
    try Sample.check(folder, "a", "\(point)")
    let attempts = try ResultsReader(file).values(of: "attempts").values
    for trial in acknowledged.complete {
      #expect(attempts[trial] == 1, "\(point): trial \(trial) was run again")
    }
    try FileManager.default.removeItem(atPath: file)
  }
}
