import Observables

/// What `dynsweep spectrum` says of a spectrum.
struct SpectrumReport {
  /// Of each trajectory, largest first.
  let rows: [[Double]]
  let statistics: TrajectoryStatistics
  let mean: LyapunovSpectrum

  init(_ rows: [[Double]]) {
    self.rows = rows
    statistics = TrajectoryStatistics(rows)
    mean = LyapunovSpectrum(statistics.means)
  }

  var json: JSONValue {
    .object([
      "exponents": .list(rows.map(JSONValue.numbers)),
      "mean": .numbers(mean.exponents),
      "kaplan_yorke": .number(mean.kaplanYorkeDimension),
      "entropy_rate": .number(mean.entropyRate),
    ])
  }

  /// A summary and a table of exponents with their spread over trajectories.
  func text(of spectrum: ModelSpectrum) -> String {
    let model = spectrum.model
    let layers = model.units.map { String($0) }.joined(separator: " + ")
    let isPart = mean.exponents.count < model.stateSize
    let bound = isPart ? " (at least: only the first \(mean.exponents.count) were computed)" : ""
    let spread = rows.count > 1
    var columns = [
      TextTable.Column(title: "exponent", cells: mean.exponents.indices.map { String($0 + 1) }),
      TextTable.Column(title: "nats/step", cells: mean.exponents.map(NumberText.short)),
    ]
    if spread {
      columns.append(
        TextTable.Column(title: "deviation", cells: statistics.deviations.map(NumberText.short)))
    }
    let header = [
      "\(model.cell.rawValue), \(layers) units, \(model.inputSize) features",
      "\(rows.count) trajector\(spread ? "ies" : "y"), \(spectrum.steps) steps after a warm-up of "
        + "\(spectrum.warmup)",
      "",
      "largest exponent        \(NumberText.short(mean.maximum)) nats a step",
      "Kaplan–Yorke dimension  \(NumberText.short(mean.kaplanYorkeDimension))\(bound)",
      "entropy rate            \(NumberText.short(mean.entropyRate)) nats a step\(bound)",
      "",
    ]
    return (header + TextTable(columns: columns).lines(width: nil).lines).joined(separator: "\n")
  }
}
