import Foundation

/// What a `Launcher` is to start.
package struct LaunchOrder: Sendable {
  package var workers: Int
  /// More of the MPI launcher's own options.
  package var options: [String] = []
  /// The program's arguments, without its name.
  package var arguments: [String]
  /// What a launch after the first is told in addition.
  package var continuation: [String] = []
  /// Where the coordinator leaves word of how it ended: a folder that its host sees too.
  package var noteFolder = FileManager.default.temporaryDirectory.path
  /// Tells people what happens.
  package var notice: @Sendable (String) -> Void = { _ in }

  package init(workers: Int, arguments: [String]) {
    self.workers = workers
    self.arguments = arguments
  }

  /// The same again, to go on from where it was.
  func continued() -> LaunchOrder {
    var next = self
    next.arguments += continuation.filter { !arguments.contains($0) }
    return next
  }

  /// The same on fewer hosts, with as many workers on each as before.
  func limited(to hosts: Set<String>, of list: HostList) -> LaunchOrder {
    var next = self
    next.options = list.options(keeping: hosts)
    let share = Double(list.slots(of: hosts)) / Double(max(list.slots(of: nil), 1))
    // The coordinator is one more, and takes no core.
    next.workers = max(Int((Double(workers) * share).rounded()), 1)
    return next
  }
}
