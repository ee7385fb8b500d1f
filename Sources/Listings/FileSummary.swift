import Records
package import Results
package import Runs
package import Schema

/// What `dynsweep show` prints about a results file before its trials.
package struct FileSummary {
  let header: ResultsHeader
  let axes: [AxisColumn]
  let progress: TrialProgress
  let runs: [RecordedRun]
  /// The process that writes the file now; nil where no process does.
  let writer: String?

  /// - Parameters:
  ///   - header: The file's header.
  ///   - axes: The axes of its sweep.
  ///   - progress: How far its trials have come.
  ///   - runs: The runs that it records, the oldest first.
  ///   - writer: The process that writes the file now; nil where no process does.
  package init(
    header: ResultsHeader, axes: [AxisColumn], progress: TrialProgress, runs: [RecordedRun],
    writer: String?
  ) {
    (self.header, self.axes, self.progress) = (header, axes, progress)
    (self.runs, self.writer) = (runs, writer)
  }

  package var lines: [String] {
    let axisLines = axes.map(\.summary)
    let writing = writer.map { ["written now by \($0)"] } ?? []
    let facts: [(String, [String])] = [
      ("title", [header.title]),
      ("software", [header.software]),
      ("created", [header.created] + writing),
      ("runs", runs.map(\.line)),
      ("trials", ["\(header.trialCount): \(progress.summary)"]),
      ("checkpoints", ["\(header.checkpointCount) a trial at most"]),
      ("axes", axisLines.isEmpty ? ["none"] : axisLines),
    ]
    return facts.flatMap { label, texts in
      texts.enumerated().map { index, text in
        (index == 0 ? label : "").padded(to: 13) + text.printableLine
      }
    }
  }

  package var json: JSONValue {
    let counts = TrialStatus.allCases.map { ("\($0)", JSONValue.integer(progress.count($0))) }
    return .object([
      "title": .text(header.title), "software": .text(header.software),
      "created": .text(header.created), "sweep_sha256": .text(header.sweepSHA256),
      "trial_count": .integer(header.trialCount),
      "checkpoint_count": .integer(header.checkpointCount),
      "statuses": .object(Dictionary(uniqueKeysWithValues: counts)),
      "axes": .object(Dictionary(axes.map { ($0.name, .text($0.path)) }) { first, _ in first }),
      "runs": .list(runs.map(\.summary)),
      "writer": writer.map(JSONValue.text) ?? .null,
    ])
  }
}

extension RecordedRun {
  fileprivate var summary: JSONValue {
    .object([
      "from": .text(from), "software": .text(software),
      "blas_kernel": .text(environment.blas.kernel),
      "blas": .text(environment.blas.configuration),
      "processor": .text(environment.processor.model), "hdf5": .text(environment.hdf5),
      "mpi": .text(environment.mpi), "workers": workers.map(JSONValue.text) ?? .null,
    ])
  }
}
