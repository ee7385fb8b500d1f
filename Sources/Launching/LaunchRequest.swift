import Foundation
import MessagePassing

/// What a `Launcher` is to start.
package struct LaunchRequest: Sendable {
  /// How many ranks train; the coordinator is one more.
  package var workers: Int
  /// The user's options for the MPI launcher.
  package var options: [String] = []
  /// The program's arguments, without its name.
  package var arguments: [String]
  /// Arguments with which the program only shows that it can be started; nil where it has none.
  package var probe: [String]?
  /// Arguments that are added in launches after the first.
  package var continuation: [String] = []
  /// Whether there are results that a later launch can go on with.
  package var hasTrials: @Sendable () -> Bool = { false }
  /// The folder for the coordinator's note; the coordinator's host must see it too.
  package var noteFolder = FileManager.default.temporaryDirectory.path
  /// Takes messages for people.
  package var notice: @Sendable (String) -> Void = { _ in }

  /// A request without options for the MPI launcher.
  ///
  /// - Parameter arguments: The program's arguments, without its name.
  package init(workers: Int, arguments: [String]) {
    self.workers = workers
    self.arguments = arguments
  }

  /// The request for a later launch, which goes on from where this one was.
  func continued() -> LaunchRequest {
    var next = self
    next.arguments += continuation.filter { !arguments.contains($0) }
    return next
  }

  /// How long the ranks may take to start, in seconds; all are taken to be on this host unless options or a batch job
  /// name others.
  var startSeconds: Double {
    let environment = ProcessInfo.processInfo.environment
    return RelaunchPolicy.startSeconds(
      ranks: workers + 1,
      isOnOneHost: options.isEmpty && !LaunchContext.isInBatchJob(environment: environment))
  }

  /// A command that every host must be able to start.
  var probeCommand: [String] { probe.map { [Launcher.thisExecutable] + $0 } ?? ["true"] }

  /// Whether this request goes on from where an earlier launch was.
  var isContinuation: Bool { arguments == continued().arguments }

  /// The request for fewer hosts, with as many workers on each as before.
  func limited(to hosts: Set<String>, of list: HostList) -> LaunchRequest {
    var next = self
    next.options = list.options(keeping: hosts)
    let share = Double(list.slots(of: hosts)) / Double(max(list.slots(of: nil), 1))
    // The coordinator needs no core, so that only workers are counted.
    next.workers = max(Int((Double(workers) * share).rounded()), 1)
    return next
  }
}
