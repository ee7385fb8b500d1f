import Foundation

/// The variables of an outside program's environment: this process's, without those by which MPI and batch systems tell
/// a process that it is one of several.
///
/// A program that uses MPI, or looks for such variables, would else take itself for a part of this job.
enum ProgramEnvironment {
  private static let foreignPrefixes = [
    "OMPI_", "OPAL_", "ORTE_", "PRTE_", "PMIX_", "PMI_", "PMI2_", "HYDRA_", "HYDI_", "MPI_LOCAL",
    "MPIR_CVAR_",
    "MPICH_", "I_MPI_", "MV2_", "PALS_", "FLUX_TASK_", "SLURM_STEP_", "DYNSWEEP_",
  ]
  private static let foreignNames: Set<String> = [
    "SLURM_PROCID", "SLURM_LOCALID", "SLURM_NODEID", "SLURM_NTASKS", "SLURM_NPROCS", "SLURM_STEPID",
    "SLURM_TASK_PID", "SLURM_NTASKS_PER_NODE", "SLURM_TASKS_PER_NODE", "SLURM_GTIDS",
  ]

  /// The variables that a program gets where this process has those of `own`. It computes on one thread unless the
  /// user has set another number, as there is a worker for each core.
  static func variables(
    _ own: [String: String] = ProcessInfo.processInfo.environment
  ) -> [String: String] {
    var variables = own.filter { name, _ in
      !foreignNames.contains(name) && !foreignPrefixes.contains { name.hasPrefix($0) }
    }
    if variables["OMP_NUM_THREADS"] == nil { variables["OMP_NUM_THREADS"] = "1" }
    return variables
  }

  /// The variables that programs of this process get.
  static let here = variables()
}
