package import Records
import Summaries

/// Which axes of a sweep a quantity hangs on, and which pairs of them beyond that: shares of its variance over the
/// configurations of a full grid, of which each has its mean over replicates; elsewhere over trials, told from a fit.
package struct AxisImportance: Equatable, Sendable {
  package struct Effect: Equatable, Sendable {
    /// Titles of one factor of the grid, or of two; none of what is left.
    package let axes: [String]
    /// Of the variance; NaN where there is none to be told.
    package let share: Double
    /// Of 95 %, told from replicates; nil where there is but one.
    package let interval: ClosedRange<Double>?
  }

  package let mean: Double
  package let variance: Double
  /// Of a full grid; elsewhere trials with a final number.
  package let configurations: Int
  package let replicates: Int
  /// Each factor of the grid alone, in order, and then pairs: 0 and 1, 0 and 2, …, 1 and 2, …
  package let effects: [Effect]
  /// Whether the trials are a full grid; if not, a quadratic polynomial was fitted to them.
  package let isExact: Bool
  /// What factors explain only three and more at a time, chance among it; of a fit, what it does not explain of a trial
  /// when fitted to the others.
  package let rest: Effect
  /// Why shares are NaN; nil where they are numbers.
  package let reason: String?

  /// - Parameters:
  ///   - values: The quantity at the end of each trial.
  ///   - statuses: The numbers of trials that are not complete are not final, and then nothing is told.
  package init(_ grid: TrialGrid, _ values: [Double], statuses: [TrialStatus]) {
    let gaps = Self.gaps(values, statuses)
    let rows = grid.cells.map { $0.map { values[$0] } }
    let sizes = grid.factors.map(\.levelCount)
    let sums = Self.sums(rows)
    let count = Double(rows.count)
    let whole = FunctionalANOVA(sums.map { $0 / count }, sizes: sizes)
    let parts =
      rows.count > 1
      ? rows.map { row in
        FunctionalANOVA(zip(sums, row).map { ($0 - $1) / (count - 1) }, sizes: sizes)
      } : []
    let reason = gaps ?? Self.reason(variance: whole.variance)
    func effect(_ axes: [String], _ share: (FunctionalANOVA) -> Double) -> Effect {
      guard reason == nil else { return Effect(axes: axes, share: .nan, interval: nil) }
      let interval = Statistics.interval(of: share(whole), without: parts.map(share))
      return Effect(axes: axes, share: share(whole), interval: interval?.clamped(to: 0...1))
    }
    let titles = grid.factors.map(\.title)
    effects =
      titles.indices.map { factor in effect([titles[factor]]) { $0.mains[factor] } }
      + FunctionalANOVA.pairs(of: titles.count).enumerated().map { number, pair in
        effect([titles[pair.0], titles[pair.1]]) { $0.pairs[number] }
      }
    rest = effect([], \.rest)
    (mean, variance) = gaps == nil ? (whole.mean, whole.variance) : (.nan, .nan)
    (configurations, replicates) = (grid.cells.first?.count ?? 0, grid.cells.count)
    isExact = true
    self.reason = reason
  }

  /// Of each cell over replicates.
  private static func sums(_ rows: [[Double]]) -> [Double] {
    rows.dropFirst().reduce(into: rows.first ?? []) { sums, row in
      for cell in row.indices { sums[cell] += row[cell] }
    }
  }

  /// Why a variance cannot be shared out; nil where it can.
  static func reason(variance: Double) -> String? {
    guard variance.isFinite else { return "its numbers are too large to be squared" }
    return variance > 0 ? nil : "it is the same everywhere"
  }

  /// Which trials have no final number; nil where all have.
  private static func gaps(_ values: [Double], _ statuses: [TrialStatus]) -> String? {
    let missing = values.indices.filter { statuses[$0] != .complete || !values[$0].isFinite }
    guard !missing.isEmpty else { return nil }
    let kinds = TrialStatus.allCases.compactMap { status in
      let count = missing.count { statuses[$0] == status }
      return count > 0 ? "\(count) \(status == .complete ? "without a number" : status.name)" : nil
    }
    return
      "\(missing.count) of \(values.count) trials have no final number (\(kinds.joined(separator: ", "))), and shares "
      + "of variance are exact on full grids alone"
  }
}
