package import Records
package import Results
import Schema

/// What the trials of a results file have recorded of one quantity.
package struct RecordedCourses: Sendable {
  /// The numbers at each trial's recorded checkpoints, in order.
  package let courses: [[Double]]
  /// The training steps of these checkpoints.
  package let steps: [[Int]]
  package let statuses: [TrialStatus]
  /// How long each trial took, in seconds; NaN where the file does not tell.
  package let seconds: [Double]

  package init(
    courses: [[Double]], steps: [[Int]], statuses: [TrialStatus], seconds: [Double]
  ) {
    (self.courses, self.steps) = (courses, steps)
    (self.statuses, self.seconds) = (statuses, seconds)
  }

  /// Reads the numbers of `quantity` from a file, finished or not.
  ///
  /// - Throws: `ReplayError.noQuantity` where the file has no such quantity of one number a checkpoint, or `ResultsError`
  ///   where it cannot be read.
  package init(_ quantity: String, in reader: borrowing ResultsReader) throws {
    try Self.check(quantity, in: reader)
    let count = reader.checkpointCount
    let numbers = try reader.values(of: quantity).values
    let allSteps = try reader.integers(of: "step")
    statuses = try reader.statuses()
    seconds = try reader.values(of: "seconds").values
    var courses: [[Double]] = []
    var steps: [[Int]] = []
    for trial in 0..<reader.trialCount {
      let row = allSteps[trial * count..<(trial + 1) * count]
      let recorded = row.prefix { $0 >= 0 }
      steps.append(Array(recorded))
      courses.append(Array(numbers[trial * count..<trial * count + recorded.count]))
    }
    (self.courses, self.steps) = (courses, steps)
  }

  private static func check(
    _ quantity: String, in reader: borrowing ResultsReader
  ) throws {
    var found: [String] = []
    for name in reader.variableNames where name != "step" {
      if try reader.information(on: name).dimensions == ["trial", "checkpoint"] {
        found.append(name)
      }
    }
    guard !found.contains(quantity) else { return }
    throw ReplayError.noQuantity(quantity, path: reader.path, available: found)
  }

  /// The steps of all checkpoints that each trial would have had. A trial that was broken off has those of the first
  /// complete trial that begins like it.
  ///
  /// - Throws: `ReplayError.noSchedule` where there is none.
  package func schedules(path: String) throws(ReplayError) -> [[Int]] {
    var known: [[Int]] = []
    for (trial, status) in statuses.enumerated() where status == .complete {
      if !known.contains(steps[trial]) { known.append(steps[trial]) }
    }
    var schedules: [[Int]] = []
    for (trial, status) in statuses.enumerated() {
      guard status != .complete else {
        schedules.append(steps[trial])
        continue
      }
      guard let schedule = known.first(where: { $0.starts(with: steps[trial]) }) else {
        throw .noSchedule(TrialID(trial), path: path)
      }
      schedules.append(schedule)
    }
    return schedules
  }
}

/// Why a rule cannot be tried on a file, or its decisions not be derived again.
package enum ReplayError: Error, Equatable, Sendable, CustomStringConvertible {
  case noQuantity(String, path: String, available: [String])
  case noSchedule(TrialID, path: String)
  case unfinished(path: String, open: Int)
  case alreadyPruned(path: String)
  case noRule(path: String)

  package var description: String {
    switch self {
    case .noQuantity(let name, let path, let available):
      "\(path): no quantity \"\(name.clipped)\" of one number a checkpoint; there are \(listed(available))"
        + (nearestName(to: name, among: available).map { "; did you mean \"\($0)\"?" } ?? "")
    case .noSchedule(let trial, let path):
      "\(path): trial \(trial) was broken off, and no complete trial tells at which steps it would have been looked at"
    case .unfinished(let path, let open):
      "\(path): \(open) trials have not ended; a rule is tried on a finished file"
    case .alreadyPruned(let path):
      "\(path): a rule has stopped trials of it; another is tried on a file whose trials went on to their ends"
    case .noRule(let path): "\(path): its sweep has no rule, whose decisions could be derived again"
    }
  }
}
