import Judging
import Findings
import ArgumentParser
import Experiment
import Foundation
import LinearAlgebra
import Listings
import Orchestration
import Platform
import Records
import Replays
import Results
import Rules
import Runs
import Schema
import SweepFiles
import Wording

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Shows what a sweep would run: trials, axes, estimated cost, memory, file size.",
    discussion: """
      Nothing is trained and nothing is created. The time is the work's floating-point operations at the rate \
      that this machine's matrix products reach just now, halved for all that is not a product.

      Examples:
        $ dynsweep plan sweeps/quickstart.yaml
        $ dynsweep plan --settings model.activation
        $ dynsweep plan --schema > sweep.schema.json
        $ dynsweep plan --rule halving.yaml finished.h5

      An editor that knows JSON Schema completes and checks a sweep file whose first line is
        # yaml-language-server: $schema=sweep.schema.json
      """)

  @Argument(
    help:
      "The sweep file (YAML); with --settings the path of a setting; with --rule a finished results file.",
    completion: .file(extensions: ["yaml", "yml", "h5"]))
  var sweep: String?

  @Flag(help: "Print the sweep with all defaults filled in, each with its meaning, instead.")
  var full = false

  @Flag(
    help:
      "Print all that a sweep file may hold, with types, defaults and meanings, instead; of one setting where its path follows (model.activation)."
  )
  var settings = false

  @Flag(help: "Print a JSON Schema of sweep files, for editors, instead.")
  var schema = false

  @Option(
    help: ArgumentHelp(
      """
      Tell what the rule in this file would have saved of a finished sweep, whose results file follows, and whether it \
      would have found the best, instead. The file holds what stands under `rule` in a sweep file.
      """, valueName: "RULE.yaml"),
    completion: .file(extensions: ["yaml", "yml"]))
  var rule: String?

  @Option(help: "Workers to reckon with; one for each core that this process may use if left out.")
  var workers: Int?

  @Flag(help: "Print the plan as JSON on standard output.")
  var json = false

  func validate() throws {
    if let workers, workers < 1 { throw ValidationError("--workers must be at least 1") }
    if rule != nil && (full || settings || schema) {
      throw ValidationError("--rule stands alone, with a results file")
    }
    if sweep == nil && !settings && !schema {
      throw ValidationError("Missing expected argument '<sweep>'")
    }
  }

  func run() throws {
    if schema { return print(try Self.schemaText()) }
    if settings { return print(try reference(), terminator: "") }
    try reported {
      guard let sweep else { return }
      if let rule { return try printTrial(of: rule, on: sweep) }
      let plan = try SweepPlan(contentsOf: sweep, schema: ExperimentSchema.section)
      try plan.checkFindings()
      if full {
        print(plan.fullText(), terminator: "")
        return
      }
      for note in plan.notes { Console.say("note: \(note)") }
      useOneThread()
      let allotment = Allotment.current
      let outlook = Outlook(try SweepProfile(plan), workers: workers, of: allotment)
      allotment.warn(ofWorkers: outlook.workers, bytesPerWorker: Double(outlook.bytesPerWorker))
      print(json ? try outlook.json() : outlook.text())
    }
  }

  /// Tries a rule on a finished file.
  private func printTrial(of rule: String, on file: String) throws {
    let rule = try Rule(contentsOf: rule)
    guardAgainstCrashes(on: file)
    let reader = try ResultsReader.forReaders(file)
    let outcome = try RuleTrial(rule, on: reader, schema: ExperimentSchema.section).outcome
    print(json ? try jsonText(outcome) : outcome.text)
  }

  private static func schemaText() throws -> String {
    let schema = sweepJSONSchema(
      schema: ExperimentSchema.section, findings: FindingCatalogue.all.names)
    return try jsonText(schema, pretty: false)
  }

  /// The text on all settings, or on those at the path that stands in place of the sweep file.
  private func reference() throws -> String {
    guard let sweep else { return sweepReference(schema: ExperimentSchema.section) + "\n" }
    do throws(Diagnostic) {
      return try sweepReference(schema: ExperimentSchema.section, at: sweep)
    } catch {
      let advice = error.suggestion.map { "did you mean \"\($0)\"?" } ?? error.expected
      throw ValidationError([error.found, advice].compactMap(\.self).joined(separator: "; "))
    }
  }
}

/// What a sweep is estimated to need. The names of the properties are keys of `plan --json`, in snake case.
struct Outlook: Codable {
  struct AxisSummary: Codable {
    let name: String
    let path: String
    let values: [String]
  }

  struct DesignSummary: Codable {
    let kind: String
    let points: Int
    /// As the sweep file writes it.
    let scramble: Bool
    /// Paths of its axes.
    let over: [String]

    init(_ design: Design, _ plan: SweepPlan) {
      (kind, points, scramble) = (design.kind.rawValue, design.count, design.isScrambled)
      over = design.axes.map { plan.axes[$0].path }
    }

    var text: String {
      "\(points) points of \(kind)\(scramble ? "" : ", not scrambled"), over \(listed(over))"
    }
  }

  /// Between what bounds a rule lets the work lie, as shares of that of all trials.
  struct RuleSummary: Codable {
    let kind: String
    let quantity: String
    /// Nobody diverges or fails, and the cheapest trials go on…
    let leastShare: Double
    /// …or the costliest.
    let mostShare: Double

