import Foundation

/// What this process may use of its host: the least of what the kernel, control groups and the batch system allow.
package struct Allotment: Codable, Equatable, Sendable {
  /// At least 1.
  package private(set) var cores: Int
  /// What holds the cores below the host's; nil where nothing does.
  package private(set) var coresLimit: String?
  /// Bytes.
  package private(set) var memory: UInt64
  /// What holds the memory below the host's; nil where nothing does.
  package private(set) var memoryLimit: String?
  package let hostCores: Int
  /// Bytes.
  package let hostMemory: UInt64

  /// Of this process.
  package static var current: Allotment {
    let information = ProcessInfo.processInfo
    return Allotment(
      hostCores: information.activeProcessorCount, hostMemory: information.physicalMemory,
      environment: information.environment
    ) { try? String(contentsOfFile: $0, encoding: .utf8) }
  }

  /// - Parameters:
  ///   - hostMemory: Bytes.
  ///   - read: The text of a file of `/proc` or of a control group; nil where there is none.
  package init(
    hostCores: Int, hostMemory: UInt64, environment: [String: String], read: (String) -> String?
  ) {
    (cores, self.hostCores) = (hostCores, hostCores)
    (memory, self.hostMemory) = (hostMemory, hostMemory)
    limitCores(to: Self.coresOfAffinity(read), by: "the processor affinity")
    for group in ControlGroup.all(read) {
      limitCores(to: group.cores(read), by: "a control group's quota")
      limitMemory(to: group.memory(read), by: "a control group")
    }
    let batch = BatchAllotment(environment)
    limitCores(to: batch.cores, by: batch.coresVariable)
    limitMemory(to: batch.memory, by: batch.memoryVariable)
  }

  private mutating func limitCores(to limit: Int?, by name: String) {
    guard let limit, limit < cores else { return }
    (cores, coresLimit) = (max(limit, 1), name)
  }

  private mutating func limitMemory(to limit: UInt64?, by name: String) {
    guard let limit, limit < memory else { return }
    (memory, memoryLimit) = (limit, name)
  }

  /// Cores of the affinity mask, which cpusets narrow too.
  private static func coresOfAffinity(_ read: (String) -> String?) -> Int? {
    guard let status = read("/proc/self/status") else { return nil }
    let line = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") }
    guard let list = line?.drop(while: { $0 != ":" }).dropFirst() else { return nil }
    var count = 0
    for range in list.trimmingCharacters(in: .whitespaces).split(separator: ",") {
      let ends = range.split(separator: "-").compactMap { Int($0) }
      guard let first = ends.first, let last = ends.last, last >= first else { return nil }
      count += last - first + 1
    }
    return count > 0 ? count : nil
  }
}

/// What a batch system says in the environment that the job may use of this host.
private struct BatchAllotment {
  private(set) var cores: Int?
  private(set) var coresVariable = ""
  /// Bytes.
  private(set) var memory: UInt64?
  private(set) var memoryVariable = ""

  /// By the variable that tells of a job: Slurm, PBS Pro, Torque, Grid Engine.
  private static let coreVariables = [
    ("SLURM_JOB_ID", "SLURM_CPUS_ON_NODE"), ("PBS_JOBID", "NCPUS"), ("PBS_JOBID", "PBS_NUM_PPN"),
    ("SGE_TASK_ID", "NSLOTS"),
  ]
  private static let mebibyte: UInt64 = 1 << 20

  init(_ environment: [String: String]) {
    for (job, variable) in Self.coreVariables where environment[job] != nil {
      guard let count = environment[variable].flatMap({ Int($0) }), count > 0 else { continue }
      (cores, coresVariable) = (count, variable)
      break
    }
    guard environment["SLURM_JOB_ID"] != nil else { return }
    // In mebibytes; 0 is all that there is.
    func size(_ variable: String, times count: Int) -> UInt64? {
      guard let size = environment[variable].flatMap({ UInt64($0) }), size > 0 else { return nil }
      let (bytes, overflow) = size.multipliedReportingOverflow(by: Self.mebibyte * UInt64(count))
      return overflow ? nil : bytes
    }
    if let whole = size("SLURM_MEM_PER_NODE", times: 1) {
      (memory, memoryVariable) = (whole, "SLURM_MEM_PER_NODE")
    } else if let cores, cores < 1 << 20, let shares = size("SLURM_MEM_PER_CPU", times: cores) {
      (memory, memoryVariable) = (shares, "SLURM_MEM_PER_CPU")
    }
  }
}
