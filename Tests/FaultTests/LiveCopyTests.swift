import Foundation
import Results
import TestSupport
import Testing

/// Copies for readers, as they are made where the file system does not keep the order of writes; here on request.
@Suite(.serialized) struct LiveCopyTests {
  /// Opens the copy again and again, without SWMR, and prints how much each one held.
  private static let reader = """
    import h5py, os, sys, time
    seen = []
    while os.path.exists(sys.argv[1]):
        try:
            with h5py.File(sys.argv[1], 'r') as f:
                seen.append((int((f['step'][:] >= 0).sum()), int((f['status'][:] == 2).sum())))
        except FileNotFoundError: break
        time.sleep(0.01)
    print(len(set(seen)), seen == sorted(seen), all(r >= 4 * c for r, c in seen))
    """

  @Test(arguments: allTestsAreWanted ? [0, 2] : [2])
  func `any tool reads the copy while the sweep runs, and in the end it is gone`(
    _ workers: Int
  ) throws {
    try Sample.withCalmRun { folder in
      let (file, copy) = ("\(folder)/a.h5", "\(folder)/a.live.h5")
      let job = try Job(
        ["run", "\(folder)/sweep.yaml", "-o", file, "--workers", "\(workers)"],
        fault: Array(repeating: "slow", count: 8).joined(separator: ";"),
        variables: ["DYNSWEEP_LIVE_COPY": "0.05"])
      try #require(job.wait { FileManager.default.fileExists(atPath: copy) }, "\(job.errors)")
      let note = "DYNSWEEP_LIVE_COPY is set: while the sweep runs, read \(copy), a copy made every "
      #expect(job.wait { job.errors.contains(note) }, "\(job.errors)")
      // The tools of this program find it by the file's own name.
      let program = productsDirectory.appendingPathComponent("dynsweep").path
      let shown = try TestSupport.run(program, ["watch", "--once", file])
      #expect(shown.status == 0, "\(shown.errors)")
      let outcome = try python(Self.reader, [copy])
      #expect(job.end() == 0, "\(job.errors)")
      let words = outcome.output.split(separator: " ").map(String.init)
      try #require(words.count == 3, "\(outcome.errors)")
      #expect((Int(words[0]) ?? 0) >= 2, "\(outcome.output)")
      #expect(words[1...].allSatisfy { $0.hasPrefix("True") }, "\(outcome.output)")
      #expect(!FileManager.default.fileExists(atPath: copy))
      try Sample.check(folder)
    }
  }

  @Test func `the copy is read where the file itself is not fit to be`() throws {
    try Sample.withCalmRun { folder in
      let (file, copy) = ("\(folder)/a.h5", "\(folder)/a.live.h5")
      try FileManager.default.copyItem(atPath: "\(folder)/calm.h5", toPath: copy)
      try Data("not yet".utf8).write(to: URL(fileURLWithPath: file))
      let program = productsDirectory.appendingPathComponent("dynsweep").path
      // Only while someone writes.
      #expect(try TestSupport.run(program, ["show", file]).status == 65)
      try "process 1 on elsewhere".write(
        toFile: "\(file).lock", atomically: true, encoding: .utf8)
      let shown = try TestSupport.run(program, ["show", file])
      #expect(shown.status == 0, "\(shown.errors)")
      #expect(shown.output.contains("written now by process 1 on elsewhere"))
    }
  }

  @Test func `a copy left behind goes even when it is damaged, and another's file stays`() throws {
    try Sample.withCalmRun { folder in
      let copy = URL(fileURLWithPath: "\(folder)/a.live.h5")
      let calm = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/calm.h5"))
      // Its root is there; what it points to is not.
      let damaged = calm.prefix(2048) + Data(count: calm.count - 2048)
      for (content, stays) in [(damaged, false), (Data("mine".utf8), true)] {
        try content.write(to: copy)
        let job = try Job(Sample.run(folder, "a", "--workers", "0"))
        #expect(job.end() == 0, "\(job.errors)")
        #expect(FileManager.default.fileExists(atPath: copy.path) == stays)
        try FileManager.default.removeItem(atPath: "\(folder)/a.h5")
      }
    }
  }
}
