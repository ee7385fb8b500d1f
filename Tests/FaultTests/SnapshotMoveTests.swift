import Experiment
import Foundation
import Platform
import Results
import Scheduling
import Snapshots
import TestSupport
import Testing

@testable import Records

/// Snapshots of trials that get other numbers, since their sweep becomes a larger one.
@Suite struct SnapshotMoveTests {
  private func snapshot(_ trial: TrialID, sweep: String = "ab12") -> TrialSnapshot {
    TrialSnapshot(
      TrialSnapshot.Identity(sweepSHA256: sweep, trial: trial, seed: 9, precision: "float32"),
      SavedTrial(step: trial.number, nextCheckpoint: 0, parameters: [1, 2], optimizerState: []),
      row: nil, records: [], seconds: 1)
  }

  /// A folder with snapshots of the trials 0, 2 and 3, the last of which is another sweep's, with a program's folder of
  /// trial 2 and with a history of losses; their numbers become 2, 0 and 5.
  private func withFolder(_ body: (SnapshotFolder) throws -> Void) throws {
    try withTemporaryDirectory { place in
      let folder = SnapshotFolder(beside: "\(place)/a.h5")
      try folder.prepare(sweepSHA256: "ab12", keeping: false)
      try folder.save(snapshot(0))
      try folder.save(snapshot(2))
      try folder.save(snapshot(3, sweep: "ab11"))
      let program = folder.programFolder(of: 2)
      try FileManager.default.createDirectory(
        atPath: program, withIntermediateDirectories: true)
      try "state".write(toFile: program + "/state", atomically: false, encoding: .utf8)
      try folder.saveFailureHistory(
        FailureHistory(charged: [0: 1], shared: [2: 4], suspected: [[0, 2]]))
      folder.announceMoves(from: "ab12", to: "ab13", places: [2, 1, 0, 5])
      try body(folder)
    }
  }

  private func expectMoved(_ folder: SnapshotFolder) throws {
    #expect(Set(folder.trials) == [0, 2])
    for (trial, place) in [(TrialID(0), TrialID(2)), (2, 0)] {
      let found = try folder.snapshot(of: snapshot(place, sweep: "ab13").identity)
      #expect(found?.state.step == trial.number)
    }
    let program = folder.programFolder(of: 0)
    #expect(try String(contentsOfFile: program + "/state", encoding: .utf8) == "state")
    #expect(!FileManager.default.fileExists(atPath: folder.programFolder(of: 2)))
    #expect(
      folder.failureHistory
        == FailureHistory(charged: [2: 1], shared: [0: 4], suspected: [[2, 0]]))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(names) == ["sweep", "losses.json", "trial-0", "trial-2", "program-0"])
  }

  @Test func `snapshots follow their trials`() throws {
    try withFolder { folder in
      try folder.prepare(sweepSHA256: "ab13", keeping: true)
      try expectMoved(folder)
      try folder.prepare(sweepSHA256: "ab13", keeping: true)
      try expectMoved(folder)
    }
  }

  @Test func `where the larger sweep's file was not made, all stays`() throws {
    try withFolder { folder in
      try folder.prepare(sweepSHA256: "ab12", keeping: true)
      #expect(try folder.snapshot(of: snapshot(0).identity) == snapshot(0))
      #expect(try folder.snapshot(of: snapshot(2).identity) == snapshot(2))
      #expect(folder.failureHistory.charged == [0: 1])
      // The note is gone: what is made later for that sweep is not of these trials.
      try folder.prepare(sweepSHA256: "ab13", keeping: true)
      #expect(try folder.snapshot(of: snapshot(2).identity) == snapshot(2))
    }
  }

  @Test func `a process killed while it moves them is no loss`() throws {
    try withFolder { folder in
      // As if killed when the first one was set aside, but not yet removed.
      try FileManager.default.copyItem(
        atPath: folder.path + "/trial-0", toPath: folder.path + "/moved-trial-2")
      try folder.prepare(sweepSHA256: "ab13", keeping: true)
      try expectMoved(folder)
      // As if killed when one of two had its last name: the other one still has the prefix, and the note says so.
      let (one, aside) = (folder.path + "/trial-0", folder.path + "/moved-trial-0")
      try FileManager.default.moveItem(atPath: one, toPath: aside)
      try #"{"earlier":"ab12","later":"ab13"}"#.write(
        toFile: folder.path + "/moves.json", atomically: false, encoding: .utf8)
      try folder.prepare(sweepSHA256: "ab13", keeping: true)
      try expectMoved(folder)
    }
  }

  @Test
  func `nothing is announced in the folder of another sweep, and all of it goes with the folder`()
    throws
  {
    try withFolder { folder in
      folder.announceMoves(from: "ab19", to: "ab20", places: [0])
      try FileManager.default.moveItem(
        atPath: folder.path + "/trial-0", toPath: folder.path + "/moved-trial-0")
      folder.remove()
      #expect(!FileManager.default.fileExists(atPath: folder.path))
    }
  }

  /// The one trial of a run is killed, its snapshot is marked, and its sweep becomes one of six trials, whose widest net
  /// has more exponents.
  @Test func `an unfinished trial goes on from its snapshot in the larger sweep`() throws {
    try Sample.withCalmRun { folder in
      let smaller = Sample.text.replacing("{grid: [4, 6, 8]}", with: "{grid: [6]}")
        .replacing("{grid: [1e-3, 1e-2]}", with: "{grid: [1e-2]}")
      func write(_ text: String) throws {
        try text.write(toFile: "\(folder)/sweep.yaml", atomically: true, encoding: .utf8)
      }
      try write(smaller)
      let run = Sample.run(folder, "a", "--workers", "0", "--resume", "--snapshot-every", "0.001")
      let killed = try Job(run, fault: "slow;kill:trial=0,step=9")
      #expect(killed.end() == -SIGKILL, "\(killed.errors)")
      let place = SnapshotFolder(beside: "\(folder)/a.h5")
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(place.path)/trial-0")))
      let found = try TrialSnapshot(bytes: bytes)
      let row = try #require(found.row)
      let loss = try #require(row.firstIndex { $0.name == "train_loss" })
      var records = found.records
      var values = records[0].values
      values[row[..<loss].reduce(0) { $0 + $1.count }] = 1234.5
      records[0] = CheckpointRecord(checkpoint: 0, step: records[0].step, values: values)
      try place.save(
        TrialSnapshot(
          found.identity, found.state, row: row, records: records, seconds: found.seconds))
      try write(Sample.text)
      let again = try Job(Sample.run(folder, "a", "--workers", "0", "--resume"))
      #expect(again.end() == 0, "\(again.errors)")
      let reader = try ResultsReader("\(folder)/a.h5")
      #expect(try reader.values(of: "train_loss", trials: 3..<4)[0] == 1234.5)
      let differences = try compare("\(folder)/calm.h5", "\(folder)/a.h5")
      #expect(differences.map(\.variable) == ["train_loss"], "\(differences)")
      #expect(differences.first?.finding.hasSuffix("against 1234.5 at [3, 0]") == true)
    }
  }
}
