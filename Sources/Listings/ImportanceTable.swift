import Judging
package import Results
package import Schema
import Wording

/// What `dynsweep show --importance` tells: shares of a quantity's variance, the largest first.
package struct ImportanceTable {
  let quantity: String
  let importance: AxisImportance
  /// The first few of the effects, by size.
  let shown: [AxisImportance.Effect]

  /// - Parameter top: How many shares; all where nil.
  /// - Throws: `InspectionError` where there is no such quantity, or neither a full grid nor enough trials for a fit,
  ///   or what is wrong with the file.
  package init(
    of quantity: String, _ reader: borrowing ResultsReader, _ columns: FileColumns,
    _ progress: TrialProgress, top: Int?
  ) throws {
    let available = columns.scalars + columns.findings
    guard available.contains(quantity) else {
      throw InspectionError.unknownColumn(quantity, path: reader.path, available: available)
    }
    let replicates = try reader.integers(of: "replicate")
    let values =
      columns.scalars.contains(quantity)
      ? try reader.finalValues(of: quantity, progress) : try reader.values(of: quantity).values
    let importance: AxisImportance
    do throws(NoTrialGrid) {
      importance = try .told(
        columns.axes, replicates: replicates, values, statuses: progress.statuses)
    } catch {
      throw InspectionError.noImportance(path: reader.path, reason: "\(error)")
    }
    self.init(of: quantity, importance, top: top)
  }

  init(of quantity: String, _ importance: AxisImportance, top: Int?) {
    (self.quantity, self.importance) = (quantity, importance)
    let sorted = importance.effects.enumerated().sorted { one, other in
      // Without numbers, and where they are equal, in their order.
      one.element.share == other.element.share || one.element.share.isNaN
        ? one.offset < other.offset : one.element.share > other.element.share
    }
    shown = sorted.prefix(top ?? sorted.count).map(\.element)
  }

  package var lines: [String] {
    let means = importance.replicates > 1 ? ", means of \(importance.replicates) replicates" : ""
    let over =
      importance.isExact
      ? "configurations" + means
      : "trials, told from a quadratic polynomial fitted to them, since they are no full grid"
    let numbers = "mean \(NumberFormat.table(importance.mean)), variance "
    let effects = shown + [importance.rest]
    let table = TextTable(columns: [
      TextTable.Column(
        title: "axes", alignment: .left,
        cells: effects.map {
          $0.axes.isEmpty ? restTitle : $0.axes.joined(separator: " × ")
        }),
      TextTable.Column(title: "share", cells: effects.map { Self.cell($0.share) }),
      TextTable.Column(title: "from", cells: effects.map { Self.cell($0.interval?.lowerBound) }),
      TextTable.Column(
        title: "to (95 %)", cells: effects.map { Self.cell($0.interval?.upperBound) }),
    ])
    return [
      "share of the variance of \(quantity) over \(importance.configurations) \(over)",
      numbers + NumberFormat.table(importance.variance), "",
    ]
      + table.lines(width: nil).lines + (importance.reason.map { ["", "no shares: \($0)"] } ?? [])
  }

  private var restTitle: String {
    importance.isExact ? "three and more together" : "not explained (of a trial not fitted to)"
  }

  /// A share; what rounding leaves of none is none.
  private static func cell(_ share: Double?) -> String {
    guard let share else { return NumberFormat.table(.nan) }
    return NumberFormat.table(abs(share) < 1e-12 ? 0 : share)
  }

  package var json: JSONValue {
    .object([
      "quantity": .text(quantity), "exact": .boolean(importance.isExact),
      "mean": .number(importance.mean),
      "variance": .number(importance.variance),
      "configurations": .integer(importance.configurations),
      "replicates": .integer(importance.replicates),
      "reason": importance.reason.map(JSONValue.text) ?? .null,
      "effects": .list(shown.map(\.json)), "rest": importance.rest.json,
    ])
  }
}

extension AxisImportance.Effect {
  fileprivate var json: JSONValue {
    .object([
      "axes": .list(axes.map(JSONValue.text)), "share": .number(share),
      "low": .number(interval?.lowerBound ?? .nan),
      "high": .number(interval?.upperBound ?? .nan),
    ])
  }
}
