import Experiment
import Foundation
@testable import Records
import Results
import Snapshots
import TestSupport
import Testing

private let identity = TrialSnapshot.Identity(
  sweepSHA256: "ab12", trial: 7, seed: .max, precision: "float32")

private func snapshot(step: Int = 3, memory: [UInt8] = []) -> TrialSnapshot {
  TrialSnapshot(
    identity,
    SavedTrial(
      step: step, nextCheckpoint: 2, parameters: (0..<99).map { UInt8($0) },
      optimizerState: [1, 2, 3], memory: memory),
    row: [RowField(name: "loss", sizes: []), RowField(name: "spectrum", sizes: [2])],
    records: (0..<2).map {
      CheckpointRecord(checkpoint: $0, step: $0, values: [Double($0), -0.0, .infinity])
    }, seconds: 1.5)
}

@Suite struct SnapshotTests {
  private func withFolder(_ body: (SnapshotFolder) throws -> Void) throws {
    try withTemporaryDirectory { place in
      let folder = SnapshotFolder(beside: "\(place)/a.h5")
      try folder.prepare(sweepSHA256: "ab12", keeping: false)
      try body(folder)
    }
  }

  @Test func `what is saved is what is found`() throws {
    try withFolder { folder in
      #expect(try folder.snapshot(of: identity) == nil)
      try folder.save(snapshot())
      #expect(try folder.snapshot(of: identity) == snapshot())
      try folder.save(snapshot(step: 4))
      #expect(try folder.snapshot(of: identity) == snapshot(step: 4))
      #expect(folder.trials == [7])
      folder.remove(trial: 7)
      #expect(try folder.snapshot(of: identity) == nil)
    }
  }

  @Test func `a program's folder goes with its trial, whatever is in it`() throws {
    try withFolder { folder in
      let files = FileManager.default
      let elsewhere = folder.path + "-elsewhere"
      try files.createDirectory(atPath: elsewhere, withIntermediateDirectories: false)
      for trial in [TrialID(7), 8] {
        let place = folder.programFolder(of: trial)
        try files.createDirectory(atPath: place + "/deep", withIntermediateDirectories: true)
        try files.createSymbolicLink(
          atPath: place + "/deep/link", withDestinationPath: elsewhere)
      }
      try folder.save(snapshot())
      #expect(Set(folder.trials) == [7, 8] && folder.trials.count == 2 && !folder.isUseless)
      folder.remove(trial: 7)
      #expect(folder.trials == [8])
      try folder.prepare(sweepSHA256: "ab12", keeping: true)
      #expect(folder.trials == [8])
      try folder.prepare(sweepSHA256: "ab12", keeping: false)
      #expect(folder.trials == [] && folder.isUseless)
      #expect(files.fileExists(atPath: elsewhere))
      // What is only called so stays.
      try files.createSymbolicLink(
        atPath: folder.programFolder(of: 9), withDestinationPath: elsewhere)
      folder.remove(trial: 9)
      #expect(files.fileExists(atPath: folder.programFolder(of: 9)))
    }
  }

