/// The result of judging one results file by a finding.
package struct Verdict: Sendable {
  /// The finding's name in sweep files.
  package let name: String
  /// What the paper found, in one line.
  package let title: String
  /// The paper, such as `arXiv:2006.14123`.
  package let reference: String
  /// The finding's statistics on this file.
  package let statistics: [Statistic]

  /// Judges `table` by `finding`.
  ///
  /// - Throws: `FindingError.missingVariable` where the file lacks a variable that the finding reads.
  package init(
    _ finding: any Finding.Type, on table: FindingTable
  ) throws(FindingError) {
    if let missing = finding.needs.first(where: { !table.variables.contains($0) }) {
      throw .missingVariable(missing, finding: finding.name)
    }
    (name, title, reference) = (finding.name, finding.title, finding.reference)
    statistics = finding.statistics(of: table)
  }

  /// Whether there are statistics and all of them pass.
  package var passes: Bool { !statistics.isEmpty && statistics.allSatisfy(\.passes) }
}

/// Why a finding cannot be judged.
package enum FindingError: Error, Hashable, CustomStringConvertible {
  /// The results file lacks a variable that the finding reads.
  case missingVariable(String, finding: String)
  /// The results file or its sweep cannot be read, for the reason given.
  case unreadable(String)

  package var description: String {
    switch self {
    case .missingVariable(let variable, let finding):
      "finding \(finding) looks at the variable \"\(variable)\", which the file does not have; "
        + "observe it in the sweep, as sweeps/ shows"
    case .unreadable(let reason): reason
    }
  }
}
