package import Figures

/// A paper's headline result as numbers computed from a sweep's results.
///
/// A finding is a pure function of the table, so that it can be tested on made-up ones.
package protocol Finding: Sendable {
  /// As a sweep file names it under `findings`.
  static var name: String { get }
  /// What was found, in one line.
  static var title: String { get }
  /// The paper: `arXiv:2006.14123`.
  static var reference: String { get }
  /// The variables of the results file that it looks at.
  static var needs: [String] { get }

  /// The numbers that tell whether the results show what the paper found, each with its pass mark: always the same
  /// ones, made of trials of any status (`Statistic` sees to it that all are complete).
  static func statistics(of table: FindingTable) -> [Statistic]

  /// The paper's headline figure, drawn of trials that came to their end (`FindingTable.complete`).
  static func figures(of table: FindingTable) -> [Figure]
}

/// Every finding there is. A new one is a file of its own and a line here.
package enum FindingCatalogue {
  package static let all: [any Finding.Type] = [
    DimensionalityLayers.self,
    DimensionalityNoise.self,
    DimensionalityGeneralisation.self,
    RankStaircase.self,
    LearningTimeScales.self,
    GradientStarvation.self,
    GradientStarvationToy.self,
    GradientStarvationColor.self,
    RepresentationGeometryFinding.self,
    LyapunovRandom.self,
    LyapunovEcho.self,
    LyapunovFlossing.self,
    AdaptiveActivation.self,
    LyapunovGated.self,
    LyapunovCharacters.self,
    AdversarialGames.self,
    BilinearGame.self,
    LeastActionFlowFinding.self,
    RelevancyScreening.self,
    RelevancyGradient.self,
    RelevancyBudget.self,
  ]

  package static var names: [String] { all.map { $0.name } }

  /// The finding that a sweep file names so.
  package static func finding(_ name: String) -> (any Finding.Type)? {
    all.first { $0.name == name }
  }
}

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
