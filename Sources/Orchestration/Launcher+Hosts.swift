import Foundation
import Platform

extension Launcher {
  /// How long a host may take to start an empty program, in seconds.
  private static let answerSeconds = 20.0
  private static let mostQuestions = 32

  /// `order` without the hosts that do not answer; as it is where all do, none does, or it names none.
  func withoutSilentHosts(_ order: LaunchOrder) -> LaunchOrder {
    guard let list = HostList(options: order.options, kind: kind) else { return order }
    let answering = answeringHosts(of: list)
    let silent = list.hosts.filter { !answering.contains($0) }
    guard !silent.isEmpty, !answering.isEmpty else { return order }
    order.notice("\(silent.joined(separator: ", ")) does not answer; going on without")
    return order.limited(to: answering, of: list)
  }

  /// The hosts on which the MPI launcher can start something, tried some at a time.
  private func answeringHosts(of list: HostList) -> Set<String> {
    var found: Set<String> = []
    var left = list.hosts[...]
    while !left.isEmpty {
      let asked = left.prefix(Self.mostQuestions)
      left = left.dropFirst(asked.count)
      let questions = asked.compactMap { host in question(to: host, list).map { (host, $0) } }
      let deadline = monotonicSeconds() + Self.answerSeconds
      while questions.contains(where: { $0.1.isRunning }), monotonicSeconds() < deadline {
        Thread.sleep(forTimeInterval: 0.02)
      }
      for (host, process) in questions {
        if process.isRunning {
          Launcher.end(process)
        } else if process.terminationStatus == 0 {
          found.insert(host)
        }
      }
    }
    return found
  }

  /// An empty program, started on `host`.
  private func question(to host: String, _ list: HostList) -> Process? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments(
      workers: 0, options: list.options(keeping: [host]), command: ["true"], isRoot: getuid() == 0)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return (try? process.run()) == nil ? nil : process
  }
}
