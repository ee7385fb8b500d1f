import Platform
import Dynamics
import ForeignModels
import Listings
import Schema
import Wording

/// What `dynsweep spectrum` prints about a spectrum.
struct SpectrumReport {
  /// The exponents of each trajectory in nats a step, the largest first.
  let rows: [[Double]]
  /// Means over trajectories, sorted, with deviations and error estimates.
  let statistics: TrajectoryStatistics
  let mean: LyapunovSpectrum

  /// - Parameter count: How many exponents the user has asked for.
  init(_ estimates: [LyapunovEstimate], count: Int) {
    let (exponents, errors) = (
      estimates.flatMap(\.exponents), estimates.flatMap(\.errorEstimates)
    )
    rows = zip(exponents, errors).map {
      TrajectoryStatistics([$0], errors: [$1], first: count).means
    }
    statistics = TrajectoryStatistics(exponents, errors: errors, first: count)
    mean = LyapunovSpectrum(statistics.means)
  }

  func json(of model: RecurrentModel) -> JSONValue {
    .object([
      "net": .text(model.prefix), "unused": .list(model.unused.map(JSONValue.text)),
      "exponents": .list(rows.map(JSONValue.numbers)),
      "mean": .numbers(mean.exponents),
      "error_estimate": .numbers(statistics.errorEstimates),
      "vanished": .number(statistics.vanished),
      "kaplan_yorke": .number(mean.kaplanYorkeDimension),
      "entropy_rate": .number(mean.entropyRate),
    ])
  }

  /// A summary, and a table of exponents with their deviations over trajectories.
  func text(of spectrum: ModelSpectrum) -> String {
    let model = spectrum.model
    let layers = model.units.map { String($0) }.joined(separator: " + ")
    let isPart = mean.exponents.count < model.stateSize
    let bound = isPart ? " (at least: only the first \(mean.exponents.count) were computed)" : ""
    let spread = rows.count > 1
    var columns = [
      TextTable.Column(title: "exponent", cells: mean.exponents.indices.map { String($0 + 1) }),
      TextTable.Column(title: "nats/step", cells: mean.exponents.map(NumberFormat.table)),
      TextTable.Column(
        title: "rounding", cells: statistics.errorEstimates.map { "± " + NumberFormat.table($0) }),
    ]
    if spread {
      columns.append(
        TextTable.Column(title: "deviation", cells: statistics.deviations.map(NumberFormat.table)))
    }
    let header: [String] =
      [
        "\(model.cell.rawValue), \(layers) units, \(model.inputSize) features"
          + (model.origin.isEmpty ? "" : ", \(model.origin)"),
        "\(rows.count) trajector\(spread ? "ies" : "y"), \(spectrum.steps) steps after a warm-up of "
          + "\(spectrum.warmup)",
        "",
        "largest exponent        \(NumberFormat.table(mean.maximum)) nats a step",
        "Kaplan–Yorke dimension  \(NumberFormat.table(mean.kaplanYorkeDimension))\(bound)",
        "entropy rate            \(NumberFormat.table(mean.entropyRate)) nats a step\(bound)",
      ] + remarks + unused(model) + [""]
    return (header + TextTable(columns: columns).lines(width: nil).lines).joined(separator: "\n")
  }

  /// A line that names the datasets of the file which do not belong to this net.
  private func unused(_ model: RecurrentModel) -> [String] {
    guard !model.unused.isEmpty else { return [] }
    let rest = model.unused.count > 12 ? ", … (\(model.unused.count))" : ""
    return ["not used: \(model.unused.prefix(12).joined(separator: ", "))\(rest)"]
  }

  /// Lines that explain exponents which are not finite numbers.
  private var remarks: [String] {
    let dead = mean.exponents.count { $0 == -.infinity }
    let unknown = mean.exponents.count(where: \.isNaN)
    var lines: [String] = []
    if dead > 0 {
      lines.append(
        "\(dead) direction\(dead == 1 ? "" : "s") vanished: no perturbation along them is left")
    }
    if unknown > 0 {
      lines.append(
        "\(unknown) exponent\(unknown == 1 ? " is" : "s are") NaN: rounding may have moved them by "
          + "more than a thousandth")
    }
    return lines
  }
}
