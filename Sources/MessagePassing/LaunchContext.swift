/// How this process was started, as far as its environment variables show.
package enum LaunchContext: Equatable, Sendable {
  /// A person or a script has started it, without an MPI launcher.
  case byHand
  /// `mpirun`, `mpiexec` or `srun` has started it as one of `size` processes; nil where the launcher does not say how
  /// many.
  case byLauncher(size: Int?)
  /// `srun` has started it as one of several, but without a way for them to find each other (`srun --mpi=none`).
  case slurmStepWithoutMPI(size: Int)

  /// This process's rank, which its launcher sets before MPI starts; nil where no variable holds it.
  package static func rank(environment: [String: String]) -> Int? {
    ["OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK"].lazy
      .compactMap { environment[$0].flatMap { Int($0) } }.first
  }

  /// Whether the launcher says that all processes are on one host; false where it does not say.
  package static func isOnOneHost(environment: [String: String]) -> Bool {
    let size = (environment["OMPI_COMM_WORLD_SIZE"] ?? environment["PMI_SIZE"]).flatMap { Int($0) }
    return size != nil && size == localSize(environment: environment)
  }

  /// How many processes of the job are on this host; nil where the launcher does not say.
  static func localSize(environment: [String: String]) -> Int? {
    ["OMPI_COMM_WORLD_LOCAL_SIZE", "MPI_LOCALNRANKS"].lazy
      .compactMap { environment[$0].flatMap { Int($0) } }.first
  }

  /// This process's number among the job's processes on this host, from 0; nil where the launcher does not say.
  static func localRank(environment: [String: String]) -> Int? {
    ["OMPI_COMM_WORLD_LOCAL_RANK", "MPI_LOCALRANKID"].lazy
      .compactMap { environment[$0].flatMap { Int($0) } }.first
  }

  /// Whether a batch system has allotted hosts, which the MPI launcher then knows.
  package static func isInBatchJob(environment: [String: String]) -> Bool {
    ["SLURM_JOB_ID", "PBS_JOBID", "LSB_JOBID"].contains { environment[$0] != nil }
  }

  /// How a process with these variables was started.
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
