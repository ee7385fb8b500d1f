import Foundation
import TestSupport
import Testing

@testable import Launching
@testable import Platform

@Test(arguments: [
  ("mpirun (Open MPI) 4.1.4\n\nReport bugs to", Launcher.Kind.openMPI(major: 4)),
  ("mpirun (Open MPI) 5.0.8", .openMPI(major: 5)),
  ("HYDRA build details:\n    Version: 4.1.2", .mpich),
  ("Intel(R) MPI Library for Linux* OS, Version 2021.9", .intel),
  ("mpirun of another make, 1.0", .other),
])
func `a launcher is known by what it says of its version`(text: String, kind: Launcher.Kind) {
  #expect(Launcher.kind(ofVersion: text) == kind)
}

@Test func `each MPI is told not to end everyone with one`() {
  func arguments(_ kind: Launcher.Kind, isRoot: Bool = false) -> [String] {
    Launcher(path: "/bin/mpirun", kind: kind)
      .arguments(
        workers: 4, command: ["me", "run", "a.yaml"], isRoot: isRoot,
        environment: ["OPENBLAS_CORETYPE": "Haswell", "HOME": "/"])
  }
  #expect(arguments(.openMPI(major: 4)).contains("--enable-recovery"))
  #expect(Array(arguments(.openMPI(major: 5)).prefix(2)) == ["--with-ft", "mpi"])
  #expect(arguments(.mpich) == ["-n", "5", "me", "run", "a.yaml"])
  #expect(arguments(.intel) == arguments(.mpich))
  #expect(!arguments(.openMPI(major: 4)).contains("--allow-run-as-root"))
  #expect(arguments(.openMPI(major: 4), isRoot: true).contains("--allow-run-as-root"))
  // What ranks on other hosts need of the environment, as far as it is set.
  #expect(Array(arguments(.openMPI(major: 4)).suffix(7).prefix(2)) == ["-x", "OPENBLAS_CORETYPE"])
  #expect(!arguments(.openMPI(major: 4)).contains("OPENBLAS_NUM_THREADS"))
  #expect(Array(arguments(.openMPI(major: 4)).suffix(5)) == ["-n", "5", "me", "run", "a.yaml"])
}

@Test func `a question to the launcher is to say what cannot be started`() {
  let asked = Launcher(path: "/bin/mpirun", kind: .openMPI(major: 4))
    .arguments(workers: 0, command: ["true"], isRoot: false, mayLose: false)
  #expect(!asked.contains("--enable-recovery") && asked.suffix(3) == ["-n", "1", "true"])
}

@Test func `Intel's launcher does not pin, and knows the batch system`() {
  let launcher = Launcher(path: "/bin/mpiexec.hydra", kind: .intel)
  let own = ["SLURM_JOBID": "4", "I_MPI_HYDRA_RMK": "own"]
  let found = launcher.environment(note: "/tmp/note", own: own)
  #expect(found["I_MPI_PIN"] == "0" && found["I_MPI_HYDRA_BOOTSTRAP"] == "slurm")
  #expect(found["I_MPI_HYDRA_RMK"] == "own" && found["DYNSWEEP_EXIT_NOTE"] == "/tmp/note")
  #expect(launcher.environment(note: nil, own: ["I_MPI_PIN": "1"])["I_MPI_PIN"] == "1")
  let other = Launcher(path: "/bin/mpirun", kind: .openMPI(major: 4))
  #expect(other.environment(note: nil, own: own)["I_MPI_PIN"] == nil)
}

@Test func `in place of Intel's script its launcher is started, which passes on signals`() throws {
  try withTemporaryDirectory { folder in
    let version = "Intel(R) MPI Library for Linux* OS, Version 2021.18 Build 20260101"
    for name in ["mpirun", "mpiexec.hydra"] {
      try "#!/bin/sh\necho '\(version)'\n".write(
        toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: "\(folder)/\(name)")
    }
    let found = Launcher.find(environment: ["PATH": "\(folder):/usr/bin:/bin"])
    #expect(found == Launcher(path: "\(folder)/mpiexec.hydra", kind: .intel))
  }
}

@Test func `without a launcher on the path there is none`() {
  #expect(Launcher.find(environment: ["PATH": "/nonexistent"]) == nil)
  #expect(Launcher.find(environment: [:]) == nil)
}

@Test func `the launcher learns the coordinator's exit code and the process ends with 0`() throws {
  let note = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  defer { try? FileManager.default.removeItem(at: note) }
  let process = LauncherLink(environment: ["DYNSWEEP_EXIT_NOTE": note.path])
  process.begin()
  #expect(
    try String(contentsOf: note, encoding: .utf8)
      == "began \(ProcessIdentity.this.text)")
  #expect(process.end(code: 1) == 0)
  #expect(try String(contentsOf: note, encoding: .utf8) == "ended 1")
  #expect(process.askForRelaunch(closed: 3, code: 75) == 0)
  #expect(try String(contentsOf: note, encoding: .utf8) == "again 3")
  #expect(LauncherLink(environment: [:]).end(code: 1) == 1)
}

@Test(arguments: [(1, 1), (137, 4)])
func `a launch that comes to nothing is repeated where a rank was killed`(
  status: Int, launches: Int
) throws {
  try withTemporaryDirectory { folder in
    let launcher = "\(folder)/mpirun"
    try """
    #!/bin/sh
    [ "$1" != --version ] || exec echo 'mpirun (Open MPI) 4.1.4'
    echo >>\(folder)/launches
    exit \(status)
    """.write(toFile: launcher, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: launcher)
    let outcome = try run(
      productsDirectory.appendingPathComponent("NoWorkSweep").path, ["launch=1"],
      environment: ["PATH": "\(folder):/usr/bin:/bin"])
    #expect(outcome.status == 70 && outcome.errors.contains("ended with status \(status)"))
    let lines = try String(contentsOfFile: "\(folder)/launches", encoding: .utf8)
    #expect(lines.count == launches)
  }
}

@Test func `a launcher that does not say its version is none`() throws {
  try withTemporaryDirectory { folder in
    let launcher = "\(folder)/mpirun"
    try "#!/bin/sh\nexec sleep 60\n".write(toFile: launcher, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: launcher)
    let begin = Date()
    #expect(Launcher.find(environment: ["PATH": folder], within: 0.3) == nil)
    #expect(Date().timeIntervalSince(begin) < 5)
  }
}
