import Figures
import Sweep

/// Trials that are to be averaged over, such as the replicates of one configuration.
struct Ensemble {
  let trials: [FindingTable.Trial]

  init(_ trials: [FindingTable.Trial]) { self.trials = trials }

  /// The trials of a table that ended well.
  init(_ table: FindingTable) { trials = table.trials.filter { $0.status == .complete } }

  /// Those for which a numeric setting has this value.
  func with(_ path: String, _ value: Double) -> Ensemble {
    Ensemble(trials.filter { $0.real(path) == value })
  }

  /// Those for which a setting is this word.
  func with(_ path: String, _ word: String) -> Ensemble {
    Ensemble(trials.filter { $0.text(path) == word })
  }

  /// The values of a numeric setting, ascending.
  func values(of path: String) -> [Double] {
    Set(trials.map { $0.real(path) }.filter { !$0.isNaN }).sorted()
  }

  /// NaN where there are no trials.
  func mean(_ number: (FindingTable.Trial) -> Double) -> Double {
    trials.reduce(0) { $0 + number($1) } / Double(trials.count)
  }

  /// The largest, where a NaN among them counts as such; NaN where there are no trials.
  func largest(_ number: (FindingTable.Trial) -> Double) -> Double {
    let numbers = trials.map(number)
    return numbers.contains { $0.isNaN } ? .nan : numbers.max() ?? .nan
  }

  /// The smallest, where a NaN among them counts as such; NaN where there are no trials.
  func smallest(_ number: (FindingTable.Trial) -> Double) -> Double { -largest { -number($0) } }

  /// The mean and the range of a number, as a point of a figure.
  func point(_ x: Double, _ number: (FindingTable.Trial) -> Double) -> Series.Point {
    let (low, high) = (smallest(number), largest(number))
    return Series.Point(x, mean(number), band: low <= high ? low...high : nil)
  }

  /// The mean of each number of an array.
  func means(_ numbers: (FindingTable.Trial) -> [Double]) -> [Double] {
    let rows = trials.map(numbers)
    guard let shortest = rows.map(\.count).min() else { return [] }
    return (0..<shortest).map { index in
      rows.reduce(0) { $0 + $1[index] } / Double(rows.count)
    }
  }
}
