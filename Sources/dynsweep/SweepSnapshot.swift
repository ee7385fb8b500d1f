import Records
import Results

/// A results file at one moment, as `dynsweep watch` tells of it.
struct SweepSnapshot: Equatable {
  let title: String
  let progress: TrialProgress
  let checkpointCount: Int
  /// Nil while no process writes the file.
  let writer: String?
  /// The best trials so far: with axes and the observable they are judged by.
  let best: TrialListing?

  init(_ path: String, bestCount: Int = 5) throws {
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

  /// Checkpoints recorded.
  var rows: Int { progress.recorded.reduce(0, +) }

  /// Checkpoints that trials not at their end have room for yet.
  var rowsLeft: Int {
    zip(progress.statuses, progress.recorded).reduce(0) { sum, trial in
      trial.0.isClosed ? sum : sum + checkpointCount - trial.1
    }
  }

  /// The share of the work that is done, by checkpoints.
  var share: Double {
    progress.isOver ? 1 : Double(rows) / Double(max(1, rows + rowsLeft))
  }
}

/// How fast checkpoints come in, from those seen while watching.
struct CheckpointRate: Equatable {
  private var samples: [(time: Double, rows: Int)] = []
  /// Seconds that the rate is taken over.
  static let window = 120.0

  mutating func note(rows: Int, at time: Double) {
    samples.append((time, rows))
    // The sample at the window's far end stays.
    while samples.count > 2, samples[1].time <= time - Self.window { samples.removeFirst() }
  }

  /// Checkpoints a second; nil until some have come.
  var perSecond: Double? {
    guard let first = samples.first, let last = samples.last, last.rows > first.rows,
      last.time > first.time
    else { return nil }
    return Double(last.rows - first.rows) / (last.time - first.time)
  }

  static func == (a: CheckpointRate, b: CheckpointRate) -> Bool {
    a.samples.elementsEqual(b.samples) { $0.time == $1.time && $0.rows == $1.rows }
  }
}
