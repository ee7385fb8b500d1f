import Foundation
import Launching
import Orchestration
import Results
import TestSupport
import Testing

/// Workers that compute with another BLAS kernel than their coordinator.
@Suite(.serialized) struct MixedRunTests {
  #if arch(x86_64)
    @Test func `a worker with another kernel is recorded, and told by show and compare`()
      throws
    {
      let launcher = try #require(Launcher.find(environment: ProcessInfo.processInfo.environment))
      try withTemporaryDirectory { folder in
        let sweep = try Sweeps.write(Sweeps.small, in: folder)
        let program = productsDirectory.appendingPathComponent("dynsweep").path
        let (calm, mixed) = ("\(folder)/calm.h5", "\(folder)/mixed.h5")
        #expect(try Sweeps.dynsweep(["run", sweep, "-o", calm, "--workers", "0"]).status == 0)
        // Not as a program of its own behind a colon, at which mpirun of Open MPI 5.0.7 crashes.
        let script = """
          case ${OMPI_COMM_WORLD_RANK:-$PMI_RANK} in 2) export OPENBLAS_CORETYPE=Prescott ;; esac
          exec "$0" "$@"
          """
        let arguments = launcher.arguments(
          workers: 2, command: ["/bin/sh", "-c", script, program, "run", sweep, "-o", mixed],
          isRoot: getuid() == 0)
        let outcome = try run(
          launcher.path, arguments, environment: ["OPENBLAS_NUM_THREADS": "1"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("the ranks run different BLAS kernels ("))

        let runs = try ResultsReader(mixed).runs()
        #expect(runs.count == 2, "\(runs)")
        #expect(runs.last?.contains(#""kernel":"Prescott""#) == true)
        #expect(runs.last?.contains(#""workers":"2""#) == true)
        let show = try Sweeps.dynsweep(["show", mixed, "--top", "1"]).output
        #expect(show.contains(": workers 2: dynsweep ") && show.contains(", Prescott ("), "\(show)")
        let comparison = try Sweeps.dynsweep(["compare", calm, mixed])
        #expect(comparison.errors.contains("note: \(mixed) was computed with "))
        #expect(comparison.errors.contains("Prescott ("), "\(comparison.errors)")
      }
    }
  #endif
}
