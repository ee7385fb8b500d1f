import Foundation
import Orchestration
import Platform
import Results
import TestSupport
import Testing

@testable import ForeignModels
@testable import Runs
@testable import dynsweep

@Suite struct DoctorTests {
  private var healthy: MachineFacts {
    MachineFacts(
      machine: MachineReport(
        processor: .init(model: "A CPU", architecture: "x86_64", cores: 8), memory: 64_000_000_000,
        blas: .init(
          kernel: "SkylakeX", configuration: "", requestedCore: nil, kernelWidth: 512,
          processorWidth: 512),
        mpi: "Open MPI v4.1.4", hdf5: "1.10.8", hosts: ["a"], system: "Debian", swift: "6.2"),
      launcher: "/usr/bin/mpirun", isOpenMPI: true,
      library: "/usr/lib/libmpi.so.40", isRoot: false,
      gemm: GEMMRate(kernel: "SkylakeX", single: 2e11, double: 1e11), freeGEMM: nil,
      dataFolder: "/data", missingData: [],
      fileSystem: FileSystemKind(
        of: "/home/a", mounts: "1 0 8:1 / / rw - ext4 /dev/a rw"),
      temporaryFolder: TemporaryFolder(environment: [:]), fileLocking: nil)
  }

  private func levels(_ facts: MachineFacts) -> [String: Diagnosis.Level] {
    Dictionary(uniqueKeysWithValues: facts.diagnoses.map { ($0.subject, $0.level) })
  }

  @Test func `a machine in order has nothing to change`() {
    #expect(healthy.diagnoses.allSatisfy { $0.level == .ok && $0.remedy == nil })
  }

  @Test func `a kernel held back is found, with the rate that is lost`() {
    var facts = healthy
    facts.machine.blas.kernel = "Haswell"
    facts.machine.blas.kernelWidth = 256
    facts.machine.blas.requestedCore = "Haswell"
    facts.freeGEMM = GEMMRate(kernel: "SkylakeX", single: 4e11, double: 2e11)
    let found = facts.diagnoses.filter { $0.level == .warning }
    #expect(found.map(\.subject) == ["BLAS", "GEMM"])
    #expect(found[0].remedy?.hasPrefix("unset OPENBLAS_CORETYPE") == true)
    #expect(
      found[1].remedy
        == "with OPENBLAS_CORETYPE unset (SkylakeX): 400 GFLOP/s in float32, 200 GFLOP/s in float64"
    )
  }

  @Test func `a kernel's name that OpenBLAS does not know is told`() throws {
    var facts = healthy
    facts.machine.blas.requestedCore = "Zen5"
    let found = facts.diagnoses.filter { $0.level == .note }
    #expect(found.map(\.subject) == ["BLAS"])
    #expect(found[0].finding.hasSuffix("it does not know OPENBLAS_CORETYPE=Zen5"))
    facts.machine.blas.requestedCore = "skylakex"
    #expect(levels(facts)["BLAS"] == .ok)
  }

  /// Processor time is no more than wall-clock time on one thread, and none passes asleep.
  @Test func `time is that on a processor`() {
    let (start, wall) = (processorSeconds(), ContinuousClock().now)
    var sum = 0.0
    for i in 0..<1_000_000 { sum += Double(i).squareRoot() }
    let worked = processorSeconds() - start
    #expect(sum > 0 && worked > 0)
    #expect(wall.duration(to: .now) > .zero)
    let rate = GEMMRate.measured(seconds: 0.02)
    #expect(rate.single > 1e8 && rate.double > 1e8)
  }

  @Test func `a temporary folder that MPI cannot use is told`() throws {
    try withTemporaryDirectory { folder in
      let file = "\(folder)/file"
      try "".write(toFile: file, atomically: true, encoding: .utf8)
      for (path, fault) in [(file, "is no folder"), ("\(folder)/none", "does not exist")] {
        var facts = healthy
        facts.temporaryFolder = TemporaryFolder(environment: ["TMPDIR": path])
        let found = facts.diagnoses.first { $0.subject == "temporary" }
        #expect(found?.level == .warning && found?.finding == "\(path) \(fault)")
      }
      #expect(TemporaryFolder(environment: ["TMPDIR": folder]).fault == nil)
    }
  }

  @Test func `what is missing or foreign is said, with the remedy`() {
    var facts = healthy
    facts.launcher = nil
    facts.isOpenMPI = false
    facts.missingData = ["train-images"]
    facts.fileLocking = "TRUE"
    let levels = levels(facts)
    #expect(levels["launcher"] == .warning)
    #expect(levels["data"] == .note)
    #expect(levels["file locks"] == .note)
    facts.launcher = "/opt/mpich/mpirun"
    #expect(self.levels(facts)["MPI"] == .warning)
    facts.isRoot = true
    facts.isOpenMPI = true
    #expect(self.levels(facts)["root"] == .note)
  }

  static let mounts = """
    22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
    30 22 0:40 / /home rw - nfs4 server:/home rw
    31 30 0:41 / /home/scratch rw - lustre mds:/scratch rw
    32 22 0:42 / /odd\\040name rw - beegfs b rw
    """
  static let folders: [(String, String, Bool?)] = [
    ("/var/a", "ext4", true), ("/home/me", "nfs4", false), ("/home/scratch/x", "lustre", true),
    ("/homes", "ext4", true), ("/odd name/x", "beegfs", nil),
  ]

  @Test(arguments: folders)
  func `a folder's file system is that of the nearest mount`(
    _ path: String, _ name: String, _ ordersWrites: Bool?
  ) {
    let found = FileSystemKind(of: path, mounts: Self.mounts)
    #expect(found?.name == name && found?.ordersWrites == ordersWrites)
  }

  @Test func `a network file system is warned of`() {
    var facts = healthy
    facts.fileSystem = FileSystemKind(of: "/home/me", mounts: Self.mounts)
    #expect(levels(facts)["file system"] == .warning)
  }

  @Test func `the machine's report survives being written to a file's attribute`() throws {
    let report = MachineReport.current(hosts: ["a", "b"])
    let text = try report.json
    #expect(try decoded(MachineReport.self, from: text) == report)
    // As earlier programs wrote it.
    let old = text.replacing("processor_width", with: "processorWidth")
    #expect(try old != text && decoded(MachineReport.self, from: old) == report)
    #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 }, "one line, no terminators")
    #expect(report.hdf5.split(separator: ".").count == 3)
    #expect(report.blas.kernel != "unknown" && report.mpi != "unknown")
  }

  @Test func `doctor finds a held-back kernel by asking a process without the variable`() throws {
    let outcome = try dynsweep("doctor", "--json", environment: ["OPENBLAS_CORETYPE": "Prescott"])
    #expect(outcome.status == 0)
    let facts = try parsed(outcome.output)["facts"] as? [String: Any] ?? [:]
    let machine = facts["machine"] as? [String: Any]
    let blas = machine?["blas"] as? [String: Any]
    guard blas?["processor_width"] as? Int != 128 else { return }
    #expect(blas?["requested_core"] as? String == "Prescott")
    let free = facts["free_gemm"] as? [String: Any]
    #expect(free?["kernel"] as? String != "Prescott" && free != nil)
    #expect(free?["single"] as? Double ?? 0 > 0)
  }
}
