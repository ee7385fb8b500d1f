package import Figures
import Records
import SweepFiles
import Summaries
import Wording

/// Trials that are judged together, such as the replicates of one configuration, and the conditions that selected them.
package struct Ensemble: Sendable {
  /// The trials, of any status, in the order of the table.
  package let trials: [FindingTable.Trial]
  /// The conditions in words, such as `gain 3`.
  private let conditions: [String]

  /// All trials of a table, of any status.
  package init(_ table: FindingTable) { self.init(table.trials, []) }

  private init(_ trials: [FindingTable.Trial], _ conditions: [String]) {
    (self.trials, self.conditions) = (trials, conditions)
  }

  /// The trials for which `holds` is true.
  ///
  /// - Parameter condition: The condition in words, for reports of missing trials.
  package func with(_ condition: String, _ holds: (FindingTable.Trial) -> Bool) -> Ensemble {
    Ensemble(trials.filter(holds), conditions + [condition])
  }

  /// The trials whose numeric setting at `path` (`model.width`) has this value.
  package func with(_ path: String, _ value: Double) -> Ensemble {
    with("\(Self.word(path)) \(NumberFormat.exact(value))") { $0.real(path) == value }
  }

  /// The trials whose setting at `path` is this word.
  package func with(_ path: String, _ word: String) -> Ensemble {
    with("\(Self.word(path)) \(word)") { $0.text(path) == word }
  }

  private static func word(_ path: String) -> String {
    String(path.split(separator: ".").last ?? "").replacing("_", with: " ")
  }

  /// The reason why the trials cannot be judged, in words: there are none, or some are not complete; nil where they
  /// can.
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

  /// The distinct values of a numeric setting, ascending; trials without it are left out.
  package func values(of path: String) -> [Double] {
    Set(trials.map { $0.real(path) }.filter { !$0.isNaN }).sorted()
  }

  /// The mean of a number over the trials; NaN where there are none.
  package func mean(_ number: (FindingTable.Trial) -> Double) -> Double {
    Statistics.mean(trials.map(number))
  }

  /// The largest value of a number over the trials; NaN where one is NaN or there are no trials.
  package func largest(_ number: (FindingTable.Trial) -> Double) -> Double {
    Statistics.largest(trials.map(number))
  }

  /// The smallest, where a NaN among them counts as such; NaN where there are no trials.
  func smallest(_ number: (FindingTable.Trial) -> Double) -> Double {
    Statistics.least(trials.map(number))
  }

  /// A figure's point with the mean and the range of a number over the trials.
  package func point(_ x: Double, _ number: (FindingTable.Trial) -> Double) -> Series.Point {
    let (low, high) = (smallest(number), largest(number))
    return Series.Point(x, mean(number), band: low <= high ? low...high : nil)
  }

  /// The elementwise mean of an array over the trials, as long as the shortest array; empty where there are no trials.
  package func means(_ numbers: (FindingTable.Trial) -> [Double]) -> [Double] {
    let rows = trials.map(numbers)
    guard let shortest = rows.map(\.count).min() else { return [] }
    return (0..<shortest).map { index in Statistics.mean(rows.map { $0[index] }) }
  }
}
