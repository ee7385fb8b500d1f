/// What a finding's statistics say about one results file.
package struct Verdict: Sendable {
  package let name: String
  package let title: String
  package let reference: String
  package let statistics: [Statistic]

  /// - Throws: `FindingError.missingVariable` where the file lacks what the finding looks at.
  package init(
    _ finding: any Finding.Type, on table: FindingTable
  ) throws(FindingError) {
    if let missing = finding.needs.first(where: { !table.variables.contains($0) }) {
      throw .missingVariable(missing, finding: finding.name)
    }
    (name, title, reference) = (finding.name, finding.title, finding.reference)
    statistics = finding.statistics(of: table)
  }

  /// Whether there is something to judge and all of it passes.
  package var passes: Bool { !statistics.isEmpty && statistics.allSatisfy(\.passes) }
}

/// Why a finding cannot be judged.
package enum FindingError: Error, Hashable, CustomStringConvertible {
  case missingVariable(String, finding: String)
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
