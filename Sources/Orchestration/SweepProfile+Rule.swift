package import Results
import Experiment
import Records
package import Rules
import Schema
import SweepFiles

/// The rule of a sweep, with what its trials tell of their checkpoints.
extension SweepProfile {
  /// The sweep's rule before anything is recorded; nil where there is none.
  package var rule: SweepRule? {
    guard let rule = plan.rule, let column else { return nil }
    return SweepRule(
      RuleEngine(rule, configurations: plan.configurationCount, rungs: rungs), column: column,
      steps: (0..<plan.trialCount).map { kindSteps[kind(of: TrialID($0))] }, flops: flops)
  }

  /// The checkpoints of each trial that the sweep's rule looks at.
  private var rungs: [[Int]] {
    (0..<plan.trialCount).map { kindRungs[kind(of: TrialID($0))] }
  }

  /// The place of the rule's quantity among the numbers of a row.
  private var column: Int? {
    let name = plan.rule?.measure.quantity
    guard let place = quantities.firstIndex(where: { $0.name == name }) else { return nil }
    return quantities[..<place].reduce(0) { $0 + $1.count }
  }

  /// Between what bounds the rule lets the work of the sweep lie, in floating-point operations; in trials where these are
  /// not known. Nil where there is no rule.
  package var ruleBounds: RuleBounds? {
    guard let rule = plan.rule else { return nil }
    let flops = flops
    let isKnown = flops.contains { $0 > 0 }
    return rule.bounds(configurations: plan.configurationCount, rungs: rungs) {
      trial, checkpoint in
      let (whole, steps) = (isKnown ? flops[trial] : 1, kindSteps[kind(of: TrialID(trial))])
      guard let checkpoint, let last = steps.last, last > 0 else { return whole }
      return whole * Double(steps[checkpoint]) / Double(last)
    }
  }

  /// What the results file holds of the rule; nil where there is none.
  package var ruleLayout: RuleLayout? {
    guard let rule = plan.rule else { return nil }
    let cohorts = rule.cohorts(configurations: plan.configurationCount, trials: plan.trialCount)
    let checkpoints = rungs.flatMap { rule.waits ? $0 : [$0.last ?? -1] }
    return RuleLayout(
      rungCount: rule.rungCount,
      cohorts: cohorts.enumerated().flatMap { number, cohort in cohort.trials.map { _ in number } },
      checkpoints: checkpoints)
  }

  /// - Throws: `SweepError` where a trial does not record the rule's quantity, or several numbers of it.
  static func check(
    _ rule: Rule, on trial: any Trial, of plan: SweepPlan
  ) throws(SweepError) {
    let name = rule.measure.quantity
    let known = trial.quantities.filter { $0.count == 1 && $0.dimensions.isEmpty }.map(\.name)
    guard !known.contains(name) else { return }
    let nearest = nearestName(to: name, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
    throw plan.mistake(
      "no trial records \"\(name.clipped)\" as one number a checkpoint\(nearest)",
      expected: oneOf(known), at: "rule.\(rule.name).quantity")
  }

  /// - Throws: `SweepError` where a quantity has the name of a variable that the rule adds to the file.
  func checkRuleNames() throws(SweepError) {
    let names = quantities.flatMap { [$0.name] + $0.dimensions.map(\.name) }
    guard let rule = plan.rule, let taken = names.first(where: { RuleLayout.names.contains($0) })
    else {
      return
    }
    throw plan.mistake(
      "a trial records \"\(taken)\", which a rule records, too", expected: "another name for it",
      at: "rule.\(rule.name)")
  }
}
