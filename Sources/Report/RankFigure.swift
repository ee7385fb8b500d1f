import Figures
import Results

/// Loss and dimensions of the hidden representation on one time axis, as in arXiv:2412.05144.
struct RankFigure {
  private static let ranks = [
    "effective_rank", "gram_rank", "participation_ratio", "stable_rank", "ipr_dimension",
  ]

  let figure: Figure

  /// The figure; nil where the sweep recorded no loss or no rank.
  init?(_ table: ReportTable) {
    guard let loss = table.scalar("validation_loss") ?? table.scalar("train_loss"),
      loss.isInformative
    else { return nil }
    let ranks = Self.ranks.compactMap { table.scalar($0) }.filter(\.isInformative)
    guard let first = ranks.first else { return nil }
    let strongest = ScalarFigures(first, in: table).ranking.first?.axis
    let groups: [(title: String, trials: [Int])] =
      strongest.map { axis in
        let members = axis.members(among: table.recordedTrials)
        return Self.spread(axis.levels.count).map {
          ("\(axis.title) \(axis.levels[$0].label)", members[$0])
        }
      } ?? [("", table.recordedTrials)]
    let panels = groups.map { group in
      Panel(
        group.title, x: table.stepAxis,
        y: FigureAxis(loss.information.axisTitle, isLogarithmic: loss.isLogarithmic),
        secondY: FigureAxis("dimension of the hidden state"),
        .series(
          [Self.series(loss, of: group.trials, hue: .neutral, isRank: false, table)]
            + ranks.enumerated().map {
              Self.series($1, of: group.trials, hue: .category($0), isRank: true, table)
            }))
    }
    figure = Figure("loss and dimension on one time axis", panels)
  }

  /// The indices of the first, the middle and the last of `count` things; all where there are at most three.
  private static func spread(_ count: Int) -> [Int] {
    count <= 3 ? Array(0..<count) : [0, count / 2, count - 1]
  }

  private static func series(
    _ scalar: ReportTable.Scalar, of trials: [Int], hue: Series.Hue, isRank: Bool,
    _ table: ReportTable
  ) -> Series {
    let points = (0..<table.header.checkpointCount).compactMap { checkpoint -> Series.Point? in
      guard let values = Quartiles(trials.map { scalar.values[$0][checkpoint] }),
        let step = Quartiles(trials.map { table.steps[$0][checkpoint] })
      else { return nil }
      return Series.Point(
        table.stepPlace(step.median), values.median,
        band: trials.count > 1 ? values.lower...values.upper : nil)
    }
    return Series(
      scalar.name.replacing("_", with: " "), points, style: isRank ? .linePoints : .line, hue: hue,
      isOnSecondY: isRank)
  }
}
