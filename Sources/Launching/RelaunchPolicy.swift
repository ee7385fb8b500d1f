import Foundation

/// How often a sweep that keeps failing is launched again.
struct RelaunchPolicy {
  /// Launches that come to nothing, one after the other. Two losses fail a trial, so that something else is wrong.
  private static let mostVainLaunches = 4
  /// The launches in which MPI did not start, though no rank was lost: the next would not start either.
  private static let mostVainStarts = 2
  /// A launch whose coordinator was lost came to something if it lasted so long, in seconds: time for snapshots.
  private static let worthwhileSeconds = 60.0

  private var closed = -1
  private var vainLaunches = 0
  private var vainStarts = 0

  /// How long MPI may take to start before nothing more is expected, in seconds: many hosts take their time, one does not;
  /// many ranks take it from each other. `DYNSWEEP_START_SECONDS` sets it otherwise.
  static func startSeconds(
    ranks: Int, isOnOneHost: Bool,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> Double {
    if let asked = environment["DYNSWEEP_START_SECONDS"].flatMap(Double.init), asked > 0 {
      return asked
    }
    return (isOnOneHost ? 30 : 40) + 0.5 * Double(ranks)
  }

  /// Whether to try once more.
  ///
  /// - Parameters:
  ///   - status: The latest launch's last word; nil where it did not get as far as the sweep.
  ///   - seconds: How long it lasted.
  ///   - hasLostRank: Whether a rank is known to have been killed in it.
  mutating func allowsAnother(
    after status: LaunchStatus?, seconds: Double, hasLostRank: Bool = false
  ) -> Bool {
    var isVain = true
    switch status {
    case .again(let closed, _):
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
