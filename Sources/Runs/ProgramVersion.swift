/// Which dynsweep this is.
package enum ProgramVersion {
  package static let number = "0.1.0"

  /// What it was built from, as the plugin RecordCommit found it.
  static var source: String {
    guard let commit = Commit.name else { return "built outside git" }
    return "commit \(commit)\(Commit.isChanged ? " with changes" : "")"
  }

  /// As `--version` prints it.
  package static var text: String { "\(number) (\(source))" }

  /// As results files and runs record it.
  package static var software: String { "dynsweep \(text)" }
}
