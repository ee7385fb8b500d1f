package import Records
package import Results
import Summaries

extension AxisImportance {
  /// Most words of an axis that a fit tells apart.
  private static let mostWords = 32

  /// Exact where the trials are a full grid; else told from a polynomial that is fitted to those with a final number.
  ///
  /// - Parameters:
  ///   - columns: Every axis with its value in each trial.
  ///   - replicates: Which replicate each trial is of.
  ///   - values: The quantity at the end of each trial.
  /// - Throws: That there are no axes, or too few trials for a fit.
  package static func told(
    _ columns: [AxisColumn], replicates: [Int], _ values: [Double], statuses: [TrialStatus]
  ) throws(NoTrialGrid) -> AxisImportance {
    let grid: TrialGrid
    do throws(NoTrialGrid) { grid = try TrialGrid(columns, replicates: replicates) } catch {
      guard error != .noAxes else { throw error }
      return try AxisImportance(fittedTo: columns, values, statuses: statuses, for: error)
    }
    return AxisImportance(grid, values, statuses: statuses)
  }

  /// - Parameter gap: Why the trials are no full grid.
  private init(
    fittedTo columns: [AxisColumn], _ values: [Double], statuses: [TrialStatus],
    for gap: NoTrialGrid
  ) throws(NoTrialGrid) {
    let trials = values.indices.filter { statuses[$0] == .complete && values[$0].isFinite }
    let numbers = trials.map { values[$0] }
    let (titles, factors) = try Self.factors(columns, trials)
    let needed = FittedANOVA.leastCount(factors)
    guard trials.count >= needed, !factors.isEmpty else {
      throw .tooFew(trials.count, needed: needed, gap)
    }
    let isConstant = numbers.allSatisfy { $0 == numbers[0] }
    let deviation = isConstant ? 0 : Statistics.deviation(numbers)
    let reason = Self.reason(variance: deviation * deviation)
    let fit = reason == nil ? FittedANOVA(numbers, factors) : nil
    effects =
      titles.indices.map {
        Effect(axes: [titles[$0]], share: fit?.mains[$0] ?? .nan, interval: nil)
      }
      + FunctionalANOVA.pairs(of: titles.count).enumerated().map { number, pair in
        Effect(
          axes: [titles[pair.0], titles[pair.1]], share: fit?.pairs[number] ?? .nan, interval: nil)
      }
    rest = Effect(axes: [], share: fit?.rest ?? .nan, interval: nil)
    (mean, variance) = (Statistics.mean(numbers), deviation * deviation)
    (configurations, replicates, isExact) = (trials.count, 1, false)
    self.reason = reason
  }

  /// The axes that vary among `trials`, those that tell the same as one.
  private static func factors(
    _ columns: [AxisColumn], _ trials: [Int]
  ) throws(NoTrialGrid) -> ([String], [FittedANOVA.Factor]) {
    var titles: [String] = []
    var factors: [FittedANOVA.Factor] = []
    for column in columns {
      let factor = try factor(column, trials)
      guard !factor.functions.isEmpty else { continue }
      if let twin = factors.firstIndex(where: factor.isEquivalent) {
        titles[twin] += " + \(column.name)"
      } else {
        titles.append(column.name)
        factors.append(factor)
      }
    }
    return (titles, factors)
  }

  private static func factor(
    _ column: AxisColumn, _ trials: [Int]
  ) throws(NoTrialGrid) -> FittedANOVA.Factor {
    switch column.values {
    case .real(let values): return FittedANOVA.Factor(numbers: trials.map { values[$0] })
    case .integer(let values): return FittedANOVA.Factor(numbers: trials.map { Double(values[$0]) })
    case .boolean, .text:
      let levels = column.levels
      let words = Set(levels).count
      guard words <= mostWords else { throw .manyWords(column.name, words, most: mostWords) }
      return FittedANOVA.Factor(levels: trials.map { levels[$0] })
    }
  }
}
