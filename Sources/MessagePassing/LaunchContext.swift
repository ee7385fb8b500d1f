/// How this process was started, as far as its environment tells.
package enum LaunchContext: Equatable, Sendable {
  /// By a person or a script: no MPI launcher stands behind it.
  case byHand
  /// By `mpirun`, `mpiexec` or `srun`, as one of `size` processes where the launcher says how many.
  case byLauncher(size: Int?)
  /// By `srun` as one of several, but without a way for them to find each other (`srun --mpi=none`).
  case slurmStepWithoutMPI(size: Int)

  /// This process's number, as far as its launcher says before MPI starts.
  package static func rank(environment: [String: String]) -> Int? {
    ["OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK"].lazy
      .compactMap { environment[$0].flatMap { Int($0) } }.first
  }

  /// Whether the launcher says that all processes are on one host.
  package static func isOnOneHost(environment: [String: String]) -> Bool {
    let size = (environment["OMPI_COMM_WORLD_SIZE"] ?? environment["PMI_SIZE"]).flatMap { Int($0) }
    return size != nil && size == localSize(environment: environment)
  }

  /// How many processes of the job are on this host, as far as the launcher says.
  static func localSize(environment: [String: String]) -> Int? {
    ["OMPI_COMM_WORLD_LOCAL_SIZE", "MPI_LOCALNRANKS"].lazy
      .compactMap { environment[$0].flatMap { Int($0) } }.first
  }

  /// This process's number among those of this host, as far as the launcher says.
  static func localRank(environment: [String: String]) -> Int? {
    ["OMPI_COMM_WORLD_LOCAL_RANK", "MPI_LOCALRANKID"].lazy
      .compactMap { environment[$0].flatMap { Int($0) } }.first
  }

  /// Whether a batch system has allotted hosts, of which the MPI launcher then knows.
  package static func isInBatchJob(environment: [String: String]) -> Bool {
    ["SLURM_JOB_ID", "PBS_JOBID", "LSB_JOBID"].contains { environment[$0] != nil }
  }

  package init(environment: [String: String]) {
    func number(_ name: String) -> Int? { environment[name].flatMap { Int($0) } }
    let sizes = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE"]
    let marks = ["OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK", "PMI_FD"]
    let step = number("SLURM_STEP_NUM_TASKS")
    if let size = sizes.lazy.compactMap(number).first {
      self = .byLauncher(size: size)
    } else if marks.contains(where: { environment[$0] != nil }) {
      self = .byLauncher(size: step)
    } else if let step, step > 1 {
      self = .slurmStepWithoutMPI(size: step)
    } else {
      self = .byHand
    }
  }
}
