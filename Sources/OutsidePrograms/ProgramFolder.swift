import Foundation
import Platform

/// The folder in which an outside program may keep snapshots of one trial, from one attempt to the next.
///
/// A note in it says which process the latest attempt is, and at which step its rows began.
struct ProgramFolder {
  private let path: String
  private var note: String { path + "/.dynsweep" }
  /// The step of the first row in earlier attempts; nil where there was none.
  private(set) var firstStep: Int?
  private var process = ""

  /// Makes the folder where it is not there yet, and ends a program of an earlier attempt that still runs in it: its
  /// worker may have been killed.
  ///
  /// - Returns: nil where it cannot be made.
  init?(preparing path: String) {
    self.path = path
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else { return nil }
    guard let text = try? String(contentsOfFile: note, encoding: .utf8) else { return }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    firstStep = lines.count > 1 ? Int(lines[1]) : nil
    lines.first.flatMap { ProcessIdentity($0) }?.endGroup(within: 2)
  }

  /// Notes the program of this attempt.
  mutating func note(process identifier: Int32) {
    process = ProcessIdentity(running: identifier)?.text ?? ""
    write()
  }

  /// Notes the step of a first row.
  mutating func note(firstStep step: Int) {
    guard firstStep == nil else { return }
    firstStep = step
    write()
  }

  /// Removes the folder after the last attempt, unless the program has left something in it, which goes with the
  /// snapshots of closed trials.
  func removeIfEmpty() {
    unlink(note)
    rmdir(path)
  }

  /// A note that cannot be written costs only its two checks.
  private func write() {
    let text = "\(process)\n\(firstStep.map(String.init) ?? "")\n"
    try? Data(text.utf8).write(to: URL(fileURLWithPath: note))
  }
}
