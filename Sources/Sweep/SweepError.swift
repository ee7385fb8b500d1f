public import Schema

/// A sweep file that cannot be used, with everything that was found wrong with it, in the order of
/// its lines.
public struct SweepError: Error, Hashable, Sendable, CustomStringConvertible {
  /// As it was named to the program.
  public let file: String
  /// At least one.
  public let problems: [Problem]

  public init(file: String, problems: [Problem]) {
    self.file = file
    self.problems = problems.sorted { $0.location < $1.location }
  }

  /// A line a problem: `file:line:column: what was wrong; expected what; did you mean "…"?`
  public var description: String {
    problems.map { "\(file):\($0)" }.joined(separator: "\n")
  }
}
