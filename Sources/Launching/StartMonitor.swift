import Platform

/// Detects that MPI does not start in a launch.
///
/// The coordinator itself gives up where others do not come, and sees those of its host come; so there is time for that
/// once it is there.
struct StartMonitor {
  private let seconds: Double
  private let begin = monotonicSeconds()
  private(set) var isAwaited = true
  private var hasCoordinator = false

  /// - Parameter seconds: How long it may take until the coordinator is there.
  init(seconds: Double) { self.seconds = seconds }

  /// Takes the coordinator's latest word.
  mutating func note(_ status: LaunchStatus?) {
    guard let status else { return }
    hasCoordinator = true
    // That MPI does not start is a last word as well.
    isAwaited = isAwaited && !status.hasJoined && !status.isFinal
  }

  /// Whether it takes so long that the launcher should be asked whether it can start anything.
  func isDoubtful(at now: Double) -> Bool { isAwaited && now - begin > seconds / 6 }

  /// Whether nothing more is to be expected.
  func isLate(at now: Double) -> Bool {
    isAwaited && now - begin > (hasCoordinator ? 3 : 1) * seconds
  }
}
