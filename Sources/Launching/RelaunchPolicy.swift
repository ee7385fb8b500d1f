import Foundation

/// How often a sweep that keeps failing is launched again.
struct RelaunchPolicy {
  /// After this many failed launches in a row there is no other. Two losses fail a trial, so that something else is
  /// wrong.
  private static let mostVainLaunches = 4
  /// After this many launches in a row in which MPI did not start, though no rank was lost, there is no other.
  private static let mostVainStarts = 2
  /// A launch whose coordinator was lost counts as a success if it lasted this many seconds: time for snapshots.
  private static let worthwhileSeconds = 60.0

  private var closed = -1
  private var vainLaunches = 0
  private var vainStarts = 0

  /// How long MPI may take to start, in seconds: longer on several hosts than on one, and longer the more ranks there
  /// are. The environment variable `DYNSWEEP_START_SECONDS` sets another time.
  static func startSeconds(
    ranks: Int, isOnOneHost: Bool,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> Double {
    if let asked = environment["DYNSWEEP_START_SECONDS"].flatMap(Double.init), asked > 0 {
      return asked
    }
    return (isOnOneHost ? 30 : 40) + 0.5 * Double(ranks)
  }

  /// Whether to launch once more after a launch that failed.
  ///
  /// - Parameters:
  ///   - status: The coordinator's latest status; nil where it did not get as far as reporting one.
  ///   - seconds: How long the launch lasted.
  ///   - hasLostRank: Whether a rank of the launch is known to have been killed.
  mutating func allowsAnother(
    after status: LaunchStatus?, seconds: Double, hasLostRank: Bool = false
  ) -> Bool {
    var isVain = true
    switch status {
    case .again(let closed):
      isVain = closed <= self.closed
      self.closed = max(closed, self.closed)
    case .began: isVain = seconds < Self.worthwhileSeconds
    case .ending, .ended: return false
    case .starting, .stalled, nil: break
    }
    let isVainStart = status?.hasJoined != true && !hasLostRank
    vainLaunches = isVain ? vainLaunches + 1 : 0
    vainStarts = isVainStart ? vainStarts + 1 : 0
    return vainLaunches < Self.mostVainLaunches && vainStarts < Self.mostVainStarts
  }
}
