import Foundation
package import Rules
import Schema
package import SweepFiles
import YAMLText

extension Rule {
  /// Reads the rule that stands in a file: alone (`halving: {quantity: validation_loss}`), or under `rule`.
  ///
  /// - Throws: `SweepError` where the file cannot be read or holds no rule.
  package init(contentsOf path: String) throws(SweepError) {
    guard let data = FileManager.default.contents(atPath: path),
      let text = String(validating: data, as: UTF8.self)
    else {
      let problem = Diagnostic(
        at: .start, "the file cannot be read", expected: "a text file with a rule")
      throw SweepError(file: path, problems: [problem])
    }
    do throws(Diagnostic) {
      let tree = try YAMLReader.tree(of: text)
      self = try Rule(tree["rule"] ?? tree)
    } catch { throw SweepError(file: path, problems: [error]) }
  }
}
