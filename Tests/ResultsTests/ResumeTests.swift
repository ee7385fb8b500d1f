import FileOwnership
import Foundation
import Platform
import Records
import Results
import ResultsSupport
import SweepFiles
import TestSupport
import Testing

@Test func `a resumed file keeps what it has and takes more`() throws {
  try withTemporaryDirectory { folder in
    let path = folder + "/a.h5"
    let layout = ResultsLayout.example(trials: 3)
    var first = try ResultsWriter.create(path, layout)
    try first.record(trial: 0, checkpoint: 0, step: 5, values: [1, 2, 3, 4, 5])
    try first.setStatus(TrialRecord(0, .complete))
    try first.setStatus(TrialRecord(2, .failed, reason: "no luck"))
    try first.close()
    var second = try ResultsWriter.resume(path, layout)
    #expect(second.statuses == [.complete, .pending, .failed])
    try second.record(trial: 1, checkpoint: 0, step: 5, values: [6, 7, 8, 9, 10])
    try second.setStatus(TrialRecord(1, .failed, reason: "nor here"))
    try second.close()
    let reader = try ResultsReader(path)
    #expect(try reader.values(of: "gradient_norm", trials: 0..<2) == [5, 10])
    #expect(try reader.failures() == [1: "nor here", 2: "no luck"])
  }
}

/// The first program did not know the spectrum, whose dimension no other observable has.
@Test(arguments: [3, 4])
func `a file of a program that recorded less is gone on with, and what it knew stays in place`(
  trials: Int
) throws {
  try withTemporaryDirectory { folder in
    let path = folder + "/a.h5"
    var earlier = ResultsLayout.example(trials: 3)
    earlier.quantities.remove(at: 1)
    var first = try ResultsWriter.create(path, earlier)
    try first.record(trial: 0, checkpoint: 0, step: 5, values: [1, 5])
    try first.setStatus(TrialRecord(0, .complete))
    try first.close()
    let layout = ResultsLayout.example(trials: trials)
    if trials > 3 { try ResultsWriter.extend(path, layout, places: [0, 1, 2]) }
    var second = try ResultsWriter.resume(path, layout)
    try second.record(trial: 1, checkpoint: 0, step: 5, values: [6, 7, 8, 9, 10])
    try second.close()
    let reader = try ResultsReader(path)
    #expect(try reader.values(of: "train_loss", trials: 0..<2) == [1, 6])
    #expect(try reader.values(of: "gradient_norm", trials: 0..<2) == [5, 10])
    #expect(try reader.statuses()[0] == .complete)
    // A file with room for more trials is made anew, with all variables.
    #expect(reader.variableNames.contains("lyapunov_spectrum") == (trials > 3))
    if trials > 3 {
      let spectra = try reader.values(of: "lyapunov_spectrum", trials: 0..<2)
      #expect(spectra.prefix(3).allSatisfy { $0.isNaN } && Array(spectra.suffix(3)) == [7, 8, 9])
    }
  }
}

@Test func `a changed sweep is refused, with both texts`() throws {
  try withTemporaryDirectory { folder in
    let path = folder + "/a.h5"
    let layout = ResultsLayout.example(trials: 3)
    try ResultsWriter.create(path, layout).close()
    var changed = layout
    changed.sweep += "replicates: 2\n"
    let expected = ResultsError.sweepChanged(
      path: path, recorded: layout.sweep, given: changed.sweep)
    #expect(throws: expected) { try ResultsWriter.resume(path, changed).close() }
    #expect(throws: ResultsError.missing(path: path + "x")) {
      try ResultsWriter.resume(path + "x", layout).close()
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.h5"])
  }
}

/// Its writer was killed when it had named the new file, and before it took the file's former name away; or such a folder was
/// copied.
@Test(arguments: [1, 2], [false, true])
func `a file under both its names is gone on with under the one that it was to have`(
  trials: Int, isCopied: Bool
) throws {
  try withTemporaryDirectory { folder in
    let path = folder + "/a.h5"
    try ResultsWriter.create(path, .example(trials: 1)).close()
    if isCopied {
      try FileManager.default.copyItem(atPath: path, toPath: path + ".partial")
    } else {
      #expect(link(path, path + ".partial") == 0)
    }
    if trials > 1 { try ResultsWriter.extend(path, .example(trials: trials), places: [0]) }
    try ResultsWriter.resume(path, .example(trials: trials)).close()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.h5"])
    #expect(try ResultsReader(path).trialCount == trials)
  }
}

