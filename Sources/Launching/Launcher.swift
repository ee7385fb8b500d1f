import Foundation
package import MessagePassing
import Platform

/// The MPI launcher of this machine (`mpirun` or `mpiexec`), and how a sweep is started under it.
package struct Launcher: Equatable, Sendable {
  /// The MPI implementation that a launcher belongs to.
  package enum Kind: Equatable, Sendable {
    case openMPI(major: Int)
    case mpich
    /// Intel MPI, whose launcher is derived from MPICH's.
    case intel
    case other

    /// The launcher's option that names hosts.
    var hostOption: String { self == .mpich || self == .intel ? "-hosts" : "--host" }
  }

  /// The path of the launcher's executable file.
  package let path: String
  /// The MPI implementation that it belongs to, as its version tells.
  package let kind: Kind

  /// The launcher at `path`, which is not started or looked for.
  package init(path: String, kind: Kind) {
    self.path = path
    self.kind = kind
  }

  /// The launcher on the PATH of `environment`; nil where no launcher there prints its version within `seconds`.
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

  /// Loads the MPI library that belongs to the launcher into this process; its ranks load it themselves.
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

  /// The MPI implementation whose launcher prints this as its version.
  static func kind(ofVersion text: String) -> Kind {
    if let name = text.range(of: "(Open MPI) ") ?? text.range(of: "OpenRTE) ") {
      return .openMPI(major: Int(text[name.upperBound...].prefix { $0.isNumber }) ?? 4)
    }
    if text.contains("PRRTE") { return .openMPI(major: 5) }
    if text.contains("Intel(R) MPI") { return .intel }
    return text.contains("HYDRA") || text.contains("MPICH") ? .mpich : .other
  }

  /// The path of Intel's launcher where `path` is its script `mpirun`: the script is killed by the signals that its
  /// child, the launcher, passes on.
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

  /// Variables that ranks on other hosts need, since ssh passes no variables on. The BLAS kernel decides the last bits.
  private static let forwarded = [
    "OPENBLAS_NUM_THREADS", "OPENBLAS_CORETYPE", LauncherLink.noteVariable,
    LauncherLink.launcherVariable, MPILibrary.variable,
  ]

  /// The launcher's arguments with which `workers` workers and a coordinator run `command`, so that the loss of a
  /// worker does not end the others.
  ///
  /// - Parameters:
  ///   - options: The user's options for the launcher.
  ///   - mayLose: Whether the other processes go on after one is lost. In that mode, Open MPI's launcher does not
  ///     report processes that it cannot start, and never stops waiting for them.
  ///   - isRoot: Whether the user is root, whom Open MPI refuses without an option.
  ///   - environment: The launcher's environment; some variables are passed on to other hosts.
  package func arguments(
    workers: Int, options: [String] = [], command: [String], isRoot: Bool, mayLose: Bool = true,
    environment: [String: String] = [:]
  ) -> [String] {
    var list: [String] = []
    switch kind {
    case .openMPI(let major):
      if mayLose { list += major >= 5 ? ["--with-ft", "mpi"] : ["--enable-recovery"] }
      // The coordinator sleeps, so that there may be one process more than there are cores.
      // A launcher that is told to end waits for this many seconds, sends SIGTERM, waits again and sends SIGKILL. Its
      // default of 1 s leaves little time for snapshots.
      if major < 5 { list += ["--mca", "odls_base_sigkill_timeout", "3"] }
      list += ["--oversubscribe", "--bind-to", "none"]
      list += Self.forwarded.filter { environment[$0] != nil }.flatMap { ["-x", $0] }
      if isRoot { list.append("--allow-run-as-root") }
    // MPICH's launcher has no option that helps: see `RankSupervisor`.
    case .mpich, .intel, .other: break
    }
    return list + options + ["-n", String(workers + 1)] + command
  }
}
