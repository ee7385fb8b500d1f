import FileOwnership
import Foundation
import Records
import ResultsSupport
import TestSupport
import Testing

@testable import Results

/// Files of parts of the example's trials, by their numbers in it.
@Suite struct MergeTests {
  private let whole = ResultsLayout.example(trials: 6, checkpoints: 2)

  /// A file of the example's trials `numbers`; those of `closed` are complete.
  @discardableResult
  private func write(
    _ path: String, _ numbers: [Int], complete: [Int], width: Int = 3,
    change: (inout [Double]) -> Void = { _ in },
    more: (inout ResultsWriter) throws -> Void = { _ in }
  ) throws -> MergePart {
    var layout = whole.part(numbers)
    layout.quantities[1] = Quantity(
      "lyapunov_spectrum", dimensions: [.init("exponent", size: width)], longName: "spectrum")
    var writer = try ResultsWriter.create(path, layout)
    for (trial, number) in numbers.enumerated() where complete.contains(number) {
      for checkpoint in 0..<2 {
        var row = [Double](repeating: .nan, count: layout.rowWidth)
        let full = whole.exampleRow(trial: number, checkpoint: checkpoint)
        row[0] = full[0]
        for i in 0..<2 { row[1 + i] = full[1 + i] }
        row[row.count - 1] = full[4]
        change(&row)
        try writer.record(
          trial: TrialID(trial), checkpoint: checkpoint, step: checkpoint, values: row)
      }
      try writer.setStatus(TrialRecord(TrialID(trial), .complete, attempts: 1))
    }
    try more(&writer)
    try writer.close()
    return MergePart(path, places: numbers)
  }

