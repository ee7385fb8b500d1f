import Foundation
import TestSupport
import Testing

@testable import ForeignModels
@testable import Runs
@testable import dynsweep

/// A sweep's name as the name of its file.
@Suite struct FileNameTests {
  @Test(arguments: [
    ("tiny", "tiny"), ("../../../escaped", "escaped"), ("/etc/x", "etc-x"), ("a\nb", "a-b"),
    (".hidden", "hidden"), ("-rf", "rf"), ("..", "sweep"), ("", "sweep"),
    ("größe_1.5", "größe_1.5"),
    ("a b`c`", "a-b-c-"), ("\0", "sweep"),
  ])
  func `a name leads out of no folder and is no option`(name: String, file: String) {
    #expect(name.fileName == file)
  }

  @Test func `a name of any length fits into a folder`() {
    let name = String(repeating: "é", count: 1000).fileName
    #expect(name.utf8.count <= 200 && name.allSatisfy { $0 == "é" } && !name.isEmpty)
  }

  @Test func `a run under a name with slashes stays in its folder`() throws {
    try withTemporaryDirectory { folder in
      let text = """
        name: ../../up
        theory: {name: two_features, learning_rate: 0.05, steps: 1}
        """
      let inner = "\(folder)/a/b"
      try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
      try text.write(toFile: "\(inner)/sweep.yaml", atomically: true, encoding: .utf8)
      let program = productsDirectory.appendingPathComponent("dynsweep").path
      let outcome = try run(
        "/bin/sh", ["-c", "cd \"$0\" && exec \"$1\" run sweep.yaml --workers 0", inner, program])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let found = FileManager.default.subpaths(atPath: folder) ?? []
      #expect(Set(found) == ["a", "a/b", "a/b/sweep.yaml", "a/b/up.h5"])
    }
  }
}
