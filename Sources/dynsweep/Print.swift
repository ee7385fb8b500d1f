import Runs
import Schema

/// Prints `text` on standard output. In this room it stands in for Swift's own, so that nothing that a file says reaches a
/// terminal as anything but text, and a report that cannot be written is noticed.
func print(_ text: String, terminator: String = "\n") {
  StandardStreams.put(text.printable + terminator)
}
