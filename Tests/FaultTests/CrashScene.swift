import Foundation
import Results
import TestSupport
import Testing

/// A sweep of a hundred tiny trials, of which every write can be the point of death, and what is left of it then.
struct CrashScene {
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
  private let resumption: RepeatedJob

  private var file: String { "\(folder)/a.h5" }
  private var log: String { "\(folder)/log" }
  /// Where the run is whose files are looked at while it stands.
  private var workshop: String { "\(folder)/workshop" }

  struct Tally {
    var tried = 0
    /// Runs that came to the point of their death; the number of operations is not quite the same each time.
    var deaths = 0
    var withoutFile = 0
    /// Rows and complete trials that had been acknowledged.
    var rows = 0
    var complete = 0
  }

  static func withScene(_ body: (CrashScene) throws -> Void) throws {
    try Sample.withCalmRun(text, inMemory: true) { try body(CrashScene($0)) }
  }

  private init(_ folder: String) throws {
    self.folder = folder
    calm = try CalmRows("\(folder)/calm.h5")
    library = try Shim.build("crash-point", in: folder)
    resumption = try RepeatedJob(Sample.run(folder, "a", "--workers", "0", "--resume"), in: folder)
    try FileManager.default.createDirectory(
      atPath: "\(folder)/workshop", withIntermediateDirectories: true)
  }

  private func start(_ point: CrashPoint, in place: String) throws -> Job {
    var variables = point.variables(library, file: "\(place)/a.h5", counter: "\(place)/count")
    variables["DYNSWEEP_ACKNOWLEDGED"] = "\(place)/log"
    let arguments = ["run", "\(folder)/sweep.yaml", "-o", "\(place)/a.h5", "-q"]
    return try Job(arguments + Self.cadence, variables: variables)
  }

  /// The number of operations of a run that nothing happens to.
  func countOperations(isTorn: Bool) throws -> Int {
    let job = try start(CrashPoint(isTorn: isTorn), in: folder)
    try #require(job.end() == 0, "\(job.errors)")
    try expectAll(in: folder)
    defer { clear() }
    return CrashPoint.count(in: "\(folder)/count")
  }

  /// A run has acknowledged all, and has it in its file.
  private func expectAll(in place: String) throws {
    let acknowledged = Acknowledged("\(place)/log")
    #expect(acknowledged.rows.count == 200 && acknowledged.complete.count == 100)
    #expect(try acknowledged.missing(in: "\(place)/a.h5", calm: calm) == [])
  }

  private func clear() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.hasPrefix("a.h5") || ["log", "count"].contains(name) {
      try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
  }

  /// Kills a run at `point`, and goes on with it.
  func strike(_ point: CrashPoint, _ tally: inout Tally) throws {
    let job = try start(point, in: folder)
    let status = job.end()
    #expect(status == -SIGKILL || status == 0, "\(point): \(job.errors)")
    tally.deaths += status == -SIGKILL ? 1 : 0
    try restore("\(point)", &tally)
  }

  /// Stops a run at each of its operations, and goes on with a copy of what there is then: what a death at that point
  /// would leave, since the system keeps what it was told, and no more.
  ///
  /// - Parameter isWanted: Whether a point is to be tried.
  /// - Returns: The number of operations, and what came of those that were wanted.
  func lookAtAll(
    isTorn: Bool, isWanted: (_ operation: Int) -> Bool
  ) throws -> (count: Int, tally: Tally) {
    let job = try start(CrashPoint(isTorn: isTorn, isStopping: true), in: workshop)
    // It would stand for ever.
    defer { if job.isRunning { job.killAll() } }
    var tally = Tally()
    var operation = 0
    while job.waitUntilStopped() {
      operation += 1
      if isWanted(operation) {
        try copyWorkshop()
        try restore("operation \(operation)\(isTorn ? ", torn" : "")", &tally)
      }
      if operation % 500 == 0 { print("crash points: \(operation) operations, \(tally)") }
      job.restore()
    }
    #expect(job.end() == 0, "\(job.errors)")
    try expectAll(in: workshop)
    return (operation, tally)
  }

  private func copyWorkshop() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: workshop)
    for name in names where name != "count" {
      try FileManager.default.copyItem(atPath: "\(workshop)/\(name)", toPath: "\(folder)/\(name)")
    }
  }

  /// Nothing acknowledged is missing from what is left, which `run --resume` goes on with to the calm run's results.
  private func restore(_ point: String, _ tally: inout Tally) throws {
    defer { clear() }
    let acknowledged = Acknowledged(log)
    tally.tried += 1
    tally.rows += acknowledged.rows.count
    tally.complete += acknowledged.complete.count
    tally.withoutFile += FileManager.default.fileExists(atPath: file) ? 0 : 1
    #expect(try acknowledged.missing(in: file, calm: calm) == [], "\(point)")
    let end = try resumption.run()
    #expect(end.status == 0, "\(point): \(end.errors)")
    try Sample.check(folder, "a", point)
    let attempts = try ResultsReader(file).values(of: "attempts").values
    for trial in acknowledged.complete {
      #expect(attempts[trial] == 1, "\(point): trial \(trial) was run again")
    }
  }
}
