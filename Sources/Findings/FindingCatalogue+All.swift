package import Judging
import LearningFindings
import RecurrentFindings
package import Schema

extension FindingCatalogue {
  /// All findings by name, in the order in which the documentation lists them.
  package static let all = Catalogue<any Finding.Type>(
    of: "finding", key: "findings", variant: { Variant($0.name, $0.title) }, learning + recurrent)
}
