/// How often a sweep that keeps failing is launched anew.
struct LaunchPatience {
  /// Launches that come to nothing, one after the other. Two losses fail a trial, so that something else is wrong.
  private static let mostVainLaunches = 4
  /// A launch whose coordinator was lost came to something if it lasted so long, in seconds: time for snapshots.
  private static let worthwhileSeconds = 60.0

  private var closed = -1
  private var vainLaunches = 0

  /// Whether to try once more.
  ///
  /// - Parameters:
  ///   - news: The latest launch's last word; nil where it did not get as far as the sweep.
  ///   - seconds: How long it lasted.
  mutating func allowsAnother(after news: LaunchNote?, seconds: Double) -> Bool {
    var isVain = true
    switch news {
    case .again(let closed, _):
      isVain = closed <= self.closed
      self.closed = max(closed, self.closed)
    case .began: isVain = seconds < Self.worthwhileSeconds
    case .ending, .ended: return false
    case nil: break
    }
    vainLaunches = isVain ? vainLaunches + 1 : 0
    return vainLaunches < Self.mostVainLaunches
  }
}
