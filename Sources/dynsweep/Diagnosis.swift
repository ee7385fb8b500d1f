import Listings
import Platform
import Runs
import Wording

/// What `dynsweep doctor` has measured and looked up on a machine, before it is judged.
struct MachineFacts: Codable, Equatable {
  var machine: MachineReport
  /// What limits this process to fewer cores, or less memory, than the host has.
  var coresLimit: String?
  var memoryLimit: String?
  /// The path of the MPI launcher; nil where none is on the PATH.
  var launcher: String?
  var isOpenMPI: Bool
  /// The path of the MPI library; nil where none can be loaded.
  var library: String?
  var isRoot: Bool
  var gemm: GEMMRate
  /// The rate with `OPENBLAS_CORETYPE` unset, where that variable holds the kernel in use back.
  var freeGEMM: GEMMRate?
  var dataFolder: String
  /// The files of the default data set that are missing.
  var missingData: [String]
  var fileSystem: FileSystemKind?
  var temporaryFolder: TemporaryFolder
  /// The value of `HDF5_USE_FILE_LOCKING`, where it is set.
  var fileLocking: String?
}

/// One line of `dynsweep doctor`.
struct Diagnosis: Codable, Equatable {
  enum Level: String, Codable {
    case ok
    /// Worth knowing, but nothing needs to be done.
    case note
    case warning = "WARN"
  }

  var level: Level
  var subject: String
  var finding: String
  /// What the user should change; nil where there is nothing to change.
  var remedy: String?

  var lines: [String] {
    let label = level.rawValue.padded(to: 6)
    return ["\(label)\(subject.padded(to: 13))\(finding)"]
      + (remedy.map { [String(repeating: " ", count: 19) + "→ " + $0] } ?? [])
  }
}

extension MachineFacts {
  var diagnoses: [Diagnosis] {
    [
      Diagnosis(level: .ok, subject: "system", finding: machine.system),
      processor, launching, messagePassing, root,
      Diagnosis(level: .ok, subject: "HDF5", finding: machine.hdf5),
      temporary, locking, kernel, speed, data, files,
    ].compactMap(\.self)
  }

  private var processor: Diagnosis {
    func of(_ whole: String?, _ limit: String?) -> String {
      whole.map { " of \($0)" + (limit.map { " (\($0))" } ?? "") } ?? ""
    }
    func bytes(_ number: UInt64) -> String { NumberFormat.bytes(Double(number)) }
    let processor = machine.processor
    let cores = "\(processor.cores)\(of(processor.hostCores.map { "\($0)" }, coresLimit))"
    let memory = bytes(machine.memory) + of(machine.hostMemory.map(bytes), memoryLimit)
    return Diagnosis(
      level: .ok, subject: "processor",
      finding: "\(processor.model), \(cores) cores, \(memory) of memory")
  }

  private var launching: Diagnosis {
    guard let launcher else {
      return Diagnosis(
        level: .warning, subject: "launcher", finding: "no mpirun or mpiexec on the PATH",
        remedy: "install one (apt-get install openmpi-bin, or module load openmpi); until then "
          + "`run` trains in one process, on one core")
    }
    return Diagnosis(level: .ok, subject: "launcher", finding: launcher)
  }

  private var messagePassing: Diagnosis {
    guard let library else {
      return Diagnosis(
        level: launcher == nil ? .note : .warning, subject: "MPI", finding: "no library",
        remedy:
          "install the launcher's, or name a library with --mpi; until then `run` trains in one process, "
          + "on one core")
    }
    let finding = "\(machine.mpi), \(library)"
    guard launcher == nil || machine.mpi.contains("Open MPI") == isOpenMPI else {
      return Diagnosis(
        level: .warning, subject: "MPI", finding: "\(finding), but the launcher is another MPI's",
        remedy:
          "put this MPI's launcher first on the PATH, or name the launcher's library with --mpi")
    }
    return Diagnosis(level: .ok, subject: "MPI", finding: finding)
  }

  private var root: Diagnosis? {
    guard isRoot, isOpenMPI else { return nil }
    return Diagnosis(
      level: .note, subject: "root",
      finding: "Open MPI refuses to start for root; `run` overrides it",
      remedy: "where you call mpirun yourself, add --allow-run-as-root")
  }

