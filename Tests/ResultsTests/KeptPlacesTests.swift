import Records
import Results
import ResultsSupport
import TestSupport
import Testing

/// What trials keep, where they get other numbers.
@Suite struct KeptPlacesTests {
  /// Everything that trials keep, checkpoint by checkpoint.
  private func kept(_ path: String, _ trials: [Int]) throws -> [[KeptValues]?] {
    let reader = try ResultsReader(path)
    var found: [[KeptValues]?] = []
    for trial in trials {
      for checkpoint in 0..<2 {
        found.append(
          try reader.kept(of: TrialID(trial), checkpoint: checkpoint, isLast: checkpoint == 1))
      }
    }
    return found
  }

  @Test func `it follows them, into groups of another order`() throws {
    try withTemporaryDirectory { folder in
      let path = folder + "/a.h5"
      let layout = ResultsLayout.keptExample(trials: 4)
      var writer = try ResultsWriter.create(path, layout)
      for trial in 0..<4 {
        for checkpoint in 0..<2 {
          try writer.record(
            trial: TrialID(trial), checkpoint: checkpoint, step: checkpoint,
            values: layout.exampleRow(trial: trial, checkpoint: checkpoint),
            kept: layout.exampleNumbers(trial: trial, checkpoint: checkpoint))
        }
      }
      try writer.close()
      let before = try kept(path, [0, 1, 2, 3])
      let places = [5, 0, 3, 1]
      var larger = ResultsLayout.keptExample(trials: 6)
      for (trial, place) in places.enumerated() { larger.seeds[place] = layout.seeds[trial] }
      larger.kept = layout.kept.reversed().map { group in
        KeptGroup(group.form, trials: group.trials.map { places[$0] }.sorted())
      }
      try ResultsWriter.extend(path, larger, places: places)
      let after = try kept(path, places)
      #expect(after == before)
      #expect(try kept(path, [2, 4]).allSatisfy { $0 == nil })
      #expect(try kept(path, [5]).contains { $0?.isEmpty == false })
    }
  }
}
