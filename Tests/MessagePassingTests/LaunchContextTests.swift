import Testing

@testable import MessagePassing

@Test(arguments: [
  ([:], LaunchContext.byHand),
  (["OMPI_COMM_WORLD_SIZE": "3", "OMPI_COMM_WORLD_RANK": "0"], .byLauncher(size: 3)),
  (["PMI_SIZE": "5", "PMI_RANK": "1"], .byLauncher(size: 5)),
  (["PMIX_RANK": "0", "SLURM_STEP_NUM_TASKS": "4"], .byLauncher(size: 4)),
  (["PMIX_RANK": "0"], .byLauncher(size: nil)),
  // Inside sbatch but not under srun: the batch script itself.
  (["SLURM_NTASKS": "8", "SLURM_PROCID": "0"], .byHand),
  (["SLURM_STEP_NUM_TASKS": "8", "SLURM_PROCID": "3"], .slurmStepWithoutMPI(size: 8)),
])
func `the environment tells who started the process`(
  environment: [String: String], expected: LaunchContext
) {
  #expect(LaunchContext(environment: environment) == expected)
}

@Test func `the MPI library names itself before MPI is started`() {
  #expect(MPIProcess.libraryVersion?.contains("MPI") == true)
}

@Test func `addresses are compared on one host, and routes asked for between several`() {
  let one = ["OMPI_COMM_WORLD_SIZE": "3", "OMPI_COMM_WORLD_LOCAL_SIZE": "3"]
  #expect(Reachability.choice(environment: one) == "weighted")
  let two = one.merging(["OMPI_COMM_WORLD_LOCAL_SIZE": "2"]) { $1 }
  #expect(Reachability.choice(environment: two) == nil)
  let own = one.merging(["OMPI_MCA_reachable": "netlink"]) { $1 }
  #expect(Reachability.choice(environment: own) == nil)
  // `srun` does not say how many are here.
  #expect(Reachability.choice(environment: ["PMIX_RANK": "0"]) == nil)
}
