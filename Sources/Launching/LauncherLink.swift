import Foundation
import Platform

/// The coordinator's tie to the `Launcher` that started it, where one did.
package struct LauncherLink: Sendable {
  static let noteVariable = "DYNSWEEP_EXIT_NOTE"
  static let launcherVariable = "DYNSWEEP_LAUNCHER"

  private let note: String?
  private let launcher: ProcessIdentity?
  private var timer = PeriodicTimer(every: 0.25)
  private var hasLostLauncher = false

  /// - Parameter environment: This process's.
  package init(environment: [String: String]) {
    note = environment[LauncherLink.noteVariable]
    launcher = environment[LauncherLink.launcherVariable].flatMap { ProcessIdentity($0) }
  }

  /// Tells the launcher that this process is there, and waits for MPI.
  package func announceStart() { write(.starting(process: .this)) }

  /// Tells the launcher that MPI does not start; not where the coordinator has got further than that.
  package func announceStall(hasLostRank: Bool) {
    let text = note.flatMap { try? String(contentsOfFile: $0, encoding: .utf8) }
    guard text.flatMap({ LaunchStatus($0) })?.hasJoined != true else { return }
    write(.stalled(hasLostRank ? .loss : .time))
  }

  /// Tells the launcher that the sweep runs, and what exit code it should take a sudden death of the coordinator for.
  package func begin(codeIfLost: Int32) {
    write(.began(codeIfLost: codeIfLost, process: .this))
  }

  /// Tells the launcher that the sweep was asked to end, since MPI's own launcher may soon kill its ranks (Open MPI 5: a
  /// quarter of a second after SIGTERM).
  package func announceEnd(code: Int32) { write(.ending(code: code, process: .this)) }

  /// Tells the launcher how the sweep has ended.
  ///
  /// - Returns: The code that this process should end with: 0 where the launcher was told, since MPI's own launcher would
  ///   complain of any other.
  package func end(code: Int32) -> Int32 { write(.ended(code: code)) ? 0 : code }

  /// Asks the launcher to launch the sweep again, with all its workers.
  ///
  /// - Parameters:
  ///   - closed: Trials closed so far; where they grow no more, the launcher gives up.
  ///   - code: What it should then end with.
  /// - Returns: The code that this process should end with.
  package func askForRelaunch(closed: Int, code: Int32) -> Int32 {
    write(.again(closed: closed, code: code)) ? 0 : code
  }

  /// How long to wait for MPI to start, in seconds.
  package static func startSeconds(ranks: Int?, isOnOneHost: Bool) -> Double {
    RelaunchPolicy.startSeconds(ranks: ranks ?? 0, isOnOneHost: isOnOneHost)
  }

  /// Whether a launcher started this process and waits for what it says.
  package var hasLauncher: Bool { note != nil }

  /// Whether there was a launcher and it was killed: then this sweep has lost its caller. May be asked often; looks
  /// a few times a second.
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
    // That it is gone tells the launcher that there was a last word; and of a launcher that was killed nothing is left.
    if status.isFinal || !isRead { unlink(note) }
    return false
  }
}
