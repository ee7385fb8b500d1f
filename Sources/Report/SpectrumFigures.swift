import Figures
import Results

/// An array of a sweep, such as a spectrum, as figures: curves over its dimension, and a map over the axis that moves
/// it most.
struct SpectrumFigures {
  let table: ReportTable
  let array: ReportTable.Array
  private let axis: ReportAxis?
  private let size: Int

  /// Nil where the array has more than one dimension of its own, or says nothing.
  init?(_ array: ReportTable.Array, in table: ReportTable) {
    guard array.dimensions.count == 1, array.dimensions[0].size > 1,
      array.last.contains(where: { $0.contains(where: \.isFinite) })
    else { return nil }
    (self.array, self.table) = (array, table)
    let size = array.dimensions[0].size
    self.size = size
    axis = table.axes.map { ($0, Self.share($0, of: array, size: size)) }.max { $0.1 < $1.1 }?.0
  }

  /// How much of the variance lies between an axis's levels, averaged over up to sixteen places of the array.
  private static func share(_ axis: ReportAxis, of array: ReportTable.Array, size: Int) -> Double {
    let places = Swift.Array(stride(from: 0, to: size, by: max(1, size / 16)))
    return places.reduce(0) { sum, place in
      sum
        + varianceBetween(
          groups: axis.positions, of: array.last.map { $0.isEmpty ? .nan : $0[place] })
    } / Double(places.count)
  }

  private var places: FigureAxis {
    switch array.dimensions[0].name {
    case "time": FigureAxis("time step")
    case let name where array.labels.count == size:
      FigureAxis(
        name.replacing("_", with: " "), range: 0.6...(Double(size) + 0.4),
        ticks: array.labels.enumerated().map { FigureAxis.Tick(Double($0 + 1), $1) })
    case let name: FigureAxis("number of the \(name.replacing("_", with: " "))")
    }
  }

  private var valueAxis: FigureAxis { FigureAxis(array.information.axisTitle) }

  /// At the last checkpoint.
  var figure: Figure {
    var panels = [Panel(x: places, y: valueAxis, .series(curves))]
    if let axis, axis.levels.count > 2, size > 3, array.labels.isEmpty {
      panels.append(map(over: axis))
    }
    return Figure(array.information.axisTitle, panels)
  }

  private var curves: [Series] {
    let trials = table.recordedTrials
    let zero: [Series] =
      crossesZero
      ? [
        Series(
          "", [Series.Point(1, 0), Series.Point(Double(size), 0)], style: .reference,
          hue: .neutral)
      ] : []
    guard let axis else { return zero + [Series("", curve(of: trials), style: .line)] }
    return zero
      + axis.members(among: trials).enumerated().map { level, members in
        Series(
          "\(axis.title) \(axis.levels[level].label)", curve(of: members), style: .line,
          hue: axis.hue(level))
      }
  }

  private func quartiles(_ trials: [Int], at place: Int) -> Quartiles? {
    Quartiles(trials.map { array.last[$0].isEmpty ? .nan : array.last[$0][place] })
  }

  /// Medians and quartiles, at no more than a few hundred places.
  private func curve(of trials: [Int]) -> [Series.Point] {
    stride(from: 0, to: size, by: max(1, size / 200)).compactMap { place in
      quartiles(trials, at: place).map {
        Series.Point(
          Double(place + 1), $0.median, band: trials.count > 1 ? $0.lower...$0.upper : nil)
      }
    }
  }

  private var crossesZero: Bool {
    let finite = array.last.joined().filter(\.isFinite)
    guard let least = finite.min(), let most = finite.max() else { return false }
    return least < 0 && most > 0
  }

  private func map(over axis: ReportAxis) -> Panel {
    let rows = Swift.Array(stride(from: 0, to: size, by: max(1, size / 64)))
    let members = axis.members(among: table.recordedTrials)
    let values = rows.map { row in members.map { quartiles($0, at: row)?.median ?? .nan } }
    return Panel(
      x: FigureAxis(
        axis.title, ticks: axis.levels.map { FigureAxis.Tick($0.place, $0.label) }), y: places,
      .map(
        HeatMap(
          x: axis.levels.map(\.place), y: rows.map { Double($0 + 1) }, values: values,
          label: array.information.axisTitle, isDiverging: crossesZero)))
  }
}
