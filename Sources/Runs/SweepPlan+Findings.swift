import Judging
import Findings
import Schema
package import SweepFiles

extension SweepPlan {
  /// Checks that there is a finding of each name that the sweep lists.
  ///
  /// - Throws: `SweepError` at `findings`, with the nearest name, where there is not.
  package func checkFindings() throws(SweepError) {
    let known = FindingCatalogue.all.names
    guard let unknown = findings.first(where: { !known.contains($0) }) else { return }
    let nearest = nearestName(to: unknown, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
    throw mistake(
      "there is no finding \"\(unknown.clipped)\"\(nearest)", expected: "one of \(listed(known))",
      at: "findings")
  }
}
