import CMPI
import Foundation

/// The MPI library that this process loads, and how it is found. The program is not linked to a library, so that it
/// runs under the launcher of any.
package enum MPILibrary {
  /// A kind of library to load, or one file.
  package enum Choice: Equatable, Sendable {
    case openMPI
    /// MPICH and the libraries with its ABI: Intel MPI, MVAPICH, Cray MPICH.
    case mpich
    /// Any library with MPI's standard ABI.
    case standard
    /// No library at all.
    case none
    /// The library of this path, or of this name for the system's loader to find.
    case file(String)

    /// The choice as a user writes it.
    ///
    /// - Parameter text: `openmpi`, `mpich`, `abi`, `none`, or a library as the loader takes it.
    package init(_ text: String) {
      switch text {
      case "openmpi": self = .openMPI
      case "mpich": self = .mpich
      case "abi": self = .standard
      case "none": self = .none
      default: self = .file(text)
      }
    }

    /// The file names of its libraries, the likeliest first.
    fileprivate var names: [String] {
      switch self {
      case .openMPI: ["libmpi.so.40"]
      case .mpich: ["libmpi.so.12", "libmpich.so.12", "libmpi_cray.so.12"]
      case .standard: ["libmpi_abi.so.1", "libmpi_abi.so.0"]
      case .none: []
      case .file(let path): [path]
      }
    }
  }

  /// The environment variable that holds a user's choice, for this process and those that it starts.
  package static let variable = "DYNSWEEP_MPI"

  /// The path of the library that is loaded; nil where none is yet.
  package static var path: String? { cmpi_library().map { String(cString: $0) } }

  /// Loads the library, which can be done once; does nothing where one is loaded.
  ///
  /// - Parameters:
  ///   - choices: What to try where the user has not chosen; what the launcher's variables suggest where nil.
  ///   - launcher: The launcher beside whose libraries to look first; the one that has started this process where nil.
  /// - Throws: `MessagePassingError.noLibrary` where none can be loaded.
  package static func load(
    _ choices: [Choice]? = nil, beside launcher: String? = nil,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(MessagePassingError) {
    guard path == nil else { return }
    let wanted =
      environment[variable].map { [Choice($0)] } ?? choices
      ?? Self.choices(environment: environment)
    let program = launcher.map(resolved) ?? LocalRanks.launcherProgram
    var refusals: [String] = []
    for file in candidates(wanted, besideProgram: program) {
      guard let words = cmpi_load(file) else { return }
      refusals.append(String(cString: words))
    }
    throw .noLibrary(refusals)
  }

  /// The kinds of library that the launcher's variables suggest, the likeliest first.
  static func choices(environment: [String: String]) -> [Choice] {
    if environment["OMPI_COMM_WORLD_RANK"] != nil { return [.openMPI] }
    if environment["MPI_LOCALNRANKS"] != nil { return [.mpich, .standard] }
    if environment["PMI_RANK"] != nil || environment["PMI_FD"] != nil {
      return [.mpich, .standard, .openMPI]
    }
    return [.openMPI, .mpich, .standard]
  }

  /// The files to try for these choices. Files in the folders in which an MPI's libraries lie beside its launcher,
  /// which are certain to fit, come before those that the loader finds by itself.
  ///
  /// - Parameter program: The launcher's executable file; nil where it is unknown.
  static func candidates(_ choices: [Choice], besideProgram program: String?) -> [String] {
    let root = program.map {
      URL(fileURLWithPath: $0).deletingLastPathComponent().deletingLastPathComponent().path
    }
    let folders = root.map { root in ["lib", "lib64"].map { "\(root)/\($0)" } } ?? []
    let beside = folders.flatMap { folder in
      choices.flatMap(\.names).filter { !$0.contains("/") }.map { "\(folder)/\($0)" }
    }
    return beside.filter { FileManager.default.fileExists(atPath: $0) } + choices.flatMap(\.names)
  }

  private static func resolved(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }
}
