import Foundation
import Platform

/// How a launch went.
struct Launch {
  /// The coordinator's last word; nil where it had none.
  var status: LaunchStatus?
  /// The MPI launcher's.
  var exitStatus: Int32
  /// Whether the coordinator could not write its last word.
  var isMute: Bool
  /// Whether a signal asked for the end, this process or the coordinator.
  var wasAskedToEnd: Bool
  var seconds: Double

  /// What to end with where it was asked to end: whatever broke then, the sweep can be gone on with.
  var codeAfterRequest: Int32 {
    guard case .ended(let code) = status, code != EX_SOFTWARE else { return EX_TEMPFAIL }
    return code
  }

  /// Whether MPI has started in it.
  var hasJoined: Bool { status?.hasJoined == true }

  /// Whether no rank reported anything until it was ended.
  var isLate: Bool { status == .stalled(.time) }

  /// Whether the launcher ended because one of its processes was killed: MPICH's says so by the signal's number, others
  /// as a shell does. One that was ended as late may have been ended by a signal itself.
  var hasLostRank: Bool { !isLate && [SIGKILL, 128 + SIGKILL].contains(exitStatus) }

  /// Whether a rank may have been lost while MPI started, rather than all kept from starting; those that MPI itself ends are
  /// lost to the others, too.
  var mayHaveLost: Bool {
    if case .starting = status { return true }
    return status == .stalled(.loss) || hasLostRank
  }
}