  private var temporary: Diagnosis {
    let folder = temporaryFolder
    guard let fault = folder.fault else {
      return Diagnosis(level: .ok, subject: "temporary", finding: folder.path)
    }
    return Diagnosis(
      level: .warning, subject: "temporary", finding: "\(folder.path) \(fault)",
      remedy:
        "MPI does not start without; set TMPDIR to a folder with some MB of room, on this host")
  }

  private var locking: Diagnosis {
    guard let fileLocking else {
      return Diagnosis(
        level: .ok, subject: "file locks",
        finding: "HDF5's own are taken while a file is opened for writing, where there are any")
    }
    return Diagnosis(
      level: .note, subject: "file locks",
      finding: "HDF5_USE_FILE_LOCKING=\(fileLocking) decides on HDF5's own",
      remedy: fileLocking.uppercased() == "FALSE" || fileLocking == "0"
        ? nil : "where h5py cannot open a live file, set HDF5_USE_FILE_LOCKING=FALSE for it")
  }

  private var kernel: Diagnosis {
    let blas = machine.blas
    let finding =
      "OpenBLAS kernel \(blas.kernel)"
      + (blas.kernelWidth.map { ", \($0) bits wide; the CPU has \(blas.processorWidth)" } ?? "")
    if let requested = blas.requestedCore, requested.lowercased() != blas.kernel.lowercased() {
      return Diagnosis(
        level: .note, subject: "BLAS",
        finding:
          "\(finding), which OpenBLAS chose by itself: it does not know OPENBLAS_CORETYPE=\(requested)",
        remedy: "unset OPENBLAS_CORETYPE, or ask for a name that this OpenBLAS knows, such as "
          + "Haswell or SkylakeX")
    }
    guard blas.isHeldBack, let requested = blas.requestedCore else {
      let setting = blas.requestedCore.map { "; OPENBLAS_CORETYPE=\($0)" } ?? ""
      return Diagnosis(level: .ok, subject: "BLAS", finding: finding + setting)
    }
    return Diagnosis(
      level: .warning, subject: "BLAS",
      finding: "\(finding); held back by OPENBLAS_CORETYPE=\(requested)",
      remedy: "unset OPENBLAS_CORETYPE, in every rank's environment (a sweep that was begun with "
        + "\(blas.kernel) goes on bitwise only with it)")
  }

  private var speed: Diagnosis {
    func rates(_ rate: GEMMRate) -> String {
      "\(NumberFormat.rate(rate.single)) in float32, \(NumberFormat.rate(rate.double)) in float64"
    }
    let finding = "\(rates(gemm)), one core"
    guard let free = freeGEMM else {
      return Diagnosis(level: .ok, subject: "GEMM", finding: finding)
    }
    return Diagnosis(
      level: free.single > 1.1 * gemm.single ? .warning : .note, subject: "GEMM", finding: finding,
      remedy: "with OPENBLAS_CORETYPE unset (\(free.kernel)): \(rates(free))")
  }

  private var data: Diagnosis {
    guard missingData.isEmpty else {
      return Diagnosis(
        level: .note, subject: "data",
        finding: "no Fashion-MNIST in \(dataFolder): \(missingData.joined(separator: ", "))",
        remedy: "apt-get install dataset-fashion-mnist, or name a folder of IDX files by `path:`; "
          + "other tasks need none")
    }
    return Diagnosis(level: .ok, subject: "data", finding: "Fashion-MNIST in \(dataFolder)")
  }

  private var files: Diagnosis? {
    guard let fileSystem else { return nil }
    switch fileSystem.ordersWrites {
    case true:
      return Diagnosis(level: .ok, subject: "file system", finding: "\(fileSystem.name) here")
    case false:
      return Diagnosis(
        level: .warning, subject: "file system",
        finding: "\(fileSystem.name) here: a results file in the making cannot be read from "
          + "another host (HDF5's SWMR); `run` keeps a copy for readers, FILE.live.h5",
        remedy: "write to a local or a parallel file system (-o) where every checkpoint shall be "
          + "seen at once")
    case nil:
      return Diagnosis(
        level: .note, subject: "file system",
        finding:
          "\(fileSystem.name) here: whether readers on other hosts see a live file is not known")
    }
  }
}
