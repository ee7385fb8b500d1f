import Schema

/// Messages of a run to people.
package enum Console {
  /// Writes a line to standard error. Control characters, which may come from files, are shown instead of sent.
  package static func say(_ line: String) { StandardStreams.say(line.printable + "\n") }
}
