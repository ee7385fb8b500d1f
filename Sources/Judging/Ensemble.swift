package import Figures
import Records
import SweepFiles
import Summaries
import Wording

/// Trials that are looked at together, such as the replicates of one configuration, and what they have in common.
package struct Ensemble: Sendable {
  package let trials: [FindingTable.Trial]
  /// In words: `gain 3`.
  private let conditions: [String]

  /// All trials of a table, however they ended.
  package init(_ table: FindingTable) { self.init(table.trials, []) }

  private init(_ trials: [FindingTable.Trial], _ conditions: [String]) {
    (self.trials, self.conditions) = (trials, conditions)
  }

  /// The trials for which `holds` is true.
  package func with(_ condition: String, _ holds: (FindingTable.Trial) -> Bool) -> Ensemble {
    Ensemble(trials.filter(holds), conditions + [condition])
  }

  /// The trials with this value of a numeric setting.
  package func with(_ path: String, _ value: Double) -> Ensemble {
    with("\(Self.word(path)) \(NumberFormat.exact(value))") { $0.real(path) == value }
  }

  /// The trials with this word as a setting.
  package func with(_ path: String, _ word: String) -> Ensemble {
    with("\(Self.word(path)) \(word)") { $0.text(path) == word }
  }

  private static func word(_ path: String) -> String {
    String(path.split(separator: ".").last ?? "").replacing("_", with: " ")
  }

  /// What keeps them from being judged: that there are none, or that some did not come to their end; nil where nothing
  /// does.
  var lack: String? {
    let which = conditions.isEmpty ? "" : " with \(conditions.joined(separator: ", "))"
    guard !trials.isEmpty else { return "no trials\(which)" }
    let others = TrialStatus.allCases.filter { $0 != .complete }.compactMap { status in
      let count = trials.count { $0.status == status }
      return count > 0 ? "\(count) \(status.name)" : nil
    }
    return others.isEmpty
      ? nil : "of \(trials.count) trials\(which): \(others.joined(separator: ", "))"
  }

  /// The values of a numeric setting, ascending.
  package func values(of path: String) -> [Double] {
    Set(trials.map { $0.real(path) }.filter { !$0.isNaN }).sorted()
  }

  /// NaN where there are no trials.
  package func mean(_ number: (FindingTable.Trial) -> Double) -> Double {
    Statistics.mean(trials.map(number))
  }

  /// The largest, where a NaN among them counts as such; NaN where there are no trials.
  package func largest(_ number: (FindingTable.Trial) -> Double) -> Double {
    Statistics.largest(trials.map(number))
  }

  /// The smallest, where a NaN among them counts as such; NaN where there are no trials.
  func smallest(_ number: (FindingTable.Trial) -> Double) -> Double {
    Statistics.least(trials.map(number))
  }

  /// The mean and the range of a number, as a point of a figure.
  package func point(_ x: Double, _ number: (FindingTable.Trial) -> Double) -> Series.Point {
    let (low, high) = (smallest(number), largest(number))
    return Series.Point(x, mean(number), band: low <= high ? low...high : nil)
  }

  /// The mean of each number of an array.
  package func means(_ numbers: (FindingTable.Trial) -> [Double]) -> [Double] {
    let rows = trials.map(numbers)
    guard let shortest = rows.map(\.count).min() else { return [] }
    return (0..<shortest).map { index in Statistics.mean(rows.map { $0[index] }) }
  }
}
