import Foundation
import TestSupport
import Testing

@testable import MessagePassing

@Suite struct MPILibraryTests {
  @Test func `what the launcher sets tells which MPI it belongs to`() {
    #expect(MPILibrary.choices(environment: ["OMPI_COMM_WORLD_RANK": "2"]) == [.openMPI])
    let hydra = ["MPI_LOCALNRANKS": "2", "PMI_RANK": "0", "PMI_FD": "7"]
    #expect(MPILibrary.choices(environment: hydra) == [.mpich, .standard])
    // Slurm's PMI-2 says nothing of the library; Open MPI 5 has no part of it.
    #expect(MPILibrary.choices(environment: ["PMI_RANK": "1"]).first == .mpich)
    #expect(MPILibrary.choices(environment: ["PMIX_RANK": "1"]).first == .openMPI)
    #expect(MPILibrary.choices(environment: [:]) == [.openMPI, .mpich, .standard])
  }

  @Test func `a library beside the launcher comes before those that the loader finds`() throws {
    try withTemporaryDirectory { folder in
      let library = "\(folder)/lib64/libmpi.so.40"
      try FileManager.default.createDirectory(
        atPath: "\(folder)/lib64", withIntermediateDirectories: true)
      try Data().write(to: URL(fileURLWithPath: library))
      let found = MPILibrary.candidates(
        [.openMPI, .standard], besideProgram: "\(folder)/bin/orterun")
      #expect(found == [library, "libmpi.so.40", "libmpi_abi.so.1", "libmpi_abi.so.0"])
      #expect(MPILibrary.candidates([.none], besideProgram: nil) == [])
      #expect(
        MPILibrary.candidates([.file("/opt/mpi.so")], besideProgram: "\(folder)/bin/orterun")
          == ["/opt/mpi.so"])
    }
  }

  @Test func `a user's choice is a name or a file`() {
    #expect(MPILibrary.Choice("openmpi") == .openMPI)
    #expect(MPILibrary.Choice("mpich") == .mpich)
    #expect(MPILibrary.Choice("abi") == .standard)
    #expect(MPILibrary.Choice("none") == .none)
    #expect(MPILibrary.Choice("/opt/libmpi.so") == .file("/opt/libmpi.so"))
  }
}
