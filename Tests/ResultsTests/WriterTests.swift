import FileOwnership
import Foundation
import HDF5
import Platform
import Records
import Results
import ResultsSupport
import TestSupport
import Testing

@Test func `what is written in any order, flushed at any time, is read back`() throws {
  try withTemporaryDirectory { folder in
    let layout = ResultsLayout.example(trials: 50, checkpoints: 4)
    var random = Mixer(state: 11)
    var expected: [Int: [Double]] = [:]
    var writer = try ResultsWriter.create(folder + "/a.h5", layout)
    for count in 0..<400 {
      let (trial, checkpoint) = (Int(random.next() % 50), Int(random.next() % 4))
      let row = (0..<layout.rowWidth).map { Double(count) + Double($0) / 8 }
      try writer.record(trial: TrialID(trial), checkpoint: checkpoint, step: count, values: row)
      expected[trial * 4 + checkpoint] = [Double(count)] + row
      if random.next() % 16 == 0 { try writer.flush() }
    }
    try writer.close()
    let reader = try ResultsReader(folder + "/a.h5")
    let steps = try reader.values(of: "step").values
    let losses = try reader.values(of: "train_loss").values
    let (spectra, shape) = try reader.values(of: "lyapunov_spectrum")
    let norms = try reader.values(of: "gradient_norm").values
    #expect(shape == [50, 4, 3])
    for place in 0..<200 {
      let found =
        [steps[place], losses[place]] + spectra[3 * place..<3 * place + 3] + [norms[place]]
      if let row = expected[place] {
        #expect(found == row)
      } else {
        #expect(found[0] == -1 && found.dropFirst().allSatisfy(\.isNaN))
      }
    }
  }
}

/// SplitMix64, so that the test is the same each time.
private struct Mixer: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

@Test func `updates of a trial add up, and what they do not name stays`() throws {
  try withTemporaryDirectory { folder in
    var writer = try ResultsWriter.create(folder + "/a.h5", .example(trials: 5))
    try writer.setStatus(TrialRecord(1, .running, attempts: 1, worker: 3))
    try writer.setStatus(
      TrialRecord(1, .complete, seconds: 1.5, parameterCount: 1 << 40, values: [7]))
    try writer.flush()
    try writer.setStatus(TrialRecord(1, .complete, attempts: 2))
    try writer.setStatus(TrialRecord(3, .failed, reason: "killed\ntwo: wörkers"))
    try writer.setStatus(TrialRecord(4, .failed, reason: "once"))
    try writer.setStatus(TrialRecord(4, .complete))
    #expect(writer.statuses == [.pending, .complete, .pending, .failed, .complete])
    try writer.close()
    let reader = try ResultsReader(folder + "/a.h5")
    #expect(try reader.statuses() == [.pending, .complete, .pending, .failed, .complete])
    #expect(try reader.values(of: "attempts").values == [0, 2, 0, 0, 0])
    #expect(try reader.values(of: "worker").values == [-1, 3, -1, -1, -1])
    #expect(try reader.values(of: "parameter_count").values == [-1, 1_099_511_627_776, -1, -1, -1])
    #expect(try reader.values(of: "seconds").values[1] == 1.5)
    #expect(try reader.values(of: "flops", trials: 1..<2) == [7])
    #expect(try reader.failures() == [3: "killed two: wörkers"])
  }
}

@Test func `more failures than there is room for are counted`() throws {
  try withTemporaryDirectory { folder in
    var writer = try ResultsWriter.create(folder + "/a.h5", .example(trials: 4))
    for trial in 0..<4 {
      let reason = String(repeating: "x", count: 400)
      try writer.setStatus(TrialRecord(TrialID(trial), .failed, reason: reason))
    }
    try writer.close()
    let reader = try ResultsReader(folder + "/a.h5")
    #expect(try reader.failures().keys.sorted() == [0, 1])
    #expect(try reader.texts(of: "failures")[0].hasSuffix("x\nand 2 more\n"))
  }
}

@Test func `an existing file is refused, with what to do instead`() throws {
  try withTemporaryDirectory { folder in
    let path = folder + "/a.h5"
    try Data("precious".utf8).write(to: URL(fileURLWithPath: path))
    #expect(throws: ResultsError.exists(path: path)) {
      try ResultsWriter.create(path, .example(trials: 1)).close()
    }
    #expect(
      ResultsError.exists(path: "a.h5").description
        == "a.h5: the file exists; go on with it by --resume, or write another with -o FILE.h5")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.h5"])
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
  }
}

@Test func `where no file can be made, the reason is told and nothing is left`() throws {
  try withTemporaryDirectory { folder in
    let missing = folder + "/no"
    #expect(
      throws: ResultsError.cannotCreate(
        path: missing + "/a.h5", reason: "there is no directory \(missing)")
    ) { try ResultsWriter.create(missing + "/a.h5", .example(trials: 1)).close() }
    // Root may write anywhere but here.
    #expect {
      try ResultsWriter.create("/proc/a.h5", .example(trials: 1)).close()
    } throws: { error in
      (error as? ResultsError)?.concernsOutput == true
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(left.isEmpty)
  }
}

@Test func `a file that would not fit is refused before it is begun`() throws {
  try withTemporaryDirectory { folder in
    var layout = ResultsLayout.example(trials: 1, checkpoints: 1_000_000)
    layout.quantities = [
      Quantity("x", dimensions: [.init("k", size: 1_000_000)], longName: "8 TB")
    ]
    #expect {
      try ResultsWriter.create(folder + "/a.h5", layout).close()
    } throws: { error in
      "\(error)".contains("cannot be created: it takes 8 TB, and ")
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(left.isEmpty)
  }
}

@Test func `a second writer of one file is refused at once, a reader is not`() throws {
  try withTemporaryDirectory { folder in
    let path = folder + "/a.h5"
    let layout = ResultsLayout.example(trials: 2)
    let writer = try ResultsWriter.create(path, layout)
    expectBusy { try ResultsWriter.create(path, layout).close() }
    expectBusy { try ResultsWriter.resume(path, layout).close() }
    #expect(try ResultsReader(path).trialCount == 2)
    try writer.close()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.h5"])
    try ResultsWriter.resume(path, layout).close()
  }
}

private func expectBusy(_ attempt: () throws -> Void) {
  #expect {
    try attempt()
  } throws: { error in
    guard case .busy(_, let holder) = error as? ResultsError else { return false }
    return holder.hasPrefix("process \(ProcessInfo.processInfo.processIdentifier) on ")
  }
}

@Test func `the file is as large as its data, and does not grow`() throws {
  try withTemporaryDirectory { folder in
    let path = folder + "/a.h5"
    let layout = ResultsLayout.example(trials: 2000, checkpoints: 3)
    var writer = try ResultsWriter.create(path, layout)
    let before = try size(of: path)
    // Headers and attributes of some twenty variables.
    #expect((0..<40_000).contains(Double(before) - layout.byteCount))
    for trial in stride(from: 0, to: 2000, by: 3) {
      try writer.record(
        trial: TrialID(trial), checkpoint: 1, step: 1, values: Array(repeating: 1, count: 5))
      try writer.setStatus(TrialRecord(TrialID(trial), .failed, reason: "because"))
      if trial % 10 == 0 { try writer.flush() }
    }
    try writer.close()
    #expect(try size(of: path) == before)
  }
}

private func size(of path: String) throws -> Int {
  try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
}
