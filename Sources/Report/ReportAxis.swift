import Figures
import Foundation
import Results
import Wording

/// A varied setting as figures use it: the level of every trial, and the places of levels on an axis.
struct ReportAxis {
  struct Level: Hashable {
    /// The number on the axis at which the level is drawn.
    let place: Double
    let label: String
  }

  /// The name of the variable in the results file.
  let name: String
  /// The path of the setting in the sweep file (`model.width`).
  let path: String
  /// The levels, ascending where they are numbers; a setting with many values has bins of equal numbers of trials.
  let levels: [Level]
  /// The index of each trial's level.
  let positions: [Int]
  /// Whether levels are words rather than numbers.
  let isCategorical: Bool
  let isLogarithmic: Bool

  /// The most values that have a level each; more are put into bins.
  static let mostLevels = 12
  private static let bins = 8
  /// The most words of which a figure is drawn, as people could not distinguish more.
  private static let mostWords = 64

  /// The axis of a setting; nil where it has only one value, or more words than a figure can show.
  init?(_ column: AxisColumn) {
    switch column.values {
    case .real(let values): self.init(column, numbers: values)
    case .integer(let values): self.init(column, numbers: values.map(Double.init))
    case .text(let values): self.init(column, words: values)
    case .boolean(let values): self.init(column, words: values.map { "\($0)" })
    }
  }

  private init?(_ column: AxisColumn, words: [String]) {
    var distinct: [String] = []
    var numbers: [String: Int] = [:]
    for word in words where numbers[word] == nil {
      numbers[word] = distinct.count
      distinct.append(word)
    }
    guard distinct.count > 1, distinct.count <= Self.mostWords else { return nil }
    (name, path) = (column.name, column.path)
    levels = distinct.enumerated().map { Level(place: Double($0), label: $1) }
    positions = words.map { numbers[$0, default: 0] }
    (isCategorical, isLogarithmic) = (true, false)
  }

  private init?(_ column: AxisColumn, numbers: [Double]) {
    let distinct = Set(numbers.filter(\.isFinite)).sorted()
    guard distinct.count > 1 else { return nil }
    (name, path) = (column.name, column.path)
    isCategorical = false
    isLogarithmic = Self.isGeometric(distinct)
    guard distinct.count > Self.mostLevels else {
      levels = distinct.map { Level(place: $0, label: NumberFormat.figure($0)) }
      let places = Dictionary(uniqueKeysWithValues: zip(distinct, distinct.indices))
      positions = numbers.map { places[$0, default: 0] }
      return
    }
    let sorted = numbers.filter(\.isFinite).sorted()
    // The first number of each bin but the lowest, without repetition.
    let borders = (1..<Self.bins).map { sorted[$0 * sorted.count / Self.bins] }
      .reduce(into: [Double]()) { if $0.last != $1, $1 > sorted[0] { $0.append($1) } }
    let found = numbers.map { number in borders.count { $0 <= number } }
    levels = (0...borders.count).map { bin in
      let members = zip(numbers, found).filter { $0.1 == bin && $0.0.isFinite }.map(\.0).sorted()
      let middle = members.isEmpty ? .nan : Quartiles.quantile(0.5, of: members)
      let ends = [members.first, members.last].compactMap { $0 }.map(NumberFormat.figure)
      return Level(place: middle, label: ends.joined(separator: " to "))
    }
    positions = found
  }

  /// Whether positive numbers are spread evenly on a logarithmic scale rather than on a linear one.
  static func isGeometric(_ ascending: [Double]) -> Bool {
    guard let first = ascending.first, let last = ascending.last, first > 0, ascending.count > 2
    else { return false }
    func unevenness(_ numbers: [Double]) -> Double {
      let gaps = zip(numbers.dropFirst(), numbers).map { $0 - $1 }
      let mean = gaps.reduce(0, +) / Double(gaps.count)
      return gaps.reduce(0) { $0 + abs($1 / mean - 1) }
    }
    return last / first >= 4 && unevenness(ascending.map { log($0) }) < unevenness(ascending)
  }

  /// The setting's name in figures.
  var title: String { name.replacing("_", with: " ") }

  var figureAxis: FigureAxis {
    isCategorical
      ? FigureAxis(
        title, range: -0.4...(Double(levels.count) - 0.6),
        ticks: levels.map { FigureAxis.Tick($0.place, $0.label) })
      : levels.count <= 8
        ? FigureAxis(
          title, isLogarithmic: isLogarithmic,
          ticks: levels.map { FigureAxis.Tick($0.place, $0.label) })
        : FigureAxis(title, isLogarithmic: isLogarithmic)
  }

  /// The colour of a level: along a palette where levels are numbers, distinct colours where they are words.
  func hue(_ level: Int) -> Series.Hue {
    if isCategorical { return .category(level) }
    return .along(levels.count > 1 ? Double(level) / Double(levels.count - 1) : 0)
  }

  /// The trials of each level.
  func members(among trials: [Int]) -> [[Int]] {
    var members = [[Int]](repeating: [], count: levels.count)
    for trial in trials { members[positions[trial]].append(trial) }
    return members
  }
}
