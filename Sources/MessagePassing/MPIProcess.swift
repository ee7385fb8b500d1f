import CMPI
import Foundation
import Synchronization

/// This process as a member of an MPI job: how it joins and how it leaves.
///
/// A process that trains alone calls nothing here and so never starts MPI.
package enum MPIProcess {
  /// Joins the job, and waits until all its processes have.
  ///
  /// - Returns: The communicator of all processes of the job.
  /// - Throws: `MessagePassingError.noLibrary` where there is no MPI, `.call` where it cannot start.
  package static func join() throws(MessagePassingError) -> Communicator {
    try MPILibrary.load()
    var isStarted: Int32 = 0
    try check(cmpi_is_started(&isStarted), "MPI_Initialized")
    if isStarted == 0 { try check(cmpi_start(), "MPI_Init_thread") }
    return try Communicator()
  }

  /// Why a process no longer waits for MPI to start.
  package struct JoinFailure: Sendable {
    /// Whether this process should report the failure for all: rank 0, or rank 1 where rank 0 has been missing for
    /// long.
    package let isSpeaker: Bool
    /// Whether ranks of this host are gone, rather than slow.
    package let hasLostRank: Bool

    /// For how long a process waits before it ends, so that the speaker is heard: a launcher may end all ranks with the
    /// first that ends.
    package static let secondsToBeHeard = 2.0
  }

  /// Joins the job or gives up, because where a process is lost while MPI starts, the others would wait for it forever.
  ///
  /// - Parameters:
  ///   - seconds: How long to wait after the last rank was started on this host.
  ///   - giveUp: Ends the process. It is called on another thread once `seconds` have passed, or once `LocalRanks`,
  ///     which looks every second, finds that ranks of this host are lost.
  /// - Returns: The communicator of all processes of the job.
  /// - Throws: `MessagePassingError.noLibrary` where there is no MPI, `.call` where it cannot start.
  package static func join(
    within seconds: Double, giveUp: @escaping @Sendable (JoinFailure) -> Never
  ) throws(MessagePassingError) -> Communicator {
    Reachability.prepare()
    try MPILibrary.load()
    let watch = JoinWatch()
    Thread.detachNewThread {
      let environment = ProcessInfo.processInfo.environment
      var ranks = LocalRanks(announced: LaunchContext.localSize(environment: environment))
      let rank = LaunchContext.rank(environment: environment)
      let mayInherit = rank == 1 && LaunchContext.isOnOneHost(environment: environment)
      // Two ranks of a host are enough to look at all others.
      let looksClosely = LaunchContext.localRank(environment: environment).map { $0 < 2 } ?? false
      var looksWithoutFirst = 0
      // This clock goes on where somebody sets the time of day.
      var lastGrowth = ContinuousClock.now
      while watch.isWaiting {
        let hasLost = ranks.hasLost(
          now: LocalRanks.childrenOfLauncher(leavingOutEnded: looksClosely))
        if ranks.isGrowing { lastGrowth = .now }
        looksWithoutFirst =
          mayInherit && LocalRanks.isFirstThere == false ? looksWithoutFirst + 1 : 0
        let isLate = ContinuousClock.now - lastGrowth >= .seconds(seconds)
        if watch.isWaiting, hasLost || isLate {
          giveUp(
            JoinFailure(isSpeaker: rank == 0 || looksWithoutFirst > 1, hasLostRank: hasLost))
        }
        Thread.sleep(forTimeInterval: min(1, seconds))
      }
    }
    defer { watch.end() }
    return try join()
  }

  /// Leaves the job in good order; does nothing where no library is loaded. Every process must call it, so that after a
  /// loss it can hang: see `leave(code:within:)`.
  ///
  /// - Throws: `MessagePassingError.call` where MPI reports a failure.
  package static func finalize() throws(MessagePassingError) {
    guard MPILibrary.path != nil else { return }
    try check(cmpi_finalize(), "MPI_Finalize")
  }

  /// Leaves the job in good order if that takes less than `seconds`, and ends the process in any case.
  package static func leave(code: Int32, within seconds: Double) -> Never {
    end(code: code, after: seconds)
    // A failure to leave changes nothing, as the work is done.
    try? finalize()
    endAtOnce(code: code)
  }

  /// Ends the process after `seconds`, whatever it does until then.
  private static func end(code: Int32, after seconds: Double) {
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: seconds)
      endAtOnce(code: code)
    }
  }

  /// Ends the process without calling MPI, which could wait forever for a process that was lost.
  package static func endAtOnce(code: Int32) -> Never {
    fflush(nil)
    _exit(code)
  }

  /// Ends all processes of the job, including those that do not answer, and this one in any case: MPI asks its launcher
  /// to end them, which may not answer either.
  package static func abort(code: Int32) -> Never {
    end(code: code, after: 5)
    fflush(nil)
    if MPILibrary.path != nil { _ = cmpi_abort(code) }
    _exit(code)
  }

  /// The library's name and version on one line; nil where no MPI can be loaded. Usable before `join()`.
  package static var libraryVersion: String? {
    guard (try? MPILibrary.load()) != nil else { return nil }
    let text = libraryText { cmpi_library_version($0, $1) }
    return text?.split(whereSeparator: \.isNewline).first.map(String.init) ?? "unknown"
  }
}

/// Whether a process still waits for MPI to start.
private final class JoinWatch: Sendable {
  private let waiting = Atomic<Bool>(true)

  var isWaiting: Bool { waiting.load(ordering: .relaxed) }

  func end() { waiting.store(false, ordering: .relaxed) }
}
