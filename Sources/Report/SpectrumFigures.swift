import Figures
import Results

/// An array of a sweep, such as a spectrum, as figures: curves over its dimension, and a map over the axis that moves
/// it most.
struct SpectrumFigures {
  let table: ReportTable
  let array: ReportTable.Array
  /// By trial, at each of `places`; none where nothing was taken.
  private let values: [[Double]]
  /// Where values lie along the dimension.
  private let places: [Double]
  private let placeAxis: FigureAxis
  /// Axes by how much of the variance lies between their levels, the most first.
  private let ranking: [ReportAxis]
  private let errors: SpectrumErrors?

  /// Nil where the array has more than one dimension of its own, or says nothing.
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
      // Spectra of unlike length are compared at equal shares of their length.
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

  /// How many numbers a row has before only missing ones follow.
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

  /// How much of the variance lies between an axis's levels, averaged over up to sixteen places.
  private static func share(_ axis: ReportAxis, of values: [[Double]], count: Int) -> Double {
    let chosen = Swift.Array(stride(from: 0, to: count, by: max(1, count / 16)))
    return chosen.reduce(0) { sum, place in
      sum
        + varianceBetween(
          groups: axis.positions, of: values.map { $0.isEmpty ? .nan : $0[place] })
    } / Double(chosen.count)
  }

  private var valueAxis: FigureAxis { FigureAxis(array.information.axisTitle) }

  /// How far the numbers can be trusted, where that is known.
  var caption: String { errors?.caption(array.last) ?? "" }

  /// At the last checkpoint.
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

  /// Medians and quartiles over trials.
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
