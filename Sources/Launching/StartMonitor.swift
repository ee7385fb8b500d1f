import Platform

/// Detects that MPI does not start in a launch.
///
/// A coordinator that is there gives up itself where other ranks do not come, and sees when those on its host are gone.
/// So once it is there, it gets three times as long.
struct StartMonitor {
  private let seconds: Double
  private let begin = monotonicSeconds()
  /// Whether the launcher still waits for MPI to start.
  private(set) var isAwaited = true
  private var hasCoordinator = false

  /// - Parameter seconds: How long it may take until the coordinator reports that its process runs.
  init(seconds: Double) { self.seconds = seconds }

  /// Takes the coordinator's latest status.
  mutating func note(_ status: LaunchStatus?) {
    guard let status else { return }
    hasCoordinator = true
    // A report that MPI does not start is final as well.
    isAwaited = isAwaited && !status.hasJoined && !status.isFinal
  }

  /// Whether MPI takes so long that the launcher should be asked whether it can start a program at all.
  func isDoubtful(at now: Double) -> Bool { isAwaited && now - begin > seconds / 6 }

  /// Whether MPI takes so long that the launch is given up.
  func isLate(at now: Double) -> Bool {
    isAwaited && now - begin > (hasCoordinator ? 3 : 1) * seconds
  }
}
