import Foundation
import Platform
import Records
import Results
import Scheduling
import SweepFiles
import TestSupport
import Testing

/// Whether a small file system can be mounted here; it takes root.
private let canMount =
  withTemporary { (try? TestSupport.run("/bin/mount", ["-t", "tmpfs", "tmpfs", $0]))?.status == 0 }

private func withTemporary(_ body: (String) -> Bool) -> Bool {
  let isPossible = try? withTemporaryDirectory { folder in
    defer { _ = try? TestSupport.run("/bin/umount", [folder]) }
    return body(folder)
  }
  return isPossible ?? false
}

@Suite(.serialized) struct DiskTests {
  @Test(arguments: [(28, "make room"), (5, "Input/output error")], [0, 2])
  func `a disk that takes no more ends a run resumably, and the file opens`(
    _ fault: (number: Int, text: String), _ workers: Int
  ) throws {
    try Sample.withCalmRun { folder in
      let shim = try Shim.build("full-disk", in: folder)
      let job = try Job(
        Sample.run(folder, "a", "--workers", "\(workers)"), fault: "slow",
        variables: [
          "LD_PRELOAD": shim, "FULL_DISK_WHILE": "\(folder)/full",
          "FULL_DISK_ERROR": "\(fault.number)",
        ])
      let file = "\(folder)/a.h5"
      let hasBegun = job.wait {
        guard FileManager.default.fileExists(atPath: file) else { return false }
        return (try? ResultsReader(file).statuses().contains(.complete)) ?? false
      }
      #expect(hasBegun, "\(job.errors)")
      try Data().write(to: URL(fileURLWithPath: "\(folder)/full"))
      #expect(job.end(within: 15) == 75, "\(job.errors)")
      #expect(job.errors.contains("\(file): cannot be written"), "\(job.errors)")
      #expect(job.errors.contains(fault.text), "\(job.errors)")
      #expect(try ResultsReader(file).statuses().contains(.complete))
      try FileManager.default.removeItem(atPath: "\(folder)/full")
      let again = try Job(Sample.run(folder, "a", "--workers", "2", "--resume"))
      #expect(again.end() == 0, "\(again.errors)")
      try Sample.check(folder)
    }
  }

  @Test func `a coordinator that may write nothing at all ends the run with an error`() throws {
    try Sample.withCalmRun { folder in
      let job = try Job(Sample.run(folder, "a", "--workers", "2"), fault: "slow")
      let file = "\(folder)/a.h5"
      try #require(job.wait { FileManager.default.fileExists(atPath: file) }, "\(job.errors)")
      let coordinator = try #require(job.rank(0), "\(job.errors)")
      let limited = try TestSupport.run(
        "/usr/bin/env", ["prlimit", "--pid", "\(coordinator)", "--fsize=1"])
      try #require(limited.status == 0, "\(limited.errors)")
      #expect(job.end() == 75, "\(job.errors)")
      for words in ["File too large", "could not write how"] {
        #expect(job.errors.contains(words), "\(job.errors)")
      }
      let again = try Job(Sample.run(folder, "a", "--workers", "2", "--resume"))
      #expect(again.end() == 0, "\(again.errors)")
      try Sample.check(folder)
    }
  }

  @Test(.enabled(if: canMount))
  func `a file system that fills up costs snapshots at most`() throws {
    try Sample.withCalmRun { folder in
      try withFileSystem(of: "400k", in: folder) { disk in
        let file = "\(disk)/a.h5"
        let job = try Job(
          [
            "run", "\(folder)/sweep.yaml", "-o", file, "-q", "--workers", "2", "--snapshot-every",
            "0.03",
          ], fault: "slow")
        let isReady = job.wait {
          FileManager.default.fileExists(atPath: "\(file).snapshots/sweep")
        }
        #expect(isReady, "\(job.errors)")
        fill("\(disk)/rest")
        // All room that results need was taken when the file was made.
        #expect(job.end() == 0, "\(job.errors)")
        // Said of the folder where the disk was full before the first snapshot.
        #expect(
          job.errors.contains("could be saved: ")
            || job.errors.contains("no snapshots are taken: "),
          "\(job.errors)")
        #expect(job.errors.contains("No space left on device"), "\(job.errors)")
        #expect(try compare("\(folder)/calm.h5", file) == [])
      }
    }
  }

  @Test(.enabled(if: canMount))
  func `a file that does not fit is refused before it is begun`() throws {
    try Sample.withCalmRun { folder in
      try withFileSystem(of: "20k", in: folder) { disk in
        let job = try Job(
          ["run", "\(folder)/sweep.yaml", "-o", "\(disk)/a.h5", "-q", "--workers", "1"])
        #expect(job.end() == 73, "\(job.errors)")
        #expect(job.errors.contains("kB, and ") && job.errors.contains("kB are free"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk) == [])
      }
    }
  }

  @Test(.enabled(if: canMount))
  func `a file system that has become read-only is told`() throws {
    try Sample.withCalmRun { folder in
      try withFileSystem(of: "400k", in: folder) { disk in
        let arguments = [
          "run", "\(folder)/sweep.yaml", "-o", "\(disk)/a.h5", "-q", "--workers", "1", "--resume",
        ]
        let job = try Job(arguments, fault: "slow")
        try #require(job.wait { FileManager.default.fileExists(atPath: "\(disk)/a.h5") })
        job.killAll()
        // Refused until the last of the killed processes is gone with its open file.
        try #require(try isMade(readOnly: disk))
        let refused = try Job(arguments)
        #expect(refused.end() == 73, "\(refused.errors)")
        #expect(refused.errors.contains("Read-only file system"), "\(refused.errors)")
        _ = try TestSupport.run("/bin/mount", ["-o", "remount,rw", disk])
        let again = try Job(arguments)
        #expect(again.end() == 0, "\(again.errors)")
        #expect(try compare("\(folder)/calm.h5", "\(disk)/a.h5") == [])
      }
    }
  }

  private func isMade(readOnly disk: String) throws -> Bool {
    for _ in 0..<500 {
      if try TestSupport.run("/bin/mount", ["-o", "remount,ro", disk]).status == 0 { return true }
      usleep(10_000)
    }
    return false
  }

  private func withFileSystem(
    of size: String, in folder: String, _ body: (String) throws -> Void
  ) throws {
    let disk = "\(folder)/disk"
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    let mounted = try TestSupport.run(
      "/bin/mount", ["-t", "tmpfs", "-o", "size=\(size)", "tmpfs", disk])
    try #require(mounted.status == 0, "\(mounted.errors)")
    defer { _ = try? TestSupport.run("/bin/umount", [disk]) }
    try body(disk)
  }

  /// Writes until there is no room.
  private func fill(_ path: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT, 0o666)
    defer { close(descriptor) }
    for block in [4096, 1] {
      let bytes = [UInt8](repeating: 1, count: block)
      while write(descriptor, bytes, block) == block {}
    }
  }
}
