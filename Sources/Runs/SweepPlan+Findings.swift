import Judging
import Findings
import Schema
package import SweepFiles

extension SweepPlan {
  /// Refuses a sweep that names a finding that there is not.
  package func checkFindings() throws(SweepError) {
    let known = FindingCatalogue.all.names
    guard let unknown = findings.first(where: { !known.contains($0) }) else { return }
    let nearest = nearestName(to: unknown, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
    throw mistake(
      "there is no finding \"\(unknown.clipped)\"\(nearest)", expected: "one of \(listed(known))",
      at: "findings")
  }
}