  @Test func `each trial is taken from the file that has it, or has more of it`() throws {
    try withTemporaryDirectory { folder in
      let one = try write("\(folder)/a.h5", [4, 2, 0], complete: [4, 0]) { _ in
      } more: {
        try $0.setStatus(TrialRecord(1, .failed, attempts: 2, reason: "it was not the day"))
      }
      let other = try write("\(folder)/b.h5", [0, 1, 2, 3], complete: [0, 2], width: 2) { _ in
      } more: {
        try $0.setStatus(TrialRecord(1, .failed, attempts: 2, reason: "nor was this"))
        try $0.setStatus(TrialRecord(3, .running, attempts: 1))
      }
      let path = "\(folder)/c.h5"
      let found = try ResultsWriter.merge(one, other, into: path, whole)
      #expect(found == MergedTrials(first: 2, second: 3, common: 2, open: 2, whole: 6))
      try expectMerged(path)
      #expect(
        Set(try FileManager.default.contentsOfDirectory(atPath: folder))
          == ["a.h5", "b.h5", "c.h5"])
      // It is a file like any other, to go on with.
      var writer = try ResultsWriter.resume(path, whole)
      try writer.setStatus(TrialRecord(5, .complete))
      try writer.close()
      // Merged the other way round it holds the same.
      _ = try ResultsWriter.merge(other, one, into: "\(folder)/d.h5", whole)
      #expect(try compare(path, "\(folder)/d.h5").map(\.variable) == ["status"])
    }
  }

  /// The trials 0, 2 and 4 are complete, with two of three exponents.
  private func expectMerged(_ path: String) throws {
    let reader = try ResultsReader(path)
    #expect(
      try reader.statuses() == [.complete, .failed, .complete, .running, .complete, .pending])
    #expect(try reader.failures() == [1: "nor was this"])
    #expect(try reader.integers(of: "attempts") == [1, 2, 1, 1, 1, 0])
    #expect(try reader.runs().count == 1)
    let losses = try reader.values(of: "train_loss").values
    let spectra = try reader.values(of: "lyapunov_spectrum").values
    for (place, loss) in losses.enumerated() {
      let row = whole.exampleRow(trial: place / 2, checkpoint: place % 2)
      let spectrum = Array(spectra[3 * place..<3 * place + 3])
      if [0, 2, 4].contains(place / 2) {
        #expect(loss == row[0] && spectrum.prefix(2) == row[1...2] && spectrum[2].isNaN)
      } else {
        #expect(loss.isNaN && spectrum.allSatisfy(\.isNaN))
      }
    }
  }

  @Test func `a trial that is finished in both with other numbers is told, and nothing made`()
    throws
  {
    try withTemporaryDirectory { folder in
      let one = try write("\(folder)/a.h5", [0, 1, 2, 3], complete: [0, 1, 2, 3])
      let other = try write("\(folder)/b.h5", [3, 5, 2], complete: [3, 5, 2], width: 2) { row in
        row[2] = row[2].nextUp
      }
      let expected = ResultsError.conflict(
        path: one.path, other: other.path,
        trial:
          "trial 2 (learning_rate \(0.1 / 3), width 2, cell größer als, trained true, replicate 2)",
        finding: "lyapunov_spectrum is 2000002.0 against \((2_000_002.0).nextUp) at [0, 1]",
        count: 2)
      #expect(throws: expected) {
        try ResultsWriter.merge(one, other, into: "\(folder)/c.h5", whole)
      }
      #expect(expected.description.contains("; so is 1 more; "))
      #expect(Set(try FileManager.default.contentsOfDirectory(atPath: folder)) == ["a.h5", "b.h5"])
    }
  }

  @Test func `a trial that diverged in one file only is a conflict, a failed one is not`() throws {
    try withTemporaryDirectory { folder in
      let one = try write("\(folder)/a.h5", [0, 1], complete: [0, 1])
      let other = try write("\(folder)/b.h5", [1, 2], complete: []) { _ in
      } more: {
        try $0.setStatus(TrialRecord(0, .failed, reason: "no luck"))
      }
      let diverged = try write("\(folder)/d.h5", [1, 2], complete: []) { _ in
      } more: {
        try $0.setStatus(TrialRecord(0, .diverged))
      }
      let found = try ResultsWriter.merge(one, other, into: "\(folder)/c.h5", whole)
      #expect(found == MergedTrials(first: 2, second: 1, common: 1, open: 4, whole: 6))
      #expect(try ResultsReader("\(folder)/c.h5").failures() == [:])
      let error = #expect(throws: ResultsError.self) {
        try ResultsWriter.merge(one, diverged, into: "\(folder)/e.h5", whole)
      }
      #expect(error?.description.contains("complete against diverged") == true)
    }
  }

  @Test func `files in use, files that are there, and other seeds are refused`() throws {
    try withTemporaryDirectory { folder in
      let one = try write("\(folder)/a.h5", [0, 1], complete: [0, 1])
      let other = try write("\(folder)/b.h5", [2, 3], complete: [2])
      #expect(throws: ResultsError.exists(path: one.path)) {
        try ResultsWriter.merge(one, other, into: one.path, whole)
      }
      let wrong = MergePart(other.path, places: [2, 4])
      #expect(
        throws: ResultsError.damaged(
          path: other.path, reason: "its seeds are not those of its sweep")
      ) { try ResultsWriter.merge(one, wrong, into: "\(folder)/c.h5", whole) }
      let short = MergePart(other.path, places: [2])
      #expect(
        throws: ResultsError.damaged(path: other.path, reason: "it has 2 trials, and its sweep 1")
      ) { try ResultsWriter.merge(one, short, into: "\(folder)/c.h5", whole) }
      let writer = try ResultsWriter.resume(other.path, whole.part([2, 3]))
      let error = #expect(throws: ResultsError.self) {
        try ResultsWriter.merge(one, other, into: "\(folder)/c.h5", whole)
      }
      #expect(error?.description.contains("another run is writing it") == true)
      try writer.close()
      #expect(Set(try FileManager.default.contentsOfDirectory(atPath: folder)) == ["a.h5", "b.h5"])
    }
  }

  @Test func `runs of both files are told, equal ones once`() throws {
    var log = RunLog()
    try withTemporaryDirectory { folder in
      for (name, software) in [("a", "dynsweep 1"), ("b", "dynsweep 2"), ("c", "dynsweep 1")] {
        var layout = whole
        layout.software = software
        try ResultsWriter.create("\(folder)/\(name).h5", layout).close()
        try log.add(ResultsReader("\(folder)/\(name).h5"))
      }
      let script = "import sys, h5py; f = h5py.File(sys.argv[1], 'r+'); del f['runs']; f.close()"
      try #require(try python(script, ["\(folder)/b.h5"]).status == 0)
      var earlier = RunLog()
      try earlier.add(ResultsReader("\(folder)/b.h5"))
      #expect(earlier.lines == [log.lines[1]])
    }
    #expect(log.lines.count == 2)
    #expect(log.lines[0].contains("dynsweep 1") && log.lines[1].contains("dynsweep 2"))
  }
}

extension ResultsLayout {
  /// The layout of some of its trials.
  fileprivate func part(_ numbers: [Int]) -> ResultsLayout {
    var part = self
    part.seeds = numbers.map { seeds[$0] }
    part.replicates = numbers.map { replicates[$0] }
    part.axes = axes.map { axis in
      var column = axis
      switch axis.values {
      case .real(let values): column.values = .real(numbers.map { values[$0] })
      case .integer(let values): column.values = .integer(numbers.map { values[$0] })
      case .text(let values): column.values = .text(numbers.map { values[$0] })
      case .boolean(let values): column.values = .boolean(numbers.map { values[$0] })
      }
      return column
    }
    return part
  }
}
