import Runs
import Launching
import ArgumentParser
import Foundation
import MessagePassing
import Platform
import Tasks

/// `dynsweep doctor`: what this machine has, and what to change.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Tells what this machine has for a sweep, and what to change.",
    discussion: """
      Looks at the MPI library and its launcher, HDF5, the BLAS kernel in use against what the CPU can do (OpenBLAS \
      obeys OPENBLAS_CORETYPE, which some machines preset), the rate of matrix products on one core, cores and memory that this process may use (affinity, control groups, the \
      batch system), \
      the default data set, the temporary folder, and the file system of the current one. Takes a second or two and changes nothing.

      Each line says ok, note or WARN; the arrow below it says what to change.

      With --json: {"facts": {…}, "diagnoses": [{"level": …, "subject": …, "finding": …, "remedy": …}]}. The part \
      "facts.machine" is what `run` stores in a results file's attribute "environment".

      Exit code: 0, whatever was found.
      """)

  @Flag(help: "Print JSON.")
  var json = false

  @Option(help: "The MPI library to load, as of `run`.")
  var mpi: String?

  @Flag(help: .hidden)
  var gemmRate = false

  private struct Report: Encodable {
    let facts: MachineFacts
    let diagnoses: [Diagnosis]
  }

  func run() throws {
    try reported {
      if gemmRate {
        print(try jsonText(GEMMRate.measured(), pretty: false))
        return
      }
      if let mpi { setenv(MPILibrary.variable, mpi, 1) }
      let facts = MachineFacts.gathered()
      if json {
        print(try jsonText(Report(facts: facts, diagnoses: facts.diagnoses)))
      } else {
        print(facts.diagnoses.flatMap(\.lines).joined(separator: "\n"))
      }
    }
  }
}

extension MachineFacts {
  /// The facts of this machine; gathering them takes a second or two.
  static func gathered() -> MachineFacts {
    let environment = ProcessInfo.processInfo.environment
    let allotment = Allotment.current
    let launcher = Launcher.find(environment: environment)
    // A library that cannot be loaded is left out of the report.
    try? launcher?.loadLibrary()
    let machine = MachineReport.current(within: allotment)
    var isOpenMPI = false
    if case .openMPI = launcher?.kind { isOpenMPI = true }
    return MachineFacts(
      machine: machine, coresLimit: allotment.coresLimit,
      memoryLimit: allotment.memoryLimit, launcher: launcher?.path, isOpenMPI: isOpenMPI,
      library: MPILibrary.path,
      isRoot: geteuid() == 0,
      gemm: .measured(), freeGEMM: machine.blas.isHeldBack ? .measuredFreely() : nil,
      dataFolder: ImageTask.defaultFolder,
      missingData: ImageTask.missingFiles(in: ImageTask.defaultFolder),
      fileSystem: FileSystemKind(of: FileManager.default.currentDirectoryPath),
      temporaryFolder: TemporaryFolder(environment: environment),
      fileLocking: environment["HDF5_USE_FILE_LOCKING"])
  }
}
