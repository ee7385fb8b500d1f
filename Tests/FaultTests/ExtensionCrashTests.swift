import Foundation
import Records
import Results
import TestSupport
import Testing

/// The writes of a run that makes its file that of a larger sweep, tried as the point of death.
@Suite(.serialized) struct ExtensionCrashTests {
  /// Two of the sample's trials, which are numbers 3 and 1 of it.
  private static let smaller = Sample.text.replacing("{grid: [4, 6, 8]}", with: "{grid: [6, 4]}")
    .replacing("{grid: [1e-3, 1e-2]}", with: "{grid: [1e-2]}")

  @Test(arguments: [true, false])
  func `a run killed while it extends its file leaves the smaller one or the larger one whole`(
    isTorn: Bool
  ) throws {
    try Sample.withCalmRun(inMemory: true) { folder in
      let library = try Shim.build("crash-point", in: folder)
      try leave(folder)
      let point = CrashPoint(isTorn: isTorn)
      #expect(try extend(folder, library, point) == 0)
      try Sample.check(folder)
      let count = CrashPoint.count(in: "\(folder)/count")
      try #require(count > (isTorn ? 0 : 50), "\(count)")
      var source = SeededSource(seed: isTorn ? 4 : 5)
      let number = allTestsAreWanted ? 60 : 6
      let operations = (0..<number).map { _ in Int.random(in: 1...count, using: &source) }
      var deaths = 0
      for operation in Set(operations + [1, count]).sorted() {
        let point = CrashPoint(operation: operation, isTorn: isTorn)
        let status = try extend(folder, library, point)
        #expect(status == -SIGKILL || status == 0, "\(point)")
        deaths += status == -SIGKILL ? 1 : 0
        try expectWhole(folder, "\(point)")
      }
      #expect(deaths > 0)
    }
  }

  /// Leaves a file of the smaller sweep in `folder/kept`: one trial complete, the other one under way with a snapshot.
  private func leave(_ folder: String) throws {
    try Self.smaller.write(
      toFile: "\(folder)/smaller.yaml", atomically: true, encoding: .utf8)
    let job = try Job(
      [
        "run", "\(folder)/smaller.yaml", "-o", "\(folder)/a.h5", "-q", "--workers", "0",
        "--snapshot-every", "0.001",
      ], fault: "slow;kill:trial=1,step=9")
    try #require(job.end() == -SIGKILL, "\(job.errors)")
    let files = FileManager.default
    try files.createDirectory(atPath: "\(folder)/kept", withIntermediateDirectories: false)
    for name in ["a.h5", "a.h5.snapshots"] {
      try files.moveItem(atPath: "\(folder)/\(name)", toPath: "\(folder)/kept/\(name)")
    }
  }

  /// Runs the whole sweep on a copy of what was kept.
  ///
  /// - Returns: Its status.
  private func extend(_ folder: String, _ library: String, _ point: CrashPoint) throws -> Int32? {
    let files = FileManager.default
    for name in try files.contentsOfDirectory(atPath: folder)
    where name.hasPrefix("a.h5") || name == "count" {
      try files.removeItem(atPath: "\(folder)/\(name)")
    }
    for name in ["a.h5", "a.h5.snapshots"] {
      try files.copyItem(atPath: "\(folder)/kept/\(name)", toPath: "\(folder)/\(name)")
    }
    let job = try Job(
      Sample.run(folder, "a", "--workers", "0", "--resume"),
      variables: point.variables(
        library, file: "\(folder)/a.h5", counter: "\(folder)/count"))
    return job.end()
  }

  /// The file that a run left has the complete trial, and is gone on with to the calm run's results.
  private func expectWhole(_ folder: String, _ point: String) throws {
    do {
      let statuses = try ResultsReader("\(folder)/a.h5").statuses()
      #expect([2, Sample.trials].contains(statuses.count), "\(point)")
      #expect(statuses[statuses.count == 2 ? 0 : 3] == .complete, "\(point)")
    }
    let job = try Job(Sample.run(folder, "a", "--workers", "0", "--resume"))
    #expect(job.end() == 0, "\(point): \(job.errors)")
    try Sample.check(folder, "a", point)
    #expect(try ResultsReader("\(folder)/a.h5").integers(of: "attempts")[3] == 1, "\(point)")
  }
}
