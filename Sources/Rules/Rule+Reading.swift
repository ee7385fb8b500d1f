package import Schema

extension Rule {
  /// What stands under the key `rule` of a sweep file: one rule.
  package static let section = Section([
    Entry(
      "halving",
      .optional(
        Section(
          measureEntries + ladderEntries + [
            Entry(
              "cohort", .value(.word("all", or: .integer(2...1_000_000)), default: .text("all")),
              "trials that are compared with each other, of consecutive numbers; all of a replicate"
            )
          ])),
      "at each rung the best of a cohort go on, one in eta (successive halving)"),
    Entry(
      "hyperband", .optional(Section(measureEntries + ladderEntries)),
      "rounds of brackets of successive halving, of which some begin at later rungs"),
    Entry(
      "median",
      .optional(
        Section(
          measureEntries + [
            .integer("rungs", 4, in: 1...1000, "rungs, in equal steps over the training"),
            .integer(
              "cohort", 16, in: 1...1_000_000,
              "trials that wait for all cohorts before them, of consecutive numbers"),
            .integer(
              "startup", 5, in: 1...1_000_000, "complete trials without which all go on"),
          ])),
      "trials stop that are worse than the median of the complete trials of all cohorts before"),
    Entry(
      "threshold",
      .optional(
        Section(
          measureEntries + [
            bound("above", "stop where the number is above this"),
            bound("below", "stop where the number is below this"),
            .integer("times", 1, in: 1...1_000_000, "checkpoints on end that must be beyond it"),
            Entry(
              "plateau",
              .value(.word("none", or: .integer(1...1_000_000)), default: .text("none")),
              "stop where so many checkpoints have brought nothing better"),
            .boolean("not_finite", false, "stop where the number is infinite or no longer one"),
          ])),
      "trials stop by their own numbers"),
  ])

  private static let measureEntries = [
    Entry(
      "quantity", .value(.text, default: nil),
      "what trials are compared by: a recorded quantity of one number a checkpoint"),
    Entry(
      "goal", .value(Domain(words: Measure.Goal.allCases.map(\.rawValue)), default: .text("least")),
      "which numbers are better"),
    Entry(
      "reduce", .value(Domain(words: ["last", "best", "mean"]), default: .text("last")),
      "the number of the checkpoint itself, the best so far, or the mean of the last ones"),
    .integer("over", 3, in: 1...1_000_000, "checkpoints of which mean is the mean"),
  ]

  private static let ladderEntries: [Entry] = [
    .integer(
      "eta", 3, in: 2...1000, "of so many members one goes on, with so many times the steps"),
    .integer("rungs", 3, in: 1...20, "rungs, at eta^-rungs, …, 1/eta of a trial's steps"),
  ]

  private static func bound(_ key: String, _ summary: String) -> Entry {
    Entry(key, .value(.word("none", or: .real(.finite)), default: .text("none")), summary)
  }

  /// Reads a rule as it stands under `rule` of a sweep file: `{halving: {quantity: validation_loss}}`.
  ///
  /// - Throws: The first mistake in the order of the file.
  package init(_ tree: Tree) throws(Diagnostic) {
    guard tree.pairs != nil else { throw .noRule(tree) }
    let settings = try Rule.section.settings(of: tree)
    let chosen = settings.sections.keys.sorted()
    guard chosen.count == 1, let name = chosen.first else {
      throw .severalRules(chosen, tree)
    }
    self.init(name, settings.section(name))
    guard case .threshold(let threshold) = kind else {
      if case .hyperband(let ladder) = kind, ladder.largestCohort > 10_000_000 {
        throw .largeBracket(tree)
      }
      return
    }
    guard threshold.stops else { throw .idleThreshold(tree) }
  }

  private init(_ name: String, _ settings: Settings) {
    let reduction: Measure.Reduction =
      switch settings.text("reduce") {
      case "best": .best
      case "mean": .mean(over: settings.integer("over"))
      default: .last
      }
    let measure = Measure(
      settings.text("quantity"), goal: Measure.Goal(rawValue: settings.text("goal")) ?? .least,
      reduction: reduction)
    func ladder() -> Ladder {
      Ladder(eta: settings.integer("eta"), rungs: settings.integer("rungs"))
    }
    let kind: Kind =
      switch name {
      case "halving": .halving(ladder(), cohort: settings.integerUnlessWord("cohort"))
      case "hyperband": .hyperband(ladder())
      case "median":
        .median(
          rungs: settings.integer("rungs"), cohort: settings.integer("cohort"),
          startup: settings.integer("startup"))
      default:
        .threshold(
          Threshold(
            above: settings.realUnlessWord("above"), below: settings.realUnlessWord("below"),
            times: settings.integer("times"), plateau: settings.integerUnlessWord("plateau"),
            stopsWhereNotFinite: settings.boolean("not_finite")))
      }
    self.init(kind, by: measure)
  }
}

extension Rule.Ladder {
  /// Trials of the largest bracket of Hyperband: η^rungs, ∞ beyond all reason.
  fileprivate var largestCohort: Double {
    (0..<rungs).reduce(1) { power, _ in power * Double(eta) }
  }
}

extension Threshold {
  /// Whether there is anything that stops a trial.
  fileprivate var stops: Bool {
    above != nil || below != nil || plateau != nil || stopsWhereNotFinite
  }
}

// The wording of what can be wrong with a rule.
extension Diagnostic {
  private static let example = "{halving: {quantity: validation_loss, eta: 3, rungs: 3}}"

  fileprivate static func noRule(_ tree: Tree) -> Diagnostic {
    Diagnostic(at: tree.location, "rule holds \(tree.summary)", expected: "a rule: \(example)")
  }

  fileprivate static func severalRules(_ names: [String], _ tree: Tree) -> Diagnostic {
    Diagnostic(
      at: tree.location,
      names.isEmpty ? "rule is empty" : "rule holds \(listed(names))",
      expected: "one of \(oneOf(Rule.section.entries.map(\.key))): \(example)")
  }

  fileprivate static func idleThreshold(_ tree: Tree) -> Diagnostic {
    Diagnostic(
      at: tree.location, "threshold stops no trial",
      expected:
        "above, below, plateau or not_finite: {threshold: {quantity: max_lyapunov, above: 0.2}}")
  }

  fileprivate static func largeBracket(_ tree: Tree) -> Diagnostic {
    Diagnostic(
      at: tree.location, "a bracket of hyperband would have more than ten million trials",
      expected: "a smaller eta, or fewer rungs")
  }
}
