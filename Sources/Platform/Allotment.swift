import Foundation

/// The cores and the memory that this process may use of its host: the least of what the kernel, control groups and the
/// batch system allow.
package struct Allotment: Codable, Equatable, Sendable {
  /// How many cores this process may use; at least 1 unless the host is said to have none.
  package private(set) var cores: Int
  /// What allows fewer cores than the host has, in words; nil where nothing does.
  package private(set) var coresLimit: String?
  /// The memory that this process may use, in bytes.
  package private(set) var memory: UInt64
  /// What allows less memory than the host has, in words; nil where nothing does.
  package private(set) var memoryLimit: String?
  /// How many cores the host has.
  package let hostCores: Int
  /// The host's memory in bytes.
  package let hostMemory: UInt64

  /// The allotment of this process, read from the system on every call.
  package static var current: Allotment {
    let information = ProcessInfo.processInfo
    return Allotment(
      hostCores: information.activeProcessorCount, hostMemory: information.physicalMemory,
      environment: information.environment
    ) { try? String(contentsOfFile: $0, encoding: .utf8) }
  }

  /// The allotment of a process with these variables and system files.
  ///
  /// - Parameters:
  ///   - hostMemory: The host's memory in bytes.
  ///   - environment: The process's variables, in which a batch system says what it has allotted.
  ///   - read: The text of a file of `/proc` or of a control group; nil where there is no such file.
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

  /// The number of cores in the affinity mask, which cpusets narrow too.
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

/// The cores and the memory of this host that a batch system grants the job, by its environment variables.
private struct BatchAllotment {
  private(set) var cores: Int?
  private(set) var coresVariable = ""
  /// The memory in bytes.
  private(set) var memory: UInt64?
  private(set) var memoryVariable = ""

  /// Pairs of the variable that shows that there is a job and the one with its cores: Slurm, PBS Pro, Torque, Grid
  /// Engine.
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
    // Slurm counts in mebibytes; 0 means all memory of the host.
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
