import Foundation
import Testing

@testable import FileOwnership
@testable import Platform

@Test func `a process is known by boot, namespace and start, and left alone where they differ`()
  throws
{
  let child = Process()
  child.executableURL = URL(fileURLWithPath: "/bin/sleep")
  child.arguments = ["60"]
  try child.run()
  defer { child.terminate() }
  let this = ProcessIdentity.this
  let stat = try String(contentsOfFile: "/proc/\(child.processIdentifier)/stat", encoding: .utf8)
  // Field 22, after a name without spaces.
  let start = try #require(UInt64(stat.split(separator: " ")[21]))
  func process(realm: String, start: UInt64) -> ProcessIdentity {
    ProcessIdentity(
      identifier: child.processIdentifier, host: this.host, realm: realm, start: start)
  }
  #expect(!this.isGone && this.isNear && ProcessIdentity(this.text) == this)
  #expect(!process(realm: this.realm, start: start).isGone)
  // The number is another's now.
  #expect(process(realm: this.realm, start: start - 1).isGone)
  // Of another machine or container, or of unknown ones, nothing can be known.
  for realm in ["boot/pid:[1]", ""] {
    let stranger = process(realm: realm, start: start - 1)
    #expect(!stranger.isNear && !stranger.isGone)
    stranger.send(SIGKILL)
  }
  process(realm: this.realm, start: start - 1).send(SIGKILL)
  usleep(50_000)
  #expect(child.isRunning)
  process(realm: this.realm, start: start).send(SIGKILL)
  child.waitUntilExit()
  #expect(child.terminationReason == .uncaughtSignal && child.terminationStatus == SIGKILL)
}

@Test func `a lock whose process is gone, or has long not renewed it, is nobody's`() throws {
  let holder = ProcessIdentity(
    identifier: ProcessIdentity.this.identifier, host: "node3", realm: ProcessIdentity.this.realm,
    start: 1)
  let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
  defer { unlink(path + ".lock") }
  func sign(_ text: String) throws {
    try text.write(toFile: path + ".lock", atomically: true, encoding: .utf8)
  }
  try sign(LockHolder(holder).text)
  #expect(currentWriter(of: path) == nil)
  try sign(LockHolder(ProcessIdentity.this).text)
  #expect(currentWriter(of: path) == LockHolder(ProcessIdentity.this).name)
  // An older version's.
  try sign("process 1 on elsewhere")
  #expect(currentWriter(of: path) == "process 1 on elsewhere")
  // A process of another host, which cannot be seen, but has not renewed its lock for an hour.
  try sign(LockHolder(ProcessIdentity(identifier: 1, host: "elsewhere", realm: "x", start: 1)).text)
  #expect(currentWriter(of: path) == "process 1 on elsewhere")
  try FileManager.default.setAttributes(
    [.modificationDate: Date(timeIntervalSinceNow: -3600)], ofItemAtPath: path + ".lock")
  #expect(currentWriter(of: path) == nil)
}
