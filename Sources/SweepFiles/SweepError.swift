package import Schema

/// A sweep file that cannot be used, with everything that is wrong with it.
package struct SweepError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file's name as it was given to the program.
  package let file: String
  /// What is wrong, in the order of the file's lines; at least one.
  package let problems: [Diagnostic]

  /// Sorts the problems by their place in the file.
  package init(file: String, problems: [Diagnostic]) {
    self.file = file
    self.problems = problems.sorted { $0.location < $1.location }
  }

  /// One line for each problem: `file:line:column: what was wrong; expected what; did you mean "…"?`
  package var description: String {
    problems.map { "\(file):\($0)" }.joined(separator: "\n")
  }
}
