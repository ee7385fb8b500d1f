package import Figures

/// A paper's headline result as numbers computed from a sweep's results.
///
/// A finding is a pure function of the table, so that it can be tested on made-up tables.
package protocol Finding: Sendable {
  /// The name under `findings` in a sweep file.
  static var name: String { get }
  /// What the paper found, in one line.
  static var title: String { get }
  /// The paper, such as `arXiv:2006.14123`.
  static var reference: String { get }
  /// The variables of the results file that it reads.
  static var needs: [String] { get }

  /// The numbers that decide whether the results show what the paper found, each with its criterion. Every table has
  /// the same ones. They are computed from trials of any status; `Statistic` checks that all are complete.
  static func statistics(of table: FindingTable) -> [Statistic]

  /// The paper's headline figure, drawn from complete trials (`FindingTable.complete`).
  static func figures(of table: FindingTable) -> [Figure]
}
