import Foundation
import Records
import TestSupport
import Testing

@testable import OutsidePrograms

private let row = #"echo '{"step": 0, "train_loss": 1}'; "#

private func isThere(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

@Suite struct RunTests {
  @Test func `a program is told its trial in one line of JSON`() throws {
    try withTemporaryDirectory { folder in
      var scene = try Scene(
        "cat > \"$1/input\"; " + row, in: folder,
        parameters: "{width: 64, rate: 1e-3, layers: [8, 8], model: {kind: \"gru\", bias: true}}")
      #expect(try scene.run(attempt: 3) == .complete(steps: 0))
      #expect(
        try String(contentsOfFile: "\(folder)/input", encoding: .utf8)
          == #"{"attempt":3,"checkpoints":4,"folder":null,"parameters":{"layers":[8,8],"model":{"bias":true,"kind":"gru"},"rate":0.001,"width":64},"replicate":2,"seed":12345,"trial":7}"#
          + "\n")
    }
  }

  @Test func `a program that does not read its input runs as any other`() throws {
    let parameters =
      "{long: [\(Array(repeating: "12345678", count: 50_000).joined(separator: ","))]}"
    try withTemporaryDirectory { folder in
      var scene = try Scene(row, in: folder, parameters: parameters)
      #expect(try scene.run() == .complete(steps: 0))
    }
  }

  @Test func `lines become rows, in the order of the quantities`() throws {
    try withTemporaryDirectory { folder in
      var scene = try Scene(
        row + """
          echo '{"step": 5}'
          echo '{"step": 9, "spectrum": [3, 2, 1], "train_loss": 0.5}'
          printf '{"step": 20, "train_loss": 0.25}'
          """, in: folder)
      #expect(try scene.run() == .complete(steps: 20))
      #expect(scene.rows.map(\.step) == [0, 9, 20])
      #expect(scene.rows.map(\.checkpoint) == [0, 1, 2])
      #expect(scene.rows[1].values == [3, 2, 1, 0.5])
      #expect(scene.rows.map { $0.values[3] } == [1, 0.5, 0.25])
      #expect(scene.rows[0].values.prefix(3).allSatisfy { $0.isNaN })
    }
  }

  @Test func `a program that says so has diverged`() throws {
    let outcome = try outcome(of: row + #"echo '{"step": 4, "diverged": true}'"#)
    #expect(outcome == .diverged(steps: 4, reason: "the program says so at step 4"))
  }

  @Test func `nothing of MPI is in a program's environment`() {
    let own = [
      "PATH": "/bin", "OMPI_COMM_WORLD_RANK": "1", "PMIX_RANK": "1", "PMI_FD": "3",
      "SLURM_PROCID": "1", "SLURM_JOB_ID": "77", "SLURM_STEP_ID": "0", "DYNSWEEP_LAUNCHER": "1",
      "MPI_LOCALRANKID": "0", "HYDI_CONTROL_FD": "5", "I_MPI_PIN": "0",
    ]
    let expected = ["PATH": "/bin", "SLURM_JOB_ID": "77", "OMP_NUM_THREADS": "1"]
    #expect(ProgramEnvironment.variables(own) == expected)
    #expect(ProgramEnvironment.variables(["OMP_NUM_THREADS": "4"]) == ["OMP_NUM_THREADS": "4"])
  }

  @Test func `a program that is killed once is started once more, from its snapshot`() throws {
    try withTemporaryDirectory { folder in
      let snapshots = "\(folder)/program-7"
      // It reads its attempt and, where there is one, its snapshot.
      let script = """
        cat >> "$1/inputs"; \(row)
        if [ -e \(snapshots)/state ]; then
          echo '{"step": 1, "train_loss": 2}'
        else
          echo saved > \(snapshots)/state
          kill -9 $$
        fi
        """
      var scene = try Scene(script, in: folder)
      #expect(try scene.run(snapshots: snapshots) == .complete(steps: 1))
      // The first row came twice.
      #expect(scene.rows.map(\.step) == [0, 0, 1])
      let inputs = try String(contentsOfFile: "\(folder)/inputs", encoding: .utf8)
        .split(separator: "\n")
      #expect(inputs.count == 2)
      #expect(inputs.last?.contains(#""attempt":2"#) == true)
      #expect(inputs.last?.contains(#""folder":"\#(snapshots)""#) == true)
    }
  }

  @Test func `a second attempt must begin where the first began`() throws {
    try withTemporaryDirectory { folder in
      let snapshots = "\(folder)/program-7"
      var first = try Scene(row + "sleep 60", in: folder)
      #expect(throws: Left.self) {
        try first.run(snapshots: snapshots, leavingWhen: { $0 > 0 })
      }
      var second = try Scene(#"echo '{"step": 9, "train_loss": 1}'"#, in: folder)
      let outcome = try second.run(attempt: 2, snapshots: snapshots)
      #expect(
        outcome.reason
          == "line 1 of the program's output begins at step 9, where an earlier attempt "
          + "began at 0; a program that goes on from a snapshot writes its earlier lines again")
    }
  }

  @Test func `a folder in which nothing is left goes with the trial, another stays`() throws {
    try withTemporaryDirectory { folder in
      for (script, isLeft) in [(row, false), (row + "touch \(folder)/s/state", true)] {
        var scene = try Scene(script, in: folder)
        #expect(try scene.run(snapshots: "\(folder)/s") == .complete(steps: 0))
        #expect(isThere("\(folder)/s") == isLeft)
      }
    }
  }
}

