import Schema
import SweepFiles
import Wording

/// An axis in words.
struct AxisText {
  private let plan: SweepPlan
  private let axis: SweepFiles.Axis

  init(_ plan: SweepPlan, _ axis: SweepFiles.Axis) { (self.plan, self.axis) = (plan, axis) }

  /// Few values one by one, of many their number, range and kind: `32, 64 and 128`, `9 values from 0.001 to 0.1 in
  /// equal ratios`.
  var brief: String {
    let texts = axis.values.map { markdown("\($0)") }
    let distinct = texts.uniqued
    guard distinct.count > 8 else { return listed(distinct) }
    let numbers = axis.values.compactMap(\.number)
    let range =
      numbers.count == axis.values.count
      ? " from \(NumberFormat.exact(numbers.min() ?? 0)) to \(NumberFormat.exact(numbers.max() ?? 0))"
      : ""
    return "\(distinct.count) values\(range)\(kind)"
  }

  private var kind: String {
    switch axis.kind {
    case .grid: ""
    case .linear: " in equal steps"
    case .log: " in equal ratios"
    case .random: ", drawn at random"
    case .design: ", laid by the design"
    }
  }
}

/// `text` for Markdown, in a cell of a table too.
func markdown(_ text: String) -> String {
  text.printableLine.map { "\\|*`<[".contains($0) ? "\\\($0)" : "\($0)" }.joined()
}
