import Foundation
import TestSupport
import Testing

/// `cluster/slurm.sbatch` and `cluster/pbs.sh` with stand-ins for the program and the batch system.
@Suite struct BatchScriptTests {
  private static let cluster = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("cluster").path

  private func write(_ text: String, _ path: String) throws {
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }

  /// A program whose runs end with 75, having closed one trial more where `folder/good` exists.
  private func makeStandIns(in folder: String) throws {
    try write(
      """
      #!/bin/sh
      cd \(folder)
      case $1 in
        show) [ ! -e closed ] || echo "    \\"complete\\" : $(wc -l <closed)," ;;
        run) echo >>runs; [ ! -e good ] || echo >>closed; exit 75 ;;
      esac
      """, "\(folder)/dynsweep")
    try write("#!/bin/sh\necho \"$@\" >>\(folder)/requeues\n", "\(folder)/scontrol")
    try write("#!/bin/sh\necho \"$2\" >>\(folder)/requeues\n", "\(folder)/qsub")
    try write("#!/bin/sh\n", "\(folder)/qstat")
    try write("localhost\n", "\(folder)/nodes")
  }

  private func run(_ script: String, _ folder: String, _ more: [String: String] = [:]) throws
    -> ToolOutcome
  {
    let variables = [
      "PATH": "\(folder):/usr/bin:/bin", "DYNSWEEP": "\(folder)/dynsweep",
      "SLURM_SUBMIT_DIR": folder, "SLURM_JOB_ID": "7", "SLURM_NTASKS": "2",
      "PBS_O_WORKDIR": folder, "PBS_JOBID": "7", "PBS_NODEFILE": "\(folder)/nodes",
      "SWEEP": "s.yaml", "RESULTS": "s.h5",
    ]
    return try TestSupport.run(
      "/bin/bash", ["\(Self.cluster)/\(script)", "s.yaml", "-o", "s.h5"],
      environment: variables.merging(more) { $1 })
  }

  private func lines(_ path: String) -> Int {
    ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").count { $0 == "\n" }
  }

  @Test func `a Slurm job that closes no trial twice is not requeued a second time`() throws {
    try withTemporaryDirectory { folder in
      try makeStandIns(in: folder)
      #expect(try run("slurm.sbatch", folder).status == 75)
      #expect(lines("\(folder)/requeues") == 1)
      // One that closes some begins to count anew.
      try write("", "\(folder)/good")
      #expect(try run("slurm.sbatch", folder).status == 75)
      try FileManager.default.removeItem(atPath: "\(folder)/good")
      #expect(try run("slurm.sbatch", folder).status == 75)
      #expect(lines("\(folder)/requeues") == 3)
      let last = try run("slurm.sbatch", folder)
      #expect(last.status == 70 && last.output.contains("closed no trial"), "\(last)")
      #expect(lines("\(folder)/requeues") == 3 && lines("\(folder)/runs") == 4)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(!names.contains { $0.hasPrefix(".dynsweep") })
    }
  }

  @Test func `a PBS job that closes no trial twice is not submitted a second time`() throws {
    try withTemporaryDirectory { folder in
      try makeStandIns(in: folder)
      #expect(try run("pbs.sh", folder).status == 75)
      let names = try String(contentsOfFile: "\(folder)/requeues", encoding: .utf8)
      #expect(names.split(separator: ",").contains("VAIN"))
      let last = try run("pbs.sh", folder, ["VAIN": "1"])
      #expect(last.status == 70 && last.output.contains("closed no trial"), "\(last)")
      try write("", "\(folder)/good")
      #expect(try run("pbs.sh", folder, ["VAIN": "1"]).status == 75)
      #expect(lines("\(folder)/requeues") == 2)
    }
  }
}