/// Among more points of a design there may be a larger net.
@Test func `a larger sweep with longer spectra keeps those that there are as their beginnings`()
  throws
{
  try withTemporaryDirectory { folder in
    let path = folder + "/a.h5"
    var writer = try ResultsWriter.create(path, .example(trials: 1))
    try writer.record(trial: 0, checkpoint: 0, step: 5, values: [1, 2, 3, 4, 5])
    try writer.setStatus(TrialRecord(0, .complete))
    try writer.close()
    var larger = ResultsLayout.example(trials: 2)
    larger.quantities[1] = Quantity(
      "lyapunov_spectrum", dimensions: [.init("exponent", size: 4)], units: "nat step-1",
      longName: "Lyapunov exponents, largest first", references: "Benettin et al. 1980")
    try ResultsWriter.extend(path, larger, places: [0])
    let reader = try ResultsReader(path)
    #expect(try reader.values(of: "gradient_norm", trials: 0..<1) == [5])
    let spectrum = try reader.values(of: "lyapunov_spectrum", trials: 0..<1)
    #expect(Array(spectrum.prefix(3)) == [2, 3, 4] && spectrum.count == 4 && spectrum[3].isNaN)
    #expect(try reader.statuses() == [.complete, .pending])
  }
}

/// The first and the last of three trials become the fourth and the second of five.
@Test
func `trials of a larger sweep keep their rows under other numbers, and failures their reasons`()
  throws
{
  try withTemporaryDirectory { folder in
    let path = folder + "/a.h5"
    let layout = ResultsLayout.example(trials: 3, checkpoints: 2)
    var writer = try ResultsWriter.create(path, layout)
    for trial in [0, 2] {
      for checkpoint in 0..<2 {
        try writer.record(
          trial: TrialID(trial), checkpoint: checkpoint, step: 10 * trial + checkpoint,
          values: layout.exampleRow(trial: trial, checkpoint: checkpoint))
      }
    }
    try writer.setStatus(TrialRecord(0, .complete, attempts: 3, values: [7]))
    try writer.setStatus(TrialRecord(2, .failed, reason: "no luck"))
    try writer.close()
    let larger = ResultsLayout.example(trials: 5, checkpoints: 3).turned([3, 0, 1])
    var isWhole = false
    try ResultsWriter.extend(path, larger, places: [3, 0, 1]) { isWhole = true }
    #expect(isWhole)
    let reader = try ResultsReader(path)
    #expect(try reader.statuses() == [.pending, .failed, .pending, .complete, .pending])
    #expect(try reader.failures() == [1: "no luck"])
    #expect(try reader.integers(of: "attempts") == [0, 0, 0, 3, 0])
    #expect(
      try reader.integers(of: "step")
        == [-1, -1, -1, 20, 21, -1, -1, -1, -1, 0, 1, -1, -1, -1, -1])
    for (trial, place) in [(0, 3), (2, 1)] {
      let losses = try reader.values(of: "train_loss", trials: place..<place + 1)
      #expect(losses.prefix(2) == [Double(trial), Double(trial) + 0.001] && losses[2].isNaN)
    }
    #expect(try reader.values(of: "flops").values[3] == 7)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.h5"])
  }
}

@Test func `a larger sweep that says other seeds or labels leaves the file as it is`() throws {
  try withTemporaryDirectory { folder in
    let path = folder + "/a.h5"
    var layout = ResultsLayout.example(trials: 2)
    func changed(_ labels: [String]) -> Quantity {
      Quantity("changed", dimensions: [.init("change", labels: labels)], longName: "changed")
    }
    layout.quantities.append(changed(["lag 9", "lag 11"]))
    try ResultsWriter.create(path, layout).close()
    let before = try #require(FileManager.default.contents(atPath: path))
    var larger = ResultsLayout.example(trials: 3)
    larger.quantities.append(changed(["lag 9", "lag 10", "lag 11"]))
    #expect(
      throws: ResultsError.damaged(
        path: path,
        reason: "its labels of change are lag 9, lag 11, not the first of lag 9, lag 10, lag 11")
    ) { try ResultsWriter.extend(path, larger, places: [0, 1]) }
    #expect(
      throws: ResultsError.damaged(path: path, reason: "its seeds are not those of its sweep")
    ) { try ResultsWriter.extend(path, larger, places: [1, 2]) }
    #expect(FileManager.default.contents(atPath: path) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.h5"])
  }
}

