import Foundation
import MessagePassing

/// What a `Launcher` is to start.
package struct LaunchRequest: Sendable {
  package var workers: Int
  /// More of the MPI launcher's own options.
  package var options: [String] = []
  /// The program's arguments, without its name.
  package var arguments: [String]
  /// Arguments with which the program does no more than show that it can be started; nil where it knows none.
  package var probe: [String]?
  /// Options that a launch after the first gets in addition.
  package var continuation: [String] = []
  /// Whether there are results to go on with.
  package var hasTrials: @Sendable () -> Bool = { false }
  /// Where the coordinator leaves word of how it ended: a folder that its host sees too.
  package var noteFolder = FileManager.default.temporaryDirectory.path
  /// Tells people what happens.
  package var notice: @Sendable (String) -> Void = { _ in }

  package init(workers: Int, arguments: [String]) {
    self.workers = workers
    self.arguments = arguments
  }

  /// The same again, to go on from where it was.
  func continued() -> LaunchRequest {
    var next = self
    next.arguments += continuation.filter { !arguments.contains($0) }
    return next
  }

  /// How long its ranks may take to start before nothing more is expected, in seconds: on this host where nothing else is
  /// said.
  var startSeconds: Double {
    let environment = ProcessInfo.processInfo.environment
    return RelaunchPolicy.startSeconds(
      ranks: workers + 1,
      isOnOneHost: options.isEmpty && !LaunchContext.isInBatchJob(environment: environment))
  }

  /// A command that every host is to be able to start.
  var probeCommand: [String] { probe.map { [Launcher.thisExecutable] + $0 } ?? ["true"] }

  /// Whether it goes on from where another was.
  var isContinuation: Bool { arguments == continued().arguments }

  /// The same on fewer hosts, with as many workers on each as before.
  func limited(to hosts: Set<String>, of list: HostList) -> LaunchRequest {
    var next = self
    next.options = list.options(keeping: hosts)
    let share = Double(list.slots(of: hosts)) / Double(max(list.slots(of: nil), 1))
    // The coordinator is one more, and takes no core.
    next.workers = max(Int((Double(workers) * share).rounded()), 1)
    return next
  }
}
