package import Schema

/// A sweep file that cannot be used, with everything that was found wrong with it, in the order of
/// its lines.
package struct SweepError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file's name as it was given to the program.
  package let file: String
  /// At least one.
  package let problems: [Diagnostic]

  package init(file: String, problems: [Diagnostic]) {
    self.file = file
    self.problems = problems.sorted { $0.location < $1.location }
  }

  /// A line a problem: `file:line:column: what was wrong; expected what; did you mean "…"?`
  package var description: String {
    problems.map { "\(file):\($0)" }.joined(separator: "\n")
  }
}