@Test(arguments: 0..<8)
func `a writer killed at any moment leaves all acknowledged rows`(_ round: Int) throws {
  try withTemporaryDirectory { folder in
    let path = folder + "/a.h5"
    // From before the first flush to some hundred flushes later.
    let acknowledged = try killWriter(
      of: path, trials: 4000, perFlush: 1 + 6 * round, after: round * 23)
    guard FileManager.default.fileExists(atPath: path) else {
      #expect(acknowledged == 0)
      return
    }
    try expectRows(path, trials: 4000, atLeast: acknowledged)
    let layout = ResultsLayout.example(trials: 4000, checkpoints: 2)
    try ResultsWriter.resume(path, layout).close()
    try expectRows(path, trials: 4000, atLeast: acknowledged)
    let dump = try run("/usr/bin/ncdump", ["-v", "status", path])
    #expect(dump.status == 0, "\(dump.errors)")
  }
}

@Test func `a sweep killed again and again ends with the file of a calm one`() throws {
  try withTemporaryDirectory { folder in
    let (killed, calm) = (folder + "/killed.h5", folder + "/calm.h5")
    for round in 0..<6 {
      _ = try killWriter(of: killed, trials: 3000, perFlush: 3, after: 5 + 7 * round)
    }
    let writer = productsDirectory.appendingPathComponent("ResultsCrashWriter").path
    for path in [killed, calm] {
      let outcome = try run(writer, [path, "3000", "100"])
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    #expect(try compare(killed, calm) == [])
  }
}

extension ResultsLayout {
  /// The layout with the first trials at other places, which must hold all of them.
  fileprivate func turned(_ places: [Int]) -> ResultsLayout {
    var turned = self
    for (trial, place) in places.enumerated() { turned.seeds[place] = seeds[trial] }
    return turned
  }
}

/// Kills a program that writes `path`, some time after its first acknowledgement.
///
/// - Returns: Trials that it had said to be acknowledged.
private func killWriter(
  of path: String, trials: Int, perFlush: Int, after milliseconds: Int
) throws -> Int {
  let process = Process()
  process.executableURL = productsDirectory.appendingPathComponent("ResultsCrashWriter")
  process.arguments = [path, "\(trials)", "\(perFlush)"]
  let log = path + ".log"
  try Data().write(to: URL(fileURLWithPath: log))
  process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
  try process.run()
  let deadline = Date(timeIntervalSinceNow: 10)
  while milliseconds > 0, Date() < deadline, try Data(contentsOf: URL(fileURLWithPath: log)).isEmpty
  {
    usleep(200)
  }
  usleep(UInt32(milliseconds) * 1000)
  kill(process.processIdentifier, SIGKILL)
  process.waitUntilExit()
  let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
  return lines.last.flatMap { Int($0) } ?? 0
}

/// Checks that the file has the rows of the first trials that were written, and of all that it
/// calls complete.
private func expectRows(_ path: String, trials: Int, atLeast acknowledged: Int) throws {
  let layout = ResultsLayout.example(trials: trials, checkpoints: 2)
  let reader = try ResultsReader(path)
  let statuses = try reader.statuses()
  let losses = try reader.values(of: "train_loss").values
  let norms = try reader.values(of: "gradient_norm").values
  for position in 0..<acknowledged {
    #expect(statuses[position * 7919 % trials] == .complete)
  }
  for trial in 0..<trials where statuses[trial] == .complete {
    for checkpoint in 0..<2 {
      let row = layout.exampleRow(trial: trial, checkpoint: checkpoint)
      #expect(losses[2 * trial + checkpoint] == row[0])
      #expect(norms[2 * trial + checkpoint] == row[4])
    }
  }
}
