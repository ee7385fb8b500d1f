import Figures
import Results

/// The figures of an array such as a spectrum: curves over its dimension, and a map over the axis that explains most of
/// its variance.
struct SpectrumFigures {
  let table: ReportTable
  let array: ReportTable.Array
  /// The numbers, [trial][place]; empty where a trial has none.
  private let values: [[Double]]
  /// The places along the dimension at which numbers are drawn.
  private let places: [Double]
  private let placeAxis: FigureAxis
  /// The axes by the share of the variance that lies between their levels, largest first.
  private let ranking: [ReportAxis]
  private let errors: SpectrumErrors?

  /// The figures; nil where the array has more than one dimension beyond trial and checkpoint, or no finite number.
  init?(_ array: ReportTable.Array, in table: ReportTable) {
    guard array.dimensions.count == 1, array.dimensions[0].size > 1,
      array.last.contains(where: { $0.contains(where: \.isFinite) })
    else { return nil }
    let size = array.dimensions[0].size
    let errors = SpectrumErrors(of: array, in: table)
    let lengths = array.last.indices.map { errors?.count($0) ?? Self.count(array.last[$0]) }
    let counts = Set(lengths.filter { $0 > 0 })
    let (values, places): ([[Double]], [Double])
    if array.dimensions[0].name == "exponent", counts.count > 1 {
      // Spectra of different lengths are compared at equal shares of their lengths.
      places = (0..<64).map { (Double($0) + 0.5) / 64 }
      values = zip(array.last, lengths).map { Self.resampled($0.prefix($1), at: places) }
      placeAxis = FigureAxis("place in the spectrum (share)", range: 0...1)
    } else {
      let kept = Swift.Array(stride(from: 0, to: size, by: max(1, size / 200)))
      places = kept.map { Double($0 + 1) }
      values = array.last.map { row in row.isEmpty ? [] : kept.map { row[$0] } }
      placeAxis = Self.axis(array, size: size)
    }
    ranking = table.axes.map { axis in
      (axis: axis, share: Self.share(axis, of: values, count: places.count))
    }.sorted { $0.share > $1.share }.map(\.axis)
    (self.array, self.table, self.values, self.places) = (array, table, values, places)
    self.errors = errors
  }

  /// The length of a row without the missing numbers at its end.
  static func count(_ row: [Double]) -> Int {
    (row.lastIndex { !$0.isNaN } ?? -1) + 1
  }

  private static func resampled(_ row: ArraySlice<Double>, at places: [Double]) -> [Double] {
    let count = row.count
    return count == 0 ? [] : places.map { row[min(Int($0 * Double(count)), count - 1)] }
  }

  private static func axis(_ array: ReportTable.Array, size: Int) -> FigureAxis {
    let name = array.dimensions[0].name.replacing("_", with: " ")
    if array.labels.count == size {
      return FigureAxis(
        name, range: 0.6...(Double(size) + 0.4),
        ticks: array.labels.enumerated().map { FigureAxis.Tick(Double($0 + 1), $1) })
    }
    return FigureAxis(name == "time" ? "time step" : "number of the \(name)")
  }

  /// The share of the variance that lies between an axis's levels, averaged over about sixteen places.
  private static func share(_ axis: ReportAxis, of values: [[Double]], count: Int) -> Double {
    let chosen = Swift.Array(stride(from: 0, to: count, by: max(1, count / 16)))
    return chosen.reduce(0) { sum, place in
      sum
        + varianceBetween(
          groups: axis.positions, of: values.map { $0.isEmpty ? .nan : $0[place] })
    } / Double(chosen.count)
  }

  private var valueAxis: FigureAxis { FigureAxis(array.information.axisTitle) }

  /// A line about the numbers' accuracy; empty where it is not known.
  var caption: String { errors?.caption(array.last) ?? "" }

  /// The figure of the numbers at each trial's last checkpoint.
  var figure: Figure {
    var panels = [Panel(x: placeAxis, y: valueAxis, .series(curves))]
    if places.count > 3, array.labels.isEmpty,
      let axis = ranking.first(where: { $0.levels.count > 2 }) ?? ranking.first
    {
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
          "", [Series.Point(places[0], 0), Series.Point(places[places.count - 1], 0)],
          style: .reference, hue: .neutral)
      ] : []
    guard let axis = ranking.first else {
      return zero + [Series("", curve(of: trials), style: .line)]
    }
    return zero
      + axis.members(among: trials).enumerated().map { level, members in
        Series(
          "\(axis.title) \(axis.levels[level].label)", curve(of: members), style: .line,
          hue: axis.hue(level))
      }
  }

  private func quartiles(_ trials: [Int], at place: Int) -> Quartiles? {
    Quartiles(trials.map { values[$0].isEmpty ? .nan : values[$0][place] })
  }

  /// The median and the quartiles over trials at each place.
  private func curve(of trials: [Int]) -> [Series.Point] {
    places.indices.compactMap { place in
      quartiles(trials, at: place).map {
        Series.Point(
          places[place], $0.median, band: trials.count > 1 ? $0.lower...$0.upper : nil)
      }
    }
  }

  private var crossesZero: Bool {
    let finite = values.joined().filter(\.isFinite)
    guard let least = finite.min(), let most = finite.max() else { return false }
    return least < 0 && most > 0
  }

  private func map(over axis: ReportAxis) -> Panel {
    let rows = Swift.Array(stride(from: 0, to: places.count, by: max(1, places.count / 64)))
    let members = axis.members(among: table.recordedTrials)
    let medians = rows.map { row in members.map { quartiles($0, at: row)?.median ?? .nan } }
    return Panel(
      x: FigureAxis(
        axis.title, ticks: axis.levels.map { FigureAxis.Tick($0.place, $0.label) }), y: placeAxis,
      .map(
        HeatMap(
          x: axis.levels.map(\.place), y: rows.map { places[$0] }, values: medians,
          label: array.information.axisTitle, isDiverging: crossesZero)))
  }
}
