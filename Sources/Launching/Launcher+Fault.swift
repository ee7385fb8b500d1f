import Foundation
import Platform

extension Launcher {
  /// Why a launch failed; the launcher is asked to start smaller programs to find that out.
  func fault(of request: LaunchRequest, after launch: Launch) -> LaunchError {
    let failure = LaunchError.launchFailed(launcher: path, status: launch.exitStatus)
    // A launcher that ended without being ended has printed the reason.
    guard !launch.hasJoined, launch.isLate || !request.options.isEmpty else { return failure }
    let first = question(["uname", "-n"], workers: request.workers, options: request.options)
    if let first { BriefProcess.wait(for: [first], within: Self.answerSeconds) }
    let words = Self.outcome(of: first)
    guard words.isEmpty, let first else {
      let said = launch.isLate ? words : ""
      return request.options.isEmpty
        ? .launchFailed(launcher: path, status: launch.exitStatus, words: said)
        : .badOptions(request.options, launcher: path, words: said)
    }
    return missingProgram(request, hostsNamed: first.output) ?? failure
  }

  /// The error that names the hosts which cannot start this program; nil where all can.
  ///
  /// - Parameter names: The hosts of all ranks, a name on each line.
  private func missingProgram(_ request: LaunchRequest, hostsNamed names: String) -> LaunchError? {
    let list = HostList(options: request.options, kind: kind)
    var met: Set<String> = []
    let found = names.split(whereSeparator: \.isNewline).map(String.init)
      .filter { met.insert($0).inserted }
    let hosts = list?.hosts ?? found
    let outcomes = ask(hosts, for: request.probeCommand) { host in
      list?.options(keeping: [host])
        ?? request.options + (hosts.count > 1 ? [kind.hostOption, host] : [])
    }
    let failed = zip(hosts, outcomes).filter { !$1.isEmpty }
    guard let first = failed.first else { return nil }
    return .cannotStart(
      program: Self.thisExecutable, hosts: failed.map(\.0), words: first.1)
  }
}
