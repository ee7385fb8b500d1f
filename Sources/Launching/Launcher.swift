import Foundation
package import MessagePassing
import Platform

/// The MPI launcher of this machine, and how to start a sweep under it.
package struct Launcher: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    case openMPI(major: Int)
    case mpich
    /// Intel's, whose launcher is a child of MPICH's.
    case intel
    case other

    /// Its option that names hosts.
    var hostOption: String { self == .mpich || self == .intel ? "-hosts" : "--host" }
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
        let kind = kind(ofVersion: version)
        return Launcher(path: kind == .intel ? withoutScript(path) : path, kind: kind)
      }
    }
    return nil
  }

  /// Loads the MPI library that belongs to it into this process; its ranks load their own.
  ///
  /// - Throws: `MessagePassingError.noLibrary` where there is none.
  package func loadLibrary() throws(MessagePassingError) {
    let choices: [MPILibrary.Choice]?
    switch kind {
    case .openMPI: choices = [.openMPI]
    case .mpich, .intel: choices = [.mpich, .standard]
    case .other: choices = nil
    }
    try MPILibrary.load(choices, beside: path)
  }

  /// Which MPI says this of its version.
  static func kind(ofVersion text: String) -> Kind {
    if let name = text.range(of: "(Open MPI) ") ?? text.range(of: "OpenRTE) ") {
      return .openMPI(major: Int(text[name.upperBound...].prefix { $0.isNumber }) ?? 4)
    }
    if text.contains("PRRTE") { return .openMPI(major: 5) }
    if text.contains("Intel(R) MPI") { return .intel }
    return text.contains("HYDRA") || text.contains("MPICH") ? .mpich : .other
  }

  /// Intel's mpirun is a script that dies of the signals that its launcher, a child of it, passes on.
  private static func withoutScript(_ path: String) -> String {
    let launcher = URL(fileURLWithPath: path).deletingLastPathComponent()
      .appendingPathComponent("mpiexec.hydra").path
    return FileManager.default.isExecutableFile(atPath: launcher) ? launcher : path
  }

  private static func firstWords(of path: String, within seconds: Double) -> String? {
    guard let process = BriefProcess(path, ["--version"]) else { return nil }
    BriefProcess.wait(for: [process], within: seconds)
    guard let status = process.status else {
      process.end(atOnce: true)
      return nil
    }
    return status == 0 && !process.output.isEmpty ? process.output : nil
  }

  /// Variables that ranks on other hosts need, where ssh passes none on: the kernel decides the last bits.
  private static let forwarded = [
    "OPENBLAS_NUM_THREADS", "OPENBLAS_CORETYPE", LauncherLink.noteVariable,
    LauncherLink.launcherVariable, MPILibrary.variable,
  ]

  /// What to tell the launcher, so that `workers` workers and a coordinator run `command`, and the loss of a worker does
  /// not end the others.
  ///
  /// - Parameters:
  ///   - options: More of the launcher's own.
  ///   - mayLose: Whether the others live on where a process is lost. If so, Open MPI's launcher says nothing of those that it
  ///     cannot start, and waits for them forever.
  ///   - isRoot: Open MPI refuses root unless told otherwise.
  ///   - environment: What the launcher is started with; some of it is passed on to other hosts.
  package func arguments(
    workers: Int, options: [String] = [], command: [String], isRoot: Bool, mayLose: Bool = true,
    environment: [String: String] = [:]
  ) -> [String] {
    var list: [String] = []
    switch kind {
    case .openMPI(let major):
      if mayLose { list += major >= 5 ? ["--with-ft", "mpi"] : ["--enable-recovery"] }
      // The coordinator sleeps, so that there is one process more than there are cores.
      // A launcher that is told to end waits so long, then sends SIGTERM, waits again and sends SIGKILL: with the
      // default of 1 s there is little time for snapshots.
      if major < 5 { list += ["--mca", "odls_base_sigkill_timeout", "3"] }
      list += ["--oversubscribe", "--bind-to", "none"]
      list += Self.forwarded.filter { environment[$0] != nil }.flatMap { ["-x", $0] }
      if isRoot { list.append("--allow-run-as-root") }
    // MPICH's has no option that helps: see `RankSupervisor`.
    case .mpich, .intel, .other: break
    }
    return list + options + ["-n", String(workers + 1)] + command
  }
}
