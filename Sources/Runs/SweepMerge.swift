import Experiment
package import FileOwnership
import Foundation
import Orchestration
import Records
package import Results
import SweepFiles
import Wording

/// Two results files of parts of one sweep, and the sweep of the file that they become.
package struct SweepMerge {
  private let first: MergePart
  private let second: MergePart
  private let profile: SweepProfile
  /// What people should know: where the files were computed on different machines, or hold what this version does not
  /// record.
  package let notes: [String]

  /// - Parameters:
  ///   - sweep: The path of a sweep file that has all trials of both; nil to take the larger of both files' sweeps, or to
  ///     make one.
  /// - Throws: `MergeError` where the files are not parts of one sweep, `SweepError` or `ResultsError` where one of the
  ///   three cannot be read.
  package init(_ first: String, _ second: String, sweep: String?) throws {
    let (one, other) = (try MergedFile(first), try MergedFile(second))
    // What a rule decided of either would be decided otherwise of the whole.
    for file in [one, other] where file.plan.rule != nil { throw MergeError.ruled(file.path) }
    let whole: SweepPlan
    if let sweep {
      whole = try SweepPlan(contentsOf: sweep, schema: ExperimentSchema.section)
    } else {
      whole = try Self.whole(one, other)
    }
    if whole.rule != nil { throw MergeError.ruled(whole.file) }
    func part(_ file: MergedFile) throws(MergeError) -> MergePart {
      guard let places = whole.places(of: file.plan) else {
        throw .missing(file.path, sweep: whole.file, recorded: file.plan.text, given: whole.text)
      }
      return MergePart(file.path, places: places)
    }
    (self.first, self.second) = (try part(one), try part(other))
    profile = try SweepProfile(whole)
    let recorded = Set(profile.quantities.map(\.name))
    notes =
      [one, other].compactMap { $0.note(besides: recorded) }
      + (Set(one.machines) == Set(other.machines) ? [] : [one.machineNote, other.machineNote])
  }

  /// The sweep of one file where it has all trials of the other's, or else one made from both.
  private static func whole(_ one: MergedFile, _ other: MergedFile) throws -> SweepPlan {
    if one.plan.places(of: other.plan) != nil { return one.plan }
    if other.plan.places(of: one.plan) != nil { return other.plan }
    if let text = one.plan.text(joining: other.plan),
      let whole = try? SweepPlan(text: text, file: one.plan.file, schema: ExperimentSchema.section),
      whole.places(of: one.plan) != nil, whole.places(of: other.plan) != nil
    {
      return whole
    }
    throw MergeError.differentSweeps(
      one.path, other.path, texts: (one.plan.text, other.plan.text))
  }

  /// Makes the file at `path`.
  ///
  /// - Returns: What came from where.
  /// - Throws: `ResultsError`, as `ResultsWriter.merge` does.
  package func run(into path: String) throws(ResultsError) -> MergedTrials {
    try ResultsWriter.merge(first, second, into: path, ResultsLayout(profile))
  }
}

/// A results file with its sweep.
private struct MergedFile {
  let path: String
  let plan: SweepPlan
  let machines: [String]
  private let observables: [String]

  init(_ path: String) throws {
    self.path = path
    let reader = try ResultsReader(path)
    // A sweep without a name has that of its file, which the header keeps.
    plan = try SweepPlan(
      text: reader.header.sweep, file: "\(reader.header.name).yaml",
      schema: ExperimentSchema.section)
    machines = try RecordedRun.machines(in: reader)
    observables = try reader.observables()
  }

  var machineNote: String { "\(path) was computed with \(machines.joined(separator: " and "))" }

  /// Said where the file holds observables that the whole's trials do not have in this version of the program.
  func note(besides recorded: Set<String>) -> String? {
    let others = observables.filter { !recorded.contains($0) }
    guard !others.isEmpty else { return nil }
    return
      "\(others.joined(separator: ", ")) of \(path) is left out: this version does not record it"
  }
}

extension ResultsReader {
  /// The names of the variables with numbers of each checkpoint.
  ///
  /// - Throws: `ResultsError.unreadable` where the file cannot be read.
  func observables() throws(ResultsError) -> [String] {
    var names: [String] = []
    for name in variableNames where name != "step" {
      guard try information(on: name).dimensions.starts(with: ["trial", "checkpoint"]) else {
        continue
      }
      names.append(name)
    }
    return names
  }
}

/// Why two results files cannot become one.
package enum MergeError: Error, CustomStringConvertible {
  /// Their sweeps differ in more than values of axes, replicates and filters.
  case differentSweeps(String, String, texts: (String, String))
  /// The sweep of the whole lacks trials of a file.
  case missing(String, sweep: String, recorded: String, given: String)
  /// The sweep of a file, or of the whole, has a rule.
  case ruled(String)

  package var description: String {
    switch self {
    case .differentSweeps(let one, let other, let texts):
      "\(one) and \(other): not parts of one sweep, whose sweep files differ only in values of axes, replicates and "
        + "filters; where they are all the same, name a sweep file that has all trials of both with --sweep\n"
        + "--- the sweep in \(one)\n+++ the sweep in \(other)\n"
        + unifiedDifference(texts.0, texts.1)
    case .missing(let path, let sweep, let recorded, let given):
      "\(path): \(sweep) lacks trials of its sweep, or has other settings\n"
        + "--- the sweep in \(path)\n+++ \(sweep)\n" + unifiedDifference(recorded, given)
    case .ruled(let path):
      "\(path): a sweep with a rule is not merged, since the rule would decide otherwise among other trials"
    }
  }
}
