import Foundation
import TestSupport
import Testing

private let recorder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()
  .appendingPathComponent("Sources/RecordCommit/record-commit.sh").path

@Suite struct VersionTests {
  @Test func `the program says which commit it was built from, or that it was outside git`() throws
  {
    let version = try dynsweep("--version").output
    let form = #/0\.\d+\.\d+ \((commit [0-9a-f]{12}( with changes)?|built outside git)\)\n/#
    #expect(try form.wholeMatch(in: version) != nil, "\(version)")
  }

  /// What the build's recorder says of `folder`.
  private func recorded(_ folder: String) throws -> String {
    let file = "\(folder)/Commit.swift"
    let outcome = try run("/bin/sh", [recorder, folder, file])
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    return try String(contentsOfFile: file, encoding: .utf8)
  }

  private func git(_ folder: String, _ arguments: String...) throws -> String {
    let author = ["-c", "user.name=a", "-c", "user.email=a@b"]
    return try run("/usr/bin/env", ["git", "-C", folder] + author + arguments).output
  }

  @Test func `the build records the commit, changes since it, and that there is none`() throws {
    try withTemporaryDirectory { folder in
      #expect(try recorded(folder).contains("name: String? = nil"))
      _ = try git(folder, "init", "-q")
      let sources = "\(folder)/Sources"
      try FileManager.default.createDirectory(atPath: sources, withIntermediateDirectories: false)
      for text in ["one", "two"] {
        try text.write(toFile: "\(sources)/a.swift", atomically: true, encoding: .utf8)
        _ = try git(folder, "add", "Sources")
        _ = try git(folder, "commit", "-q", "-m", text)
        let commit = try git(folder, "rev-parse", "HEAD").prefix(12)
        let record = try recorded(folder)
        #expect(record.contains("\"\(commit)\"") && record.contains("isChanged = false"))
      }
      try "three".write(toFile: "\(sources)/a.swift", atomically: true, encoding: .utf8)
      #expect(try recorded(folder).contains("isChanged = true"))
      // Below a repository of something else's, its commit is not ours.
      #expect(try recorded(sources).contains("name: String? = nil"))
    }
  }
}
