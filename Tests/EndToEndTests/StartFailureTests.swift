import Foundation
import Launching
import Orchestration
import Platform
import TestSupport
import Testing

private let isOpenMPI =
  if case .openMPI = Launcher.find(environment: ProcessInfo.processInfo.environment)?.kind {
    true
  } else { false }

/// Launches that come to nothing: each is told, once, and none is taken for something to go on with.
@Suite(.serialized) struct StartFailureTests {
  /// Runs a small sweep with two workers and these options of the MPI launcher.
  private func launch(
    _ options: String, in folder: String, _ more: [String] = [],
    environment: [String: String] = [:]
  ) throws -> (outcome: ToolOutcome, seconds: Double) {
    let sweep = try Sweeps.write(Sweeps.small, in: folder)
    let begin = Date()
    let outcome = try Sweeps.dynsweep(
      ["run", sweep, "-o", "\(folder)/a.h5", "--workers", "2", "--launcher-options", options]
        + more,
      environment: environment.merging(["OPENBLAS_NUM_THREADS": "1"]) { $1 })
    return (outcome, Date().timeIntervalSince(begin))
  }

  private static let wrongOptions =
    [("--no-such-option", "no-such-option"), ("--hostfile /no/such/hosts", "/no/such/hosts")]
    + (isOpenMPI
      ? [
        ("--host localhost,nowhere.invalid", "nowhere.invalid"),
        ("--host nowhere.invalid", "nowhere.invalid"),
      ] : [])

  @Test(arguments: wrongOptions)
  func `options with which nothing starts are wrong usage, and tried once`(
    _ options: String, _ word: String
  ) throws {
    try withTemporaryDirectory { folder in
      let (outcome, seconds) = try launch(options, in: folder)
      #expect(outcome.status == 64, "\(outcome.errors)")
      #expect(outcome.errors.contains(word), "\(outcome.errors)")
      #expect(!outcome.errors.contains("anew"), "\(outcome.errors)")
      #expect(seconds < 20)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["sweep.yaml"])
    }
  }

  /// Open MPI's launcher says nothing of it to the others and never ends where ranks may be lost; asked alone, that of
  /// Open MPI 4 says what is wrong, and that of 5.0.11 ends with 181 and no word.
  @Test(.enabled(if: isOpenMPI))
  func `a folder that no rank can go to is told, in MPI's own words where it has any`() throws {
    try withTemporaryDirectory { folder in
      let (outcome, seconds) = try launch("-wdir /no/such/folder", in: folder)
      #expect(outcome.status == 64, "\(outcome.errors)")
      let launcher = Launcher.find(environment: ProcessInfo.processInfo.environment)
      let words = launcher?.kind == .openMPI(major: 4) ? "Working directory: " : "-wdir "
      #expect(outcome.errors.contains(words + "/no/such/folder"), "\(outcome.errors)")
      // Long before the time that MPI may take to start: 31.5 s.
      #expect(seconds < 25)
    }
  }

  @Test(.enabled(if: isOpenMPI && getuid() == 0, "mounts take root"))
  func `a host that lacks the program is named`() throws {
    try withTemporaryDirectory { folder in
      // This machine under another name, where the program's folder is empty.
      let ssh = """
        #!/bin/sh
        while [ "${1#-}" != "$1" ]; do shift; done
        host=$1
        shift
        exec unshare --uts --mount --propagation private \
          sh -c "hostname $host && mount -t tmpfs none '\(productsDirectory.path)' && $*"
        """
      try ssh.write(toFile: "\(folder)/ssh", atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: "\(folder)/ssh")
      let (outcome, seconds) = try launch(
        "--mca plm_rsh_agent \(folder)/ssh --host localhost:2,127.0.0.2:1", in: folder)
      #expect(outcome.status == 70, "\(outcome.errors)")
      #expect(
        outcome.errors.contains(
          "dynsweep: 127.0.0.2 cannot start \(productsDirectory.path)/dynsweep"),
        "\(outcome.errors)")
      #expect(outcome.errors.contains("Node: 127.0.0.2"), "\(outcome.errors)")
      #expect(seconds < 40)
    }
  }

  @Test(.enabled(if: isOpenMPI))
  func
    `where MPI itself cannot start there is one more try, and 75 only with trials to go on with`()
    throws
  {
    // Without the transport to oneself none starts.
    let broken = ["OMPI_MCA_btl": "tcp"]
    try withTemporaryDirectory { folder in
      let (outcome, _) = try launch("", in: folder, environment: broken)
      #expect(outcome.status == 70, "\(outcome.errors)")
      #expect(outcome.errors.split(separator: "launching anew").count == 2, "\(outcome.errors)")
      #expect(outcome.errors.contains("before the sweep began"), "\(outcome.errors)")
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/a.h5"))
      #expect(try launch("", in: folder).outcome.status == 0)
      #expect(try launch("", in: folder, ["--resume"], environment: broken).outcome.status == 75)
      // Without --resume the same line would not go on with it either.
      #expect(try launch("", in: folder, environment: broken).outcome.status == 70)
    }
  }
}
