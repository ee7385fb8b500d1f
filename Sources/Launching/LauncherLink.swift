import Foundation
import Platform

/// The coordinator's connection to the `Launcher` that started it, if one did.
package struct LauncherLink: Sendable {
  static let noteVariable = "DYNSWEEP_EXIT_NOTE"
  static let launcherVariable = "DYNSWEEP_LAUNCHER"

  private let note: String?
  private let launcher: ProcessIdentity?
  private var timer = PeriodicTimer(every: 0.25)
  private var hasLostLauncher = false

  /// - Parameter environment: This process's environment, in which a launcher names itself and the note's file.
  package init(environment: [String: String]) {
    note = environment[LauncherLink.noteVariable]
    launcher = environment[LauncherLink.launcherVariable].flatMap { ProcessIdentity($0) }
  }

  /// Tells the launcher that this process runs and waits for MPI.
  package func announceStart() { write(.starting(process: .this)) }

  /// Tells the launcher that MPI does not start, unless the coordinator has already got further than that.
  ///
  /// - Parameter hasLostRank: Whether a rank on this host is known to be gone, rather than MPI only taking too long.
  package func announceStall(hasLostRank: Bool) {
    let text = note.flatMap { try? String(contentsOfFile: $0, encoding: .utf8) }
    guard text.flatMap({ LaunchStatus($0) })?.hasJoined != true else { return }
    write(.stalled(hasLostRank ? .loss : .time))
  }

  /// Tells the launcher that the sweep runs.
  package func begin() { write(.began(process: .this)) }

  /// Tells the launcher that the sweep was asked to end, since MPI's own launcher may soon kill its ranks (Open MPI 5
  /// does so a quarter of a second after SIGTERM).
  package func announceEnd() { write(.ending(process: .this)) }

  /// Tells the launcher how the sweep has ended.
  ///
  /// - Returns: The code that this process should end with: 0 where the launcher has been told, since MPI's own
  ///   launcher reports any other code as an error.
  package func end(code: Int32) -> Int32 { write(.ended(code: code)) ? 0 : code }

  /// Asks the launcher to launch the sweep again, with all its workers.
  ///
  /// - Parameters:
  ///   - closed: How many trials are closed; if the number stops growing, the launcher gives up.
  ///   - code: The code to end with where no launcher listens.
  /// - Returns: The code that this process should end with: 0 where the launcher has been told.
  package func askForRelaunch(closed: Int, code: Int32) -> Int32 {
    write(.again(closed: closed)) ? 0 : code
  }

  /// How long to wait for MPI to start, in seconds; `ranks` is nil where their number is not known.
  package static func startSeconds(ranks: Int?, isOnOneHost: Bool) -> Double {
    RelaunchPolicy.startSeconds(ranks: ranks ?? 0, isOnOneHost: isOnOneHost)
  }

  /// Whether a launcher started this process and reads its note.
  package var hasLauncher: Bool { note != nil }

  /// Whether a launcher started this process and was killed, so that there is no process to run the sweep for. It looks
  /// a few times a second, however often it is called.
  package mutating func isOrphaned() -> Bool {
    if let launcher, timer.isDue(at: monotonicSeconds()) { hasLostLauncher = launcher.isGone }
    return hasLostLauncher
  }

  @discardableResult private func write(_ status: LaunchStatus) -> Bool {
    guard let note else { return false }
    let isRead = launcher?.isGone != true
    if isRead, (try? status.text.write(toFile: note, atomically: true, encoding: .utf8)) != nil {
      return true
    }
    // A missing note tells the launcher that there was a final status. If the launcher was killed, no file is left
    // behind.
    if status.isFinal || !isRead { unlink(note) }
    return false
  }
}
