import FileOwnership
import Records
import Results

/// The state of a results file at one moment, as `dynsweep watch` shows it.
package struct SweepSnapshot: Equatable {
  let title: String
  package let progress: TrialProgress
  let checkpointCount: Int
  /// The process that writes the file; nil where no process does.
  let writer: String?
  /// The best trials so far, with their axes and the observable that ranks them.
  let best: TrialListing?

  package init(_ path: String, bestCount: Int = 5) throws {
    let reader = try ResultsReader.forReaders(path)
    let columns = try FileColumns(reader)
    title = reader.header.title
    checkpointCount = reader.checkpointCount
    writer = currentWriter(of: path)
    let progress = try TrialProgress(reader)
    self.progress = progress
    let names = ["validation_accuracy", "validation_loss", "train_loss"] + columns.scalars
    var best: TrialListing?
    for name in names where best == nil && columns.scalars.contains(name) {
      guard try reader.finalValues(of: name, progress).contains(where: \.isFinite) else { continue }
      best = try TrialListing(reader, columns, progress, order: .init(name: name), top: bestCount)
    }
    self.best = best
  }

  /// How many checkpoints are recorded.
  package var rows: Int { progress.recorded.reduce(0, +) }

  /// How many checkpoints the open trials still have room for.
  var rowsLeft: Int {
    zip(progress.statuses, progress.recorded).reduce(0) { sum, trial in
      trial.0.isClosed ? sum : sum + checkpointCount - trial.1
    }
  }

  /// The share of the work that is done, counted in checkpoints.
  var share: Double {
    progress.isOver ? 1 : Double(rows) / Double(max(1, rows + rowsLeft))
  }
}

/// How fast checkpoints are recorded, judged by those that came while watching.
package struct CheckpointRate: Equatable {
  private var samples: [(time: Double, rows: Int)] = []
  /// The rate is taken over this many seconds.
  static let window = 120.0

  package init() {}

  package mutating func note(rows: Int, at time: Double) {
    samples.append((time, rows))
    // The last sample before the window stays, as its beginning.
    while samples.count > 2, samples[1].time <= time - Self.window { samples.removeFirst() }
  }

  /// Checkpoints per second; nil until some have come.
  package var perSecond: Double? {
    guard let first = samples.first, let last = samples.last, last.rows > first.rows,
      last.time > first.time
    else { return nil }
    return Double(last.rows - first.rows) / (last.time - first.time)
  }

  package static func == (a: CheckpointRate, b: CheckpointRate) -> Bool {
    a.samples.elementsEqual(b.samples) { $0.time == $1.time && $0.rows == $1.rows }
  }
}
