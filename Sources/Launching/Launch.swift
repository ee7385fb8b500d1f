import Foundation
import Platform

/// How a launch went.
struct Launch {
  /// What the coordinator last wrote into its note; nil where it wrote nothing.
  var status: LaunchStatus?
  /// The exit status of the MPI launcher.
  var exitStatus: Int32
  /// Whether the coordinator ended but could not write how.
  var isMute: Bool
  /// Whether a signal asked this process or the coordinator to end.
  var wasAskedToEnd: Bool
  /// How long the launch lasted.
  var seconds: Double

  /// The exit code of a launch that was asked to end. Where anything broke then, the sweep can still be resumed.
  var codeAfterRequest: Int32 {
    guard case .ended(let code) = status, code != EX_SOFTWARE else { return EX_TEMPFAIL }
    return code
  }

  /// Whether MPI has started in it.
  var hasJoined: Bool { status?.hasJoined == true }

  /// Whether no rank reported anything until it was ended.
  var isLate: Bool { status == .stalled(.time) }

  /// Whether the launcher ended because one of its processes was killed. MPICH's launcher reports this by the signal's
  /// number, others as a shell does. A launch that was late does not count, since this process ended it by a signal.
  var hasLostRank: Bool { !isLate && [SIGKILL, 128 + SIGKILL].contains(exitStatus) }

  /// Whether a rank may have been lost while MPI started, rather than all ranks kept from starting. A rank that MPI
  /// itself ends is lost to the others too.
  var mayHaveLost: Bool {
    if case .starting = status { return true }
    return status == .stalled(.loss) || hasLostRank
  }
}
