import Attribution
import Foundation
import Orchestration
import Results
import Schema
import SweepFiles

extension ResultsLayout {
  /// The layout of a sweep's results file, made by this program on this machine now.
  init(_ profile: SweepProfile) {
    let plan = profile.plan
    let trials = 0..<plan.trialCount
    let configurations = trials.lazy.map { ($0 / plan.configurationCount) }
    self.init(
      title: plan.name, sweep: plan.text, software: ProgramVersion.software,
      environment: MachineReport.json, created: Date().formatted(.iso8601),
      axes: zip(profile.axisNames, plan.axes.indices).map { AxisColumn($0, plan, axis: $1) },
      seeds: configurations.map { plan.seed(ofReplicate: $0) },
      replicates: Array(configurations), checkpointCount: profile.checkpointCount,
      quantities: profile.quantities, kept: profile.kept, rule: profile.ruleLayout)
    guard let told = plan.about else { return }
    title = told.title ?? plan.name
    about = told.attributes
  }
}

extension AxisColumn {
  /// Axis number `axis` with its value in each trial.
  init(_ name: String, _ plan: SweepPlan, axis: Int) {
    let values = (0..<plan.trialCount).map { plan.axisValue(axis, trial: $0) }
    self.init(name: name, path: plan.axes[axis].path, values: Self.column(values))
  }

  /// The values as whole numbers, reals or booleans where all of them are such, and as texts otherwise.
  private static func column(_ values: [SettingValue]) -> Values {
    let integers = values.compactMap {
      if case .integer(let value) = $0 { Int64(value) } else { nil }
    }
    if integers.count == values.count { return .integer(integers) }
    let numbers = values.compactMap(\.number)
    if numbers.count == values.count { return .real(numbers) }
    let booleans = values.compactMap { if case .boolean(let value) = $0 { value } else { nil } }
    if booleans.count == values.count { return .boolean(booleans) }
    return .text(values.map { if case .text(let text) = $0 { text } else { "\($0)" } })
  }
}
