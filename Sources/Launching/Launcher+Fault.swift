import Foundation
import Platform

extension Launcher {
  /// Why a launch came to nothing, found out by asking the launcher for less.
  func fault(of order: LaunchOrder, after launch: Launch) -> LaunchError {
    let failure = LaunchError.launchFailed(launcher: path, status: launch.status)
    // One that ended by itself has said why.
    guard !launch.hasJoined, launch.isLate || !order.options.isEmpty else { return failure }
    let first = question(["uname", "-n"], workers: order.workers, options: order.options)
    if let first { BriefProcess.wait(for: [first], within: Self.answerSeconds) }
    let words = Self.outcome(of: first)
    guard words.isEmpty, let first else {
      let news = launch.isLate ? words : ""
      return order.options.isEmpty
        ? .launchFailed(launcher: path, status: launch.status, words: news)
        : .badOptions(order.options, launcher: path, words: news)
    }
    return missingProgram(order, hostsNamed: first.output) ?? failure
  }

  /// The error that tells of hosts which cannot start this program; nil where all can.
  ///
  /// - Parameter names: Those of the hosts of all ranks, a line each.
  private func missingProgram(_ order: LaunchOrder, hostsNamed names: String) -> LaunchError? {
    let list = HostList(options: order.options, kind: kind)
    var met: Set<String> = []
    let found = names.split(whereSeparator: \.isNewline).map(String.init)
      .filter { met.insert($0).inserted }
    let hosts = list?.hosts ?? found
    let outcomes = ask(hosts, for: order.probeCommand) { host in
      list?.options(keeping: [host])
        ?? order.options + (hosts.count > 1 ? [kind.hostOption, host] : [])
    }
    let failed = zip(hosts, outcomes).filter { !$1.isEmpty }
    guard let first = failed.first else { return nil }
    return .cannotStart(
      program: Self.thisExecutable, hosts: failed.map(\.0), words: first.1)
  }
}