/// What becomes of processes.
@Suite struct ProcessTests {
  /// Writes the numbers of itself and of a child that would stay.
  private static let withChild = "sleep 60 & echo $$ $! > \"$1/numbers\"; "

  private func numbers(in folder: String) throws -> [Int32] {
    try String(contentsOfFile: "\(folder)/numbers", encoding: .utf8).split(
      whereSeparator: \.isWhitespace
    )
    .compactMap { Int32($0) }
  }

  private func hasNumbers(in folder: String) -> Bool { (try? numbers(in: folder).count) == 2 }

  private func expectGone(in folder: String) throws {
    let numbers = try numbers(in: folder)
    #expect(numbers.count == 2)
    // The child is the system's to clear away, which takes a moment.
    for _ in 0..<200 where numbers.contains(where: isRunning) { usleep(10_000) }
    #expect(!numbers.contains(where: isRunning))
  }

  @Test func `what a program has started ends with it`() throws {
    try withTemporaryDirectory { folder in
      var scene = try Scene(Self.withChild + row, in: folder)
      #expect(try scene.run() == .complete(steps: 0))
      try expectGone(in: folder)
    }
  }

  @Test func `a trial that is left ends its program and all that this has started`() throws {
    try withTemporaryDirectory { folder in
      var scene = try Scene(Self.withChild + row + "wait", in: folder)
      #expect(throws: Left.self) {
        try scene.run(leavingWhen: { _ in hasNumbers(in: folder) })
      }
      try expectGone(in: folder)
    }
  }

  @Test func `a program that is to end can save its state first`() throws {
    try withTemporaryDirectory { folder in
      let script = """
        trap 'echo saved > "$1/state"; exit 0' TERM
        : > "$1/ready"
        while true; do sleep 0.05; done
        """
      var scene = try Scene(script, in: folder)
      #expect(throws: Left.self) {
        try scene.run(leavingWhen: { _ in isThere("\(folder)/ready") })
      }
      #expect(isThere("\(folder)/state"))
    }
  }

  @Test func `one that ignores the request is killed`() throws {
    try withTemporaryDirectory { folder in
      var scene = try Scene(
        "trap '' TERM; \(Self.withChild) while true; do sleep 0.05; done", in: folder)
      #expect(throws: Left.self) {
        try scene.run(leavingWhen: { _ in hasNumbers(in: folder) })
      }
      try expectGone(in: folder)
    }
  }

  @Test func `a program of an earlier attempt that still runs is ended first`() throws {
    try withTemporaryDirectory { folder in
      let sleeper = Process()
      sleeper.executableURL = URL(fileURLWithPath: "/usr/bin/setsid")
      sleeper.arguments = ["sh", "-c", "echo $$ $$ > '\(folder)/numbers'; exec sleep 60"]
      try sleeper.run()
      while !hasNumbers(in: folder) { usleep(5_000) }
      let snapshots = "\(folder)/program-7"
      try FileManager.default.createDirectory(
        atPath: snapshots, withIntermediateDirectories: false)
      var note = try #require(ProgramFolder(preparing: snapshots))
      note.note(process: try numbers(in: folder)[0])
      var scene = try Scene(row, in: folder)
      #expect(try scene.run(attempt: 2, snapshots: snapshots) == .complete(steps: 0))
      try expectGone(in: folder)
    }
  }
}
