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
