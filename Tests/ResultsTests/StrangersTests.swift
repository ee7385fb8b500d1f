import FileOwnership
import Foundation
import Records
import Results
import ResultsSupport
import TestSupport
import Testing

/// What others have put at the names that a run uses, and what they do to its file.
@Suite struct StrangersTests {
  @Test(arguments: [".lock", ".partial"])
  func `a stranger's file or link stops a new run, and stays as it is`(_ suffix: String) throws {
    try withTemporaryDirectory { folder in
      let (path, precious) = ("\(folder)/a.h5", "\(folder)/precious")
      try "mine\n".write(toFile: precious, atomically: true, encoding: .utf8)
      for make in [symlink, link] {
        #expect(make(precious, path + suffix) == 0)
        #expect(throws: ResultsError.self) {
          try ResultsWriter.create(path, .example(trials: 1)).close()
        }
        #expect(try String(contentsOfFile: precious, encoding: .utf8) == "mine\n")
        unlink(path + suffix)
      }
      try "mine\n".write(toFile: path + suffix, atomically: true, encoding: .utf8)
      #expect(throws: ResultsError.self) {
        try ResultsWriter.create(path, .example(trials: 1)).close()
      }
      #expect(try String(contentsOfFile: path + suffix, encoding: .utf8) == "mine\n")
    }
  }

  @Test(arguments: ["moved", "deleted", "replaced"])
  func `what was written into a file that lost its name is saved beside`(_ fate: String) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      var writer = try ResultsWriter.create(path, .example(trials: 2))
      try writer.record(trial: 1, checkpoint: 0, step: 5, values: [1, 2, 3, 4, 5])
      try writer.flush()
      if fate == "replaced" {
        try FileManager.default.copyItem(atPath: path, toPath: path + "-copy")
        #expect(rename(path + "-copy", path) == 0)
      } else {
        #expect(fate == "moved" ? rename(path, path + "-away") == 0 : unlink(path) == 0)
      }
      let saved = "\(folder)/a.rescued.h5"
      #expect(throws: ResultsError.parted(path: path, rescue: .saved(path: saved))) {
        try writer.synchronize()
      }
      #expect(try ResultsReader(saved).values(of: "step").values == [-1, 5])
    }
  }

  @Test func `a second name of a file that is being written leads to no second writer`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      let writer = try ResultsWriter.create(path, .example(trials: 1))
      for (name, make) in [("b.h5", symlink), ("c.h5", link)] {
        let other = "\(folder)/\(name)"
        #expect(make(path, other) == 0)
        #expect(throws: ResultsError.inUse(path: other)) {
          try ResultsWriter.resume(other, .example(trials: 1)).close()
        }
      }
      #expect(try ResultsReader(path).trialCount == 1)
      try writer.close()
    }
  }
}
