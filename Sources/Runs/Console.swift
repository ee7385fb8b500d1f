import Schema

/// What a run says to people.
package enum Console {
  /// A line on standard error; what came from files is shown, not obeyed.
  package static func say(_ line: String) { StandardStreams.say(line.printable + "\n") }
}
