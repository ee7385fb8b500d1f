package import FileOwnership
import HDF5
import Records

/// Which of two files each trial of a larger sweep is taken from.
struct MergeChoice {
  /// The place of each trial of the first file; nil for one that the second file gives.
  private(set) var first: [Int?]
  /// The place of each trial of the second file; nil for one that the first file gives.
  private(set) var second: [Int?]
  private(set) var counts = MergedTrials()

  /// A trial that both files have.
  private struct Pair {
    let place: Int
    let first: Int
    let second: Int
  }

  /// - Throws: `ResultsError.conflict` where a trial is finished in both files with different results, `.damaged` where
  ///   a file has another number of trials than its sweep.
  init(
    _ one: borrowing ResultsReader, _ places: [Int], _ other: borrowing ResultsReader,
    _ otherPlaces: [Int], _ layout: ResultsLayout
  ) throws(ResultsError) {
    try one.requireTrials(places.count)
    try other.requireTrials(otherPlaces.count)
    (first, second) = (places, otherPlaces)
    let (statuses, otherStatuses) = (try one.statuses(), try other.statuses())
    let owners = Dictionary(zip(places, places.indices)) { first, _ in first }
    var conflicts: [Int: String] = [:]
    var finished: [Pair] = []
    for (trial, place) in otherPlaces.enumerated() {
      guard let owner = owners[place] else { continue }
      let (status, otherStatus) = (statuses[owner], otherStatuses[trial])
      if status.progress >= otherStatus.progress { second[trial] = nil } else { first[owner] = nil }
      counts.common += 1
      guard status.isResult, otherStatus.isResult else { continue }
      if status == otherStatus {
        finished.append(Pair(place: place, first: owner, second: trial))
      } else {
        conflicts[place] = "\(status.name) against \(otherStatus.name)"
      }
    }
    for variable in layout.variables where variable.isResult {
      let name = variable.dataset.name
      guard name != "status", !incidentalVariables.contains(name),
        one.variableNames.contains(name), other.variableNames.contains(name)
      else { continue }
      let found = try Self.differences(of: name, in: finished, one, other)
      conflicts.merge(found) { first, _ in first }
    }
    if let place = conflicts.keys.min(), let finding = conflicts[place] {
      throw .conflict(
        path: one.path, other: other.path, trial: layout.words(forTrial: place), finding: finding,
        count: conflicts.count)
    }
    let closed =
      zip(first, statuses).count { $0 != nil && $1.isClosed }
      + zip(second, otherStatuses).count { $0 != nil && $1.isClosed }
    counts.first = first.count { $0 != nil }
    counts.second = second.count { $0 != nil }
    counts.open = layout.trialCount - closed
    counts.whole = layout.trialCount
  }

  /// The first difference in variable `name`, in words for people, for each pair that differs in it. NaN equals NaN; where
  /// one file has room for more numbers, those that both have room for are compared.
  private static func differences(
    of name: String, in pairs: [Pair], _ one: borrowing ResultsReader,
    _ other: borrowing ResultsReader
  ) throws(ResultsError) -> [Int: String] {
    let (extent, otherExtent) = (
      Array(try one.shape(of: name).dropFirst()), Array(try other.shape(of: name).dropFirst())
    )
    let cells = RowPlaces.common(to: extent, and: otherExtent)
    let (width, otherWidth) = (extent.reduce(1, *), otherExtent.reduce(1, *))
    var found: [Int: String] = [:]
    for run in runs(of: pairs, limit: max(1, 1_048_576 / max(1, width, otherWidth))) {
      let begin = run[run.startIndex]
      let x: [Double] = try one.numbers(of: name, trials: begin.first..<begin.first + run.count)
      let y: [Double] = try other.numbers(
        of: name, trials: begin.second..<begin.second + run.count)
      for (row, pair) in run.enumerated() {
        let different = cells.first { cell in
          let (a, b) = (x[row * width + cell.0], y[row * otherWidth + cell.1])
          return a.bitPattern != b.bitPattern && !(a.isNaN && b.isNaN)
        }
        guard let cell = different else { continue }
        let (a, b) = (x[row * width + cell.0], y[row * otherWidth + cell.1])
        let place = extent.isEmpty ? "" : " at \(RowPlaces.index(of: cell.0, in: extent))"
        found[pair.place] = "\(name) is \(a) against \(b)\(place)"
      }
    }
    return found
  }

  /// The pairs in runs in which both files' trials follow one another.
  private static func runs(of pairs: [Pair], limit: Int) -> [ArraySlice<Pair>] {
    var runs: [ArraySlice<Pair>] = []
    var begin = 0
    for next in 1..<max(1, pairs.count + 1) {
      let goesOn =
        next < pairs.count && next - begin < limit
        && pairs[next].first == pairs[next - 1].first + 1
        && pairs[next].second == pairs[next - 1].second + 1
      guard !goesOn, begin < pairs.count else { continue }
      runs.append(pairs[begin..<next])
      begin = next
    }
    return runs
  }
}

extension TrialStatus {
  /// How far the trial has come; of two, the farther counts.
  fileprivate var progress: Int {
    switch self {
    case .pending: 0
    case .running: 1
    case .failed: 2
    case .pruned: 3
    case .complete, .diverged: 4
    }
  }
}

extension ResultsReader {
  /// - Throws: `ResultsError.damaged` where the file has another number of trials than its sweep.
  package func requireTrials(_ count: Int) throws(ResultsError) {
    guard count == trialCount else {
      throw .damaged(path: path, reason: "it has \(trialCount) trials, and its sweep \(count)")
    }
  }
}

extension ResultsLayout {
  /// A trial with its axes, for people: `trial 3 (width 64, learning_rate 0.001, replicate 0)`.
  package func words(forTrial trial: Int) -> String {
    let values = axes.map { axis in
      switch axis.values {
      case .real(let values): "\(axis.name) \(values[trial])"
      case .integer(let values): "\(axis.name) \(values[trial])"
      case .text(let values): "\(axis.name) \(values[trial])"
      case .boolean(let values): "\(axis.name) \(values[trial])"
      }
    }
    return
      "trial \(trial) (\((values + ["replicate \(replicates[trial])"]).joined(separator: ", ")))"
  }
}
