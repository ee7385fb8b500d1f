/// The version of this program, and what it was built from.
package enum ProgramVersion {
  /// The version's number, as releases and `CHANGELOG.md` name it.
  package static let number = "0.1.0"

  /// The commit that it was built from, as the plugin RecordCommit found it.
  static var source: String {
    guard let commit = Commit.name else { return "built outside git" }
    return "commit \(commit)\(Commit.isChanged ? " with changes" : "")"
  }

  /// The text that `--version` prints.
  package static var text: String { "\(number) (\(source))" }

  /// The text that results files and runs record.
  package static var software: String { "dynsweep \(text)" }
}
