import Figures
import Results
import Wording

/// The figures of a scalar variable: its course over training steps, and its final values against each axis.
struct ScalarFigures {
  let table: ReportTable
  let scalar: ReportTable.Scalar
  /// The axes with the share of the final values' variance that lies between their levels, largest first.
  let ranking: [(axis: ReportAxis, share: Double)]

  init(_ scalar: ReportTable.Scalar, in table: ReportTable) {
    (self.scalar, self.table) = (scalar, table)
    var finals = scalar.values.map { _ in Double.nan }
    for trial in table.finalTrials {
      let final = scalar.final(trial)
      finals[trial] = scalar.isLogarithmic ? logarithm(final) : final
    }
    ranking = table.axes.map { ($0, varianceBetween(groups: $0.positions, of: finals)) }
      .sorted { $0.share > $1.share }
  }

  private var valueAxis: FigureAxis {
    FigureAxis(scalar.information.axisTitle, isLogarithmic: scalar.isLogarithmic)
  }

  /// The variable against the training step, with a curve for each level of the axis that explains most of its
  /// variance.
  var course: Figure {
    Figure(
      scalar.information.axisTitle,
      [Panel(x: table.stepAxis, y: valueAxis, .series(courses))])
  }

  private var courses: [Series] {
    guard let axis = ranking.first?.axis else {
      return [Series("", course(of: table.recordedTrials), style: .linePoints)]
    }
    return axis.members(among: table.recordedTrials).enumerated().map { level, trials in
      Series(
        "\(axis.title) \(axis.levels[level].label)", course(of: trials), style: .linePoints,
        hue: axis.hue(level))
    }
  }

  /// The median and the quartiles over trials at each checkpoint.
  private func course(of trials: [Int]) -> [Series.Point] {
    table.header.checkpointCount == 0
      ? []
      : (0..<table.header.checkpointCount).compactMap { checkpoint in
        let taken = trials.filter { !table.steps[$0][checkpoint].isNaN }
        guard let values = Quartiles(taken.map { scalar.values[$0][checkpoint] }),
          let step = Quartiles(taken.map { table.steps[$0][checkpoint] })
        else { return nil }
        return point(table.stepPlace(step.median), values, of: taken.count)
      }
  }

  private func point(_ x: Double, _ values: Quartiles, of count: Int) -> Series.Point {
    Series.Point(x, values.median, band: count > 1 ? values.lower...values.upper : nil)
  }

  /// The final values against each axis, those that explain most of the variance first, with a curve for each level of
  /// the first.
  ///
  /// - Parameter most: The largest number of panels.
  func finals(most: Int) -> Figure? {
    guard let strongest = ranking.first?.axis else { return nil }
    let shown = ranking.prefix(most)
    let panels = shown.map { axis, share in
      Panel(
        "\(axis.title): \(NumberFormat.percent(share)) of the variance", x: axis.figureAxis,
        y: valueAxis,
        .series(finals(against: axis, apart: axis.name == strongest.name ? nil : strongest)))
    }
    return Figure("final \(scalar.information.axisTitle)", panels)
  }

  private func finals(against axis: ReportAxis, apart other: ReportAxis?) -> [Series] {
    let trials = table.finalTrials
    guard let other, other.levels.count <= 8 else {
      return cloud(against: axis, trials) + [
        Series("", medians(against: axis, trials, hasBands: true), hue: .category(0))
      ]
    }
    return other.members(among: trials).enumerated().map { level, members in
      Series(
        "\(other.title) \(other.levels[level].label)",
        medians(against: axis, members, hasBands: other.levels.count <= 3), hue: other.hue(level))
    }
  }

  /// A point for every trial, where they are few enough to be distinguished.
  private func cloud(against axis: ReportAxis, _ trials: [Int]) -> [Series] {
    guard trials.count <= 300 else { return [] }
    let points = trials.map {
      Series.Point(axis.levels[axis.positions[$0]].place, scalar.final($0))
    }
    return [Series("", points, style: .points, hue: .neutral)]
  }

  private func medians(
    against axis: ReportAxis, _ trials: [Int], hasBands: Bool
  ) -> [Series.Point] {
    axis.members(among: trials).enumerated().compactMap { level, members in
      Quartiles(members.map(scalar.final)).map {
        point(axis.levels[level].place, $0, of: hasBands ? members.count : 1)
      }
    }
  }
}
