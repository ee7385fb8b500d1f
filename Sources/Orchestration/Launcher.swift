import Foundation
import MessagePassing
import Platform

/// The MPI launcher of this machine, and how to start a sweep under it.
package struct Launcher: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    case openMPI(major: Int)
    case mpich
    case other
  }

  /// Where it is.
  package let path: String
  package let kind: Kind

  package init(path: String, kind: Kind) {
    self.path = path
    self.kind = kind
  }

  /// The launcher on the PATH of `environment`; nil where there is none that tells its version within `seconds`.
  package static func find(
    environment: [String: String], within seconds: Double = 10
  ) -> Launcher? {
    let folders = (environment["PATH"] ?? "").split(separator: ":")
    for name in ["mpirun", "mpiexec"] {
      for folder in folders {
        let path = "\(folder)/\(name)"
        guard FileManager.default.isExecutableFile(atPath: path),
          let version = firstWords(of: path, within: seconds)
        else { continue }
        return Launcher(path: path, kind: kind(ofVersion: version))
      }
    }
    return nil
  }

  /// Which MPI says this of its version.
  static func kind(ofVersion text: String) -> Kind {
    if let name = text.range(of: "(Open MPI) ") ?? text.range(of: "OpenRTE) ") {
      return .openMPI(major: Int(text[name.upperBound...].prefix { $0.isNumber }) ?? 4)
    }
    if text.contains("PRRTE") { return .openMPI(major: 5) }
    return text.contains("HYDRA") || text.contains("MPICH") ? .mpich : .other
  }

  private static func firstWords(of path: String, within seconds: Double) -> String? {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = ["--version"]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let begin = monotonicSeconds()
    while process.isRunning, monotonicSeconds() - begin < seconds {
      Thread.sleep(forTimeInterval: 0.005)
    }
    guard !process.isRunning else {
      kill(process.processIdentifier, SIGKILL)
      return nil
    }
    // A process that it left behind may hold the pipe open: what is there is all.
    let descriptor = pipe.fileHandleForReading.fileDescriptor
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &buffer, buffer.count)
    guard process.terminationStatus == 0, count > 0 else { return nil }
    return String(decoding: buffer[..<count], as: UTF8.self)
  }

  /// Variables that ranks on other hosts need, where ssh passes none on: the kernel decides the last bits.
  private static let forwarded = [
    "OPENBLAS_NUM_THREADS", "OPENBLAS_CORETYPE", LaunchedProcess.noteVariable,
    LaunchedProcess.launcherVariable,
  ]

  /// What to tell the launcher, so that `workers` workers and a coordinator run `command`, and the loss of a worker does
  /// not end the others.
  ///
  /// - Parameters:
  ///   - options: More of the launcher's own.
  ///   - isRoot: Open MPI refuses root unless told otherwise.
  ///   - environment: What the launcher is started with; some of it is passed on to other hosts.
  package func arguments(
    workers: Int, options: [String] = [], command: [String], isRoot: Bool,
    environment: [String: String] = [:]
  ) -> [String] {
    var list: [String] = []
    switch kind {
    case .openMPI(let major):
      list += major >= 5 ? ["--with-ft", "mpi"] : ["--enable-recovery"]
      // The coordinator sleeps, so that there is one process more than there are cores.
      // A launcher that is told to end waits so long, then sends SIGTERM, waits again and sends SIGKILL: with the
      // default of 1 s there is little time for snapshots.
      if major < 5 { list += ["--mca", "odls_base_sigkill_timeout", "3"] }
      list += ["--oversubscribe", "--bind-to", "none"]
      list += Self.forwarded.filter { environment[$0] != nil }.flatMap { ["-x", $0] }
      if isRoot { list.append("--allow-run-as-root") }
    // MPICH's has no option that helps: see `RankShield`.
    case .mpich, .other: break
    }
    return list + options + ["-n", String(workers + 1)] + command
  }
}