  @Test(arguments: [[], [4, 0, 255]])
  func `a snapshot cut short or altered anywhere is told`(_ memory: [UInt8]) throws {
    let bytes = snapshot(memory: memory).bytes
    #expect(try TrialSnapshot(bytes: bytes) == snapshot(memory: memory))
    for count in bytes.indices {
      #expect(throws: SnapshotError.self) { try TrialSnapshot(bytes: Array(bytes[..<count])) }
    }
    for place in bytes.indices {
      for bit in 0..<8 {
        var altered = bytes
        altered[place] ^= 1 << bit
        #expect(throws: SnapshotError.self) { try TrialSnapshot(bytes: altered) }
      }
    }
    #expect(throws: SnapshotError.damaged) { try TrialSnapshot(bytes: bytes + [0]) }
    #expect(throws: SnapshotError.unknownFormat) {
      try TrialSnapshot(bytes: Array("dynsnap3".utf8))
    }
  }

  /// What is wrong with the records of a snapshot whose checksum is right.
  private static let misfits: [@Sendable ([CheckpointRecord]) -> [CheckpointRecord]] = [
    { $0.map { CheckpointRecord(checkpoint: 1 << 50, step: $0.step, values: $0.values) } },
    { $0.map { CheckpointRecord(checkpoint: -3, step: $0.step, values: $0.values) } },
    { $0.map { CheckpointRecord(checkpoint: .min, step: .max, values: $0.values) } },
    { $0.map { CheckpointRecord(checkpoint: $0.checkpoint, step: 0, values: []) } },
    {
      $0.map {
        CheckpointRecord(
          checkpoint: $0.checkpoint, step: $0.step, values: Array($0.values.dropLast()))
      }
    },
    { $0.map { CheckpointRecord(checkpoint: 0, step: $0.step, values: $0.values + [1]) } },
    { $0 + $0 }, { $0.reversed() }, { _ in [] },
  ]

  @Test(arguments: misfits.indices, [0, 1])
  func `a snapshot whose records do not fit is not gone on from`(misfit: Int, workers: Int) throws {
    try Sample.withCalmRun { folder in
      let run = Sample.run(
        folder, "a", "--workers", "0", "--resume", "--snapshot-every", "0.001")
      let killed = try Job(run, fault: "slow;kill:trial=0,step=9")
      #expect(killed.end() == -SIGKILL, "\(killed.errors)")
      let place = SnapshotFolder(beside: "\(folder)/a.h5")
      let path = "\(place.path)/trial-0"
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
      let found = try TrialSnapshot(bytes: bytes)
      try #require(found.records.count > 1)
      try place.save(
        TrialSnapshot(
          found.identity, found.state, row: found.row,
          records: Self.misfits[misfit](found.records), seconds: found.seconds))
      let again = try Job(
        Sample.run(folder, "a", "--workers", "\(workers)", "--resume"))
      #expect(again.end() == 0, "\(again.errors)")
      try Sample.check(folder)
    }
  }

  /// A run of one trial is killed, `change` is applied to its snapshot, and the run goes on.
  ///
  /// - Returns: A reader of the results, in which the trial's first `train_loss` is 1234.5 if it went on from there.
  private func goingOn(
    _ folder: String, change: (_ marked: TrialSnapshot) -> TrialSnapshot
  ) throws -> ResultsReader {
    let run = Sample.run(folder, "a", "--workers", "0", "--resume", "--snapshot-every", "0.001")
    let killed = try Job(run, fault: "slow;kill:trial=0,step=9")
    #expect(killed.end() == -SIGKILL, "\(killed.errors)")
    let place = SnapshotFolder(beside: "\(folder)/a.h5")
    let bytes = [UInt8](
      try Data(contentsOf: URL(fileURLWithPath: "\(place.path)/trial-0")))
    let found = try TrialSnapshot(bytes: bytes)
    let row = try #require(found.row)
    let loss = try #require(row.firstIndex { $0.name == "train_loss" })
    var records = found.records
    var values = records[0].values
    values[row[..<loss].reduce(0) { $0 + $1.count }] = 1234.5
    records[0] = CheckpointRecord(checkpoint: 0, step: records[0].step, values: values)
    try place.save(
      change(
        TrialSnapshot(
          found.identity, found.state, row: row, records: records, seconds: found.seconds)))
    let again = try Job(Sample.run(folder, "a", "--workers", "0", "--resume"))
    #expect(again.end() == 0, "\(again.errors)")
    return try ResultsReader("\(folder)/a.h5")
  }

  @Test(arguments: ["as it is", "reversed", "without names"])
  func `numbers of a snapshot keep their names, in whatever order its row has them`(
    order: String
  ) throws {
    try Sample.withCalmRun { folder in
      let reader = try goingOn(folder) { marked in
        let row = marked.row ?? []
        let whole = row.map { field in
          Quantity(
            field.name,
            dimensions: field.sizes.enumerated().map { .init("dimension \($0)", size: $1) },
            longName: field.name)
        }
        let turned = RowProjection(whole, in: row.reversed())
        return switch order {
        case "reversed":
          TrialSnapshot(
            marked.identity, marked.state, row: row.reversed(),
            records: marked.records.map { CheckpointRecord($0, turned) }, seconds: marked.seconds)
        case "without names":
          TrialSnapshot(
            marked.identity, marked.state, row: nil, records: marked.records,
            seconds: marked.seconds)
        default: marked
        }
      }
      #expect(try reader.values(of: "train_loss").values.filter { $0 == 1234.5 }.count == 1)
      let differences = try compare("\(folder)/calm.h5", "\(folder)/a.h5")
      #expect(differences.map(\.variable) == ["train_loss"], "\(differences)")
    }
  }

  @Test func `a snapshot whose row lacks a number, or has another one, is not gone on from`() throws
  {
    try Sample.withCalmRun { folder in
      _ = try goingOn(folder) { marked in
        let row = (marked.row ?? []).map {
          $0.name == "train_loss" ? RowField(name: "loss_of_old", sizes: $0.sizes) : $0
        }
        return TrialSnapshot(
          marked.identity, marked.state, row: row, records: marked.records, seconds: marked.seconds)
      }
      try Sample.check(folder)
    }
  }

  @Test func `a snapshot of another sweep, seed or precision is foreign`() throws {
    try withFolder { folder in
      try folder.save(snapshot())
      for other in [
        TrialSnapshot.Identity(sweepSHA256: "ab13", trial: 7, seed: .max, precision: "float32"),
        TrialSnapshot.Identity(sweepSHA256: "ab12", trial: 7, seed: 1, precision: "float32"),
        TrialSnapshot.Identity(sweepSHA256: "ab12", trial: 7, seed: .max, precision: "float64"),
      ] {
        #expect(throws: SnapshotError.foreign) { try folder.snapshot(of: other) }
      }
    }
  }

  @Test func `only the sweep's own folder is taken for shared`() throws {
    try withFolder { folder in
      #expect(folder.isShared(sweepSHA256: "ab12"))
      #expect(!folder.isShared(sweepSHA256: "ab13"))
      #expect(!SnapshotFolder(path: folder.path + "-not").isShared(sweepSHA256: "ab12"))
    }
  }

  @Test func `preparing keeps what is of use and nothing else`() throws {
    try withFolder { folder in
      try folder.save(snapshot())
      let leftover = "\(folder.path)/.partial-x-1"
      try "half".write(toFile: leftover, atomically: false, encoding: .utf8)
      try folder.prepare(sweepSHA256: "ab12", keeping: true)
      #expect(folder.trials == [7])
      #expect(!FileManager.default.fileExists(atPath: leftover))
      try folder.prepare(sweepSHA256: "ab12", keeping: false)
      #expect(folder.trials == [])
      folder.remove()
      #expect(!FileManager.default.fileExists(atPath: folder.path))
    }
  }

  @Test func `a stranger's folder, and a link to one, are left alone`() throws {
    try withTemporaryDirectory { place in
      let folder = SnapshotFolder(beside: "\(place)/a.h5")
      try FileManager.default.createDirectory(
        atPath: "\(place)/mine", withIntermediateDirectories: true)
      try "notes".write(toFile: "\(place)/mine/trial-1", atomically: true, encoding: .utf8)
      for make in [symlink, rename] {
        #expect(make("\(place)/mine", folder.path) == 0)
        #expect(throws: SnapshotError.notOurs) {
          try folder.prepare(sweepSHA256: "ab12", keeping: false)
        }
        folder.remove()
        #expect(FileManager.default.fileExists(atPath: "\(folder.path)/trial-1"))
        unlink(folder.path)
      }
    }
  }
}
