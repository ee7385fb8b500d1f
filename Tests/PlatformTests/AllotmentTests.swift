import Foundation
import Testing

@testable import Platform

@Suite struct AllotmentTests {
  private static let host = (cores: 128, memory: UInt64(512_000_000_000))
  private static let whole = ["/proc/self/status": "Name:\ta\nCpus_allowed_list:\t0-127\n"]

  private func allotment(
    _ files: [String: String], environment: [String: String] = [:]
  ) -> Allotment {
    let files = Self.whole.merging(files) { $1 }
    return Allotment(
      hostCores: Self.host.cores, hostMemory: Self.host.memory, environment: environment
    ) { files[$0] }
  }

  @Test func `without limits it is the host`() {
    for files in [[:], ["/proc/self/status": ""], ["/proc/self/cgroup": "0::/\n"]] {
      let found = allotment(files)
      #expect(found.cores == 128 && found.memory == Self.host.memory)
      #expect(found.coresLimit == nil && found.memoryLimit == nil)
    }
  }

  @Test(arguments: [("0", 1), ("0-3", 4), ("0-3,8,64-66", 8), ("127", 1), ("", 128), ("a-b", 128)])
  func `cores are those of the affinity mask`(_ list: String, _ cores: Int) {
    #expect(allotment(["/proc/self/status": "Cpus_allowed_list:\t\(list)\n"]).cores == cores)
  }

  private static let second = [
    "/proc/self/cgroup": "0::/slurm/job_7/step_0\n",
    "/proc/self/mountinfo": "30 23 0:26 / /sys/fs/cgroup rw shared:4 - cgroup2 cgroup2 rw\n",
  ]

  @Test(arguments: [
    ("50000 100000", 1), ("150000 100000", 2), ("800000 100000", 8), ("max 100000", 128),
    ("nonsense", 128), ("1000000000000000000000 1", 128), ("0 100000", 128),
  ])
  func `quotas of control groups of version 2 are rounded up`(_ quota: String, _ cores: Int) {
    let files = Self.second.merging(["/sys/fs/cgroup/slurm/job_7/cpu.max": quota]) { $1 }
    #expect(allotment(files).cores == cores)
  }

  @Test func `the narrowest of nested control groups holds`() {
    let group = "/sys/fs/cgroup/slurm"
    let files = Self.second.merging([
      "\(group)/job_7/step_0/memory.max": "max\n", "\(group)/job_7/memory.max": "4000000000\n",
      "\(group)/memory.max": "64000000000\n", "\(group)/cpu.max": "400000 100000\n",
    ]) { $1 }
    let found = allotment(files)
    #expect(found.cores == 4 && found.coresLimit == "a control group's quota")
    #expect(found.memory == 4_000_000_000 && found.memoryLimit == "a control group")
  }

  @Test func `control groups of version 1 have a hierarchy for each controller`() {
    let found = allotment([
      "/proc/self/cgroup":
        "4:memory:/docker/ab\n3:cpu,cpuacct:/docker/ab\n1:name=systemd:/x\n0::/\n",
      "/proc/self/mountinfo": """
      31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755
      32 31 0:29 /docker/ab /sys/fs/cgroup/cpu,cpuacct rw master:9 - cgroup cgroup rw,cpu,cpuacct
      35 31 0:32 /docker/ab /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
      """,
      "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "250000\n",
      "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000\n",
      "/sys/fs/cgroup/memory/memory.limit_in_bytes": "1500000000\n",
    ])
    #expect(found.cores == 3 && found.memory == 1_500_000_000)
  }

  @Test func `no quota and no limit of version 1 are the host's`() {
    let found = allotment([
      "/proc/self/cgroup": "4:memory:/\n3:cpu:/\n",
      "/proc/self/mountinfo": """
      32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu
      35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
      """,
      "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
      "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
    ])
    #expect(found == allotment([:]))
  }

  @Test(arguments: [
    (["SLURM_JOB_ID": "7", "SLURM_CPUS_ON_NODE": "8"], 8),
    (["PBS_JOBID": "7.head", "NCPUS": "16"], 16),
    (["PBS_JOBID": "7.head", "PBS_NUM_PPN": "4"], 4),
    (["SGE_TASK_ID": "undefined", "NSLOTS": "6"], 6),
    // Of no job, or no number.
    (["SLURM_CPUS_ON_NODE": "8"], 128), (["SLURM_JOB_ID": "7", "SLURM_CPUS_ON_NODE": "many"], 128),
    (["SLURM_JOB_ID": "7", "SLURM_CPUS_ON_NODE": "256"], 128),
  ])
  func `batch systems say how many cores are the job's`(
    _ environment: [String: String], _ cores: Int
  ) {
    #expect(allotment([:], environment: environment).cores == cores)
  }

  @Test func `Slurm says how much memory is the job's`() {
    let job = ["SLURM_JOB_ID": "7", "SLURM_CPUS_ON_NODE": "8"]
    func memory(_ more: [String: String]) -> UInt64 {
      allotment([:], environment: job.merging(more) { $1 }).memory
    }
    #expect(memory(["SLURM_MEM_PER_NODE": "2000"]) == 2000 << 20)
    #expect(memory(["SLURM_MEM_PER_CPU": "500"]) == 4000 << 20)
    #expect(memory(["SLURM_MEM_PER_NODE": "0"]) == Self.host.memory)
    #expect(memory(["SLURM_MEM_PER_NODE": "18446744073709551615"]) == Self.host.memory)
  }
}
