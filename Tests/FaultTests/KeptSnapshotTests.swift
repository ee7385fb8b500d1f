import Experiment
import Foundation
@testable import Records
import Snapshots
import TestSupport
import Testing

/// What trials keep beside their records, in their snapshots.
@Suite(.serialized) struct KeptSnapshotTests {
  @Test(arguments: [
    KeptNumbers.float32([1, -0.0, .infinity, .leastNonzeroMagnitude]),
    .float64([0.1, -.infinity, .leastNonzeroMagnitude]),
  ])
  func `what is kept beside records is found again, and a bit of it that is altered is told`(
    kept: KeptNumbers
  ) throws {
    let plain = TrialSnapshot(
      TrialSnapshot.Identity(sweepSHA256: "ab12", trial: 7, seed: .max, precision: "float32"),
      SavedTrial(step: 3, nextCheckpoint: 2, parameters: [1, 2, 3], optimizerState: []),
      row: [RowField(name: "loss", sizes: [])],
      records: (0..<2).map {
        CheckpointRecord(checkpoint: $0, step: $0, values: [Double($0)])
      }, seconds: 1.5)
    let keeping = TrialSnapshot(
      plain.identity, plain.state, row: plain.row,
      records: [plain.records[0], plain.records[1].keeping(kept)], seconds: plain.seconds)
    let bytes = keeping.bytes
    #expect(try TrialSnapshot(bytes: bytes) == keeping)
    // Snapshots without are as they were before there were any with.
    #expect(plain.bytes.starts(with: Array("dynsnap2".utf8)))
    #expect(!bytes.starts(with: Array("dynsnap2".utf8)))
    for count in bytes.indices {
      #expect(throws: SnapshotError.self) { try TrialSnapshot(bytes: Array(bytes[..<count])) }
    }
    for place in bytes.indices {
      var altered = bytes
      altered[place] ^= 1 << UInt8(place % 8)
      #expect(throws: SnapshotError.self) { try TrialSnapshot(bytes: altered) }
    }
  }

  /// What is wrong with the numbers beside the records of a snapshot whose checksum is right.
  private static let keptMisfits: [@Sendable (KeptNumbers?) -> KeptNumbers?] = [
    { _ in nil }, { _ in .float32([1]) }, { _ in .float64([]) },
    {
      guard case .float32(let numbers) = $0 else { return nil }
      return .float64(numbers.map { Double($0) })
    },
    {
      guard case .float32(let numbers) = $0 else { return nil }
      return .float32(numbers + numbers)
    },
  ]

  @Test(arguments: keptMisfits.indices)
  func `a snapshot that keeps other numbers than its trial is not gone on from`(
    misfit: Int
  ) throws {
    try Sample.withCalmRun(Sample.keeping) { folder in
      let run = Sample.run(
        folder, "a", "--workers", "0", "--resume", "--snapshot-every", "0.001")
      let killed = try Job(run, fault: "slow;kill:trial=0,step=9")
      #expect(killed.end() == -SIGKILL, "\(killed.errors)")
      let place = SnapshotFolder(beside: "\(folder)/a.h5")
      let bytes = [UInt8](
        try Data(contentsOf: URL(fileURLWithPath: "\(place.path)/trial-0")))
      let found = try TrialSnapshot(bytes: bytes)
      try #require(found.records.count > 1 && found.records[1].kept != nil)
      var records = found.records
      records[1] = records[1].keeping(Self.keptMisfits[misfit](records[1].kept))
      try place.save(
        TrialSnapshot(
          found.identity, found.state, row: found.row, records: records, seconds: found.seconds))
      let again = try Job(Sample.run(folder, "a", "--workers", "0", "--resume"))
      #expect(again.end() == 0, "\(again.errors)")
      try Sample.check(folder)
    }
  }
}
