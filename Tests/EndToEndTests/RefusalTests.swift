import Foundation
import TestSupport
import Testing

/// What must not be run is answered with an exit code and words, and nothing is created.
@Suite struct RefusalTests {
  @Test func `a broken sweep file creates nothing`() throws {
    try withTemporaryDirectory { folder in
      let sweep = try Sweeps.write("task: {name: copy}\nmodel: {widht: 8}\n", in: folder)
      for command in [["run", sweep, "-o", "\(folder)/a.h5"], ["plan", sweep]] {
        let outcome = try Sweeps.dynsweep(command)
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("\(sweep):2:9: "), "\(outcome.errors)")
        #expect(outcome.errors.contains("did you mean \"width\"?"), "\(outcome.errors)")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["sweep.yaml"])
    }
  }

  @Test(arguments: [
    ("model: {width: 10, modules: 4}", ":2:16: model.width: 10 units cannot be split"),
    (
      "model: {cell: feed_forward}\nobserve: {lyapunov: {}}",
      ":3:21: observe.lyapunov needs a recurrent net"
    ),
  ])
  func `settings that do not go together are told with their place`(
    _ text: String, _ message: String
  ) throws {
    try withTemporaryDirectory { folder in
      let sweep = try Sweeps.write("task: copy\n\(text)\n", in: folder)
      let outcome = try Sweeps.dynsweep(["run", sweep, "-o", "\(folder)/a.h5"])
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains(sweep + message), "\(outcome.errors)")
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/a.h5"))
    }
  }

  @Test func `a missing data set is told with where it was looked for`() throws {
    try withTemporaryDirectory { folder in
      let sweep = try Sweeps.write("task: {name: fashion-rows, path: \(folder)/none}\n", in: folder)
      let outcome = try Sweeps.dynsweep(["run", sweep, "-o", "\(folder)/a.h5"])
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("no data set in \(folder)/none"), "\(outcome.errors)")
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/a.h5"))
    }
  }

  @Test func `output that cannot be created is exit 73`() throws {
    try withTemporaryDirectory { folder in
      let sweep = try Sweeps.write(Sweeps.small, in: folder)
      for place in ["\(folder)/none/a.h5", folder, "/proc/a.h5"] {
        let outcome = try Sweeps.dynsweep(["run", sweep, "-o", place, "--workers", "1"])
        #expect(outcome.status == 73, "\(place): \(outcome.errors)")
        #expect(outcome.errors.contains(place), "\(outcome.errors)")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["sweep.yaml"])
    }
  }

  @Test func `a finished file is not overwritten, and goes on by resume with nothing to do`() throws
  {
    try withTemporaryDirectory { folder in
      let sweep = try Sweeps.write(Sweeps.small, in: folder)
      let command = ["run", sweep, "-o", "\(folder)/a.h5", "--workers", "1"]
      #expect(try Sweeps.dynsweep(command).status == 0)
      let before = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/a.h5"))
      let again = try Sweeps.dynsweep(command)
      #expect(again.status == 73)
      #expect(again.errors.contains("the file exists; go on with it by --resume"))
      #expect(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/a.h5")) == before)
      #expect(try Sweeps.dynsweep(command + ["--resume"]).status == 0)
    }
  }

  @Test func `a second run on one file is refused while the first goes on`() throws {
    try withTemporaryDirectory { folder in
      let slow = Sweeps.small.replacing("steps: 30", with: "steps: 20000")
      let sweep = try Sweeps.write(slow, in: folder)
      let first = Process()
      first.executableURL = productsDirectory.appendingPathComponent("dynsweep")
      first.arguments = ["run", sweep, "-o", "\(folder)/a.h5", "--workers", "1", "--quiet"]
      try first.run()
      while !FileManager.default.fileExists(atPath: "\(folder)/a.h5") { usleep(10_000) }
      let second = try Sweeps.dynsweep(["run", sweep, "-o", "\(folder)/a.h5", "--workers", "0"])
      let resumed = try Sweeps.dynsweep(
        ["run", sweep, "-o", "\(folder)/a.h5", "--workers", "0", "--resume"])
      first.terminate()
      first.waitUntilExit()
      #expect(second.status == 73)
      #expect(resumed.status == 73 && resumed.errors.contains("another run is writing it"))
      #expect(first.terminationStatus == 75)
    }
  }

  @Test func `wrong usage is exit 64`() throws {
    #expect(try Sweeps.dynsweep(["run"]).status == 64)
    #expect(try Sweeps.dynsweep(["plan", "--workers", "0", "a.yaml"]).status == 64)
    #expect(try Sweeps.dynsweep(["rum", "a.yaml"]).status == 64)
  }
}
