import Foundation
import Platform
import TestSupport
import Testing

@testable import Launching

/// The files between a launcher and its coordinator.
@Suite struct NoteFileTests {
  /// The process `identifier` of this machine, which started at another time and is gone.
  private func gone(_ identifier: Int32) throws -> ProcessIdentity {
    var words = ProcessIdentity.this.text.split(separator: " ").map(String.init)
    try #require(words.count == 4)
    words[0] = "\(identifier)"
    words[3] = "1"
    return try #require(ProcessIdentity(words.joined(separator: " ")))
  }

  private func name(of owner: ProcessIdentity) -> String {
    let text = owner.text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    return ".dynsweep-\(text)-\(UUID().uuidString)"
  }

  @Test func `what killed launchers have left is removed, and nothing else`() throws {
    try withTemporaryDirectory { folder in
      let dead = try gone(2)
      let left = [
        "ended 75", String(repeating: " ", count: 4096), "began \(dead.text)", "again 3",
        // As earlier versions wrote them.
        "began 75 \(dead.text)", "again 75 3",
      ]
      for text in left {
        try text.write(toFile: "\(folder)/\(name(of: dead))", atomically: true, encoding: .utf8)
      }
      let others = [
        (name(of: dead), "notes of somebody's"), (name(of: ProcessIdentity.this), "ended 0"),
        (".dynsweep-12-x", "ended 0"), (".dynsweep-", "ended 0"), ("dynsweep-log", "ended 0"),
      ]
      for (name, text) in others {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
      }
      try "ended 0".write(toFile: "\(folder)/precious", atomically: true, encoding: .utf8)
      let link = name(of: dead)
      #expect(symlink("\(folder)/precious", "\(folder)/\(link)") == 0)
      let note = try NoteFile(in: folder)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(
        Set(names) == Set(others.map(\.0) + ["precious", link, note.url.lastPathComponent]))
    }
  }

  @Test func `a coordinator's word reaches its launcher, and so does that it has none`() throws {
    try withTemporaryDirectory { folder in
      let note = try NoteFile(in: folder)
      #expect(note.status == nil && !note.isWithdrawn)
      let process = LauncherLink(environment: [
        "DYNSWEEP_EXIT_NOTE": note.url.path, "DYNSWEEP_LAUNCHER": ProcessIdentity.this.text,
      ])
      #expect(process.end(code: 73) == 0)
      #expect(note.status == .ended(code: 73) && !note.isWithdrawn)
      note.remove()
      #expect(note.isWithdrawn)
    }
  }

  @Test func `a coordinator whose launcher is gone leaves no note`() throws {
    try withTemporaryDirectory { folder in
      let note = try NoteFile(in: folder)
      let process = LauncherLink(environment: [
        "DYNSWEEP_EXIT_NOTE": note.url.path, "DYNSWEEP_LAUNCHER": try gone(2).text,
      ])
      #expect(process.end(code: 75) == 75)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }
  }
}