    init(_ rule: Rule, _ bounds: RuleBounds) {
      (kind, quantity) = (rule.name, rule.measure.quantity)
      let whole = max(bounds.whole, .leastNormalMagnitude)
      (leastShare, mostShare) = (bounds.least / whole, bounds.most / whole)
    }
  }

  let name: String
  let trials: Int
  let replicates: Int
  let axes: [AxisSummary]
  /// Nil where no axes have joint points.
  let design: DesignSummary?
  /// Nil where all trials go on.
  let rule: RuleSummary?
  let checkpoints: Int
  let quantities: [String]
  let operations: Double
  let costliestTrialOperations: Double
  let operationsPerSecond: Double
  let workers: Int
  /// How many cores, and how many bytes of memory, this process may use.
  let cores: Int
  let memory: UInt64
  let seconds: Double
  let bytesPerWorker: Int
  let fileBytes: Int

  /// - Parameter workers: How many train; as many as there are cores where nil.
  init(_ profile: SweepProfile, workers: Int?, of allotment: Allotment) {
    let plan = profile.plan
    name = plan.name
    trials = plan.trialCount
    replicates = plan.replicates
    axes = zip(profile.axisNames, plan.axes).map { name, axis in
      AxisSummary(name: name, path: axis.path, values: axis.values.map { "\($0)" })
    }
    design = plan.design.map { DesignSummary($0, plan) }
    let bounds = profile.ruleBounds
    rule = plan.rule.flatMap { rule in bounds.map { RuleSummary(rule, $0) } }
    checkpoints = profile.checkpointCount
    quantities = profile.quantities.map(\.name)
    let flops = profile.flops
    operations = flops.reduce(0, +)
    costliestTrialOperations = flops.max() ?? 0
    operationsPerSecond = productRate() / 2
    (cores, memory) = (allotment.cores, allotment.memory)
    let workers = workers ?? cores
    self.workers = workers
    let shared = operations / (operationsPerSecond * Double(workers))
    seconds = max(shared, costliestTrialOperations / operationsPerSecond)
    bytesPerWorker = Self.whole(profile.memory)
    let bytes = (profile.bytesPerTrial + 64) * Double(plan.trialCount) + profile.keptBytes + 40_000
    fileBytes = Self.whole(bytes)
  }

  /// A whole number of bytes; numbers beyond what any machine holds are cut to 2⁶².
  private static func whole(_ bytes: Double) -> Int { Int(min(bytes, 0x1p62)) }

  func json() throws -> String { try jsonText(self) }

  func text() -> String {
    let combinations = axes.isEmpty ? "no axes" : "\(axes.count) axes"
    var lines = ["\(name): \(trials) trials (\(combinations), \(replicates) replicates)", ""]
    let width = axes.map(\.path.count).max() ?? 0
    for axis in axes {
      let shown = axis.values.prefix(8).joined(separator: ", ")
      let rest = axis.values.count > 8 ? ", … (\(axis.values.count))" : ""
      lines.append("  " + axis.path.padded(to: width) + "  \(shown)\(rest)")
    }
    if !axes.isEmpty { lines.append("") }
    if let design { lines.append("design       \(design.text)") }
    if let rule { lines.append("rule         \(text(of: rule))") }
    lines.append(
      "checkpoints  \(checkpoints) a trial, each of \(quantities.joined(separator: ", "))")
    lines += operations > 0 ? costs : ["work         not known: only the program can tell"]
    lines.append("file         \(NumberFormat.bytes(Double(fileBytes)))")
    return lines.joined(separator: "\n")
  }

  private func text(of rule: RuleSummary) -> String {
    let (least, most) = (
      NumberFormat.percent(rule.leastShare), NumberFormat.percent(rule.mostShare)
    )
    let share = least == most ? "about \(most)" : "\(least) to \(most)"
    guard operations > 0 else {
      return "\(rule.kind) by \(rule.quantity): \(share) of all training"
    }
    let times = [rule.leastShare, rule.mostShare].map { NumberFormat.duration(seconds * $0) }
    let time = times[0] == times[1] ? times[1] : "\(times[0]) to \(times[1])"
    return "\(rule.kind) by \(rule.quantity): \(share) of the work, at best \(time) of the time"
  }

  /// What the trials take of time and memory.
  private var costs: [String] {
    [
      "work         \(NumberFormat.operations(operations)), the costliest trial "
        + NumberFormat.operations(costliestTrialOperations),
      "time         about \(NumberFormat.duration(seconds)) with \(workers) \(workers == 1 ? "worker" : "workers") at "
        + NumberFormat.rate(operationsPerSecond),
      "memory       \(NumberFormat.bytes(Double(bytesPerWorker))) a worker",
    ]
  }
}

/// Floating-point operations per second of this machine's single-precision matrix products, on one thread, at a width
/// that nets of sweeps have.
private func productRate() -> Double {
  let n = 128
  let a = Matrix<Float>(rows: n, columns: n, repeating: 0.5)
  var best = 1.0
  for _ in 0..<20 {
    let start = processorSeconds()
    _ = a * a
    best = min(best, max(processorSeconds() - start, 1e-7))
  }
  return 2 * Double(n * n * n) / best
}

extension Duration {
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
