package import FileOwnership
import Records
package import Results

/// How far each trial of a results file has come.
package struct TrialProgress: Equatable {
  let statuses: [TrialStatus]
  /// The number of each trial's last recorded checkpoint; nil where none is recorded.
  let lastCheckpoints: [Int?]
  /// The training steps done at that checkpoint; −1 where there is none.
  let lastSteps: [Int]
  /// How many checkpoints of each trial are recorded.
  let recorded: [Int]

  /// Statuses are read before rows, so that all rows of a trial that is complete by its status are there.
  package init(_ reader: borrowing ResultsReader) throws(ResultsError) {
    statuses = try reader.statuses()
    var (lasts, steps, recorded) = ([Int?](), [Int](), [Int]())
    let width = reader.checkpointCount
    for block in Self.blocks(of: reader.trialCount, width: width) {
      let values = try reader.integers(of: "step", trials: block)
      for row in 0..<block.count {
        let marks = values[(row * width)..<((row + 1) * width)]
        let last = marks.lastIndex { $0 >= 0 }
        lasts.append(last.map { $0 - row * width })
        steps.append(last.map { marks[$0] } ?? -1)
        recorded.append(marks.count { $0 >= 0 })
      }
    }
    (lastCheckpoints, lastSteps, self.recorded) = (lasts, steps, recorded)
  }

  /// Ranges of trials whose rows of `width` numbers take a few megabytes each.
  static func blocks(of trials: Int, width: Int) -> [Range<Int>] {
    let size = max(1, 1_048_576 / max(1, width))
    return stride(from: 0, to: trials, by: size).map { $0..<min($0 + size, trials) }
  }

  /// How many trials have each status, without statuses that no trial has: `20 complete, 2 running`.
  var summary: String {
    let order: [TrialStatus] = [.complete, .running, .pending, .diverged, .failed, .pruned]
    return order.compactMap { status in
      let count = statuses.count { $0 == status }
      return count > 0 ? "\(count) \(status)" : nil
    }.joined(separator: ", ")
  }

  func count(_ status: TrialStatus) -> Int { statuses.count { $0 == status } }

  package var isOver: Bool { statuses.allSatisfy(\.isClosed) }
}

extension ResultsReader {
  /// The value of observable `name` at each trial's last recorded checkpoint; NaN where none is recorded.
  func finalValues(
    of name: String, _ progress: TrialProgress
  ) throws(ResultsError) -> [Double] {
    var found: [Double] = []
    for block in TrialProgress.blocks(of: trialCount, width: checkpointCount) {
      let values = try values(of: name, trials: block)
      for (row, trial) in block.enumerated() {
        let last = progress.lastCheckpoints[trial]
        found.append(last.map { values[row * checkpointCount + $0] } ?? .nan)
      }
    }
    return found
  }
}
