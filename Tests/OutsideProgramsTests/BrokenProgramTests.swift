import Foundation
import OutsidePrograms
import Records
import TestSupport
import Testing

private let row = #"echo '{"step": 0, "train_loss": 1}'; "#

/// Scripts that fail, and the reason of the failure.
private let brokenPrograms: [(String, String)] = [
  ("exit 1", "the program ended with exit code 1"),
  (row + "exit 1", "the program ended with exit code 1"),
  (
    "echo Traceback >&2; echo 'ValueError: no' >&2; exit 3",
    "the program ended with exit code 3: Traceback | ValueError: no"
  ),
  ("", "the program ended without a line of numbers on standard output"),
  (
    "echo nothing to do >&2",
    "the program ended without a line of numbers on standard output: nothing to do"
  ),
  (#"echo '{"step": 3}'"#, "the program ended without a line of numbers on standard output"),
  ("kill -9 $$", "the program was killed twice, by signal 9 the second time"),
  (
    row + "echo out of luck >&2; kill -SEGV $$",
    "the program was killed twice, by signal 11 the second time: out of luck"
  ),
  (
    row + "echo; echo Epoch 2; sleep 60",
    "line 3 of the program's output is not a JSON object: Epoch 2; expected { in column 1 (messages for people belong on standard error)"
  ),
  (
    row + #"printf '{"step": 1, '"#,
    #"line 2 of the program's output is not a JSON object: {"step": 1, ; expected a key in quotation marks in column 13 (messages for people belong on standard error)"#
  ),
  (
    "head -c 9000000 /dev/zero | tr '\\0' x; sleep 60",
    "line 1 of the program's output is longer than 8388608 bytes"
  ),
  (#"printf '\377\n'"#, "line 1 of the program's output is not UTF-8"),
  (
    row + row + "sleep 60",
    "line 2 of the program's output has the step 0 after 0; expected a later one"
  ),
]

@Suite struct BrokenProgramTests {
  @Test(arguments: brokenPrograms) func `each failure of a program is a reason`(
    _ script: String, _ words: String
  ) throws {
    let outcome = try outcome(of: script)
    #expect(outcome.status == .failed)
    #expect(outcome.reason == words)
  }

  @Test func `a program that falls silent is ended`() throws {
    let outcome = try outcome(of: row + "sleep 60", silence: "0.3")
    #expect(
      outcome.reason
        == "the program wrote no line for 0.3 s, its limit program.silence, and was ended")
  }

  @Test func `a file that is no program is told`() throws {
    try withTemporaryDirectory { folder in
      let file = "\(folder)/odd"
      try Data([1, 2, 3]).write(to: URL(fileURLWithPath: file))
      func made() throws -> OutsideProgram {
        try program(
          of: "program: {command: [\"\(file)\"], quantities: {a: {}}, checkpoints: 1}")
      }
      #expect(throws: ProgramError.notFound(file)) { try made() }
      #expect(chmod(file, 0o755) == 0)
      let start = ProgramStart(trial: 0, replicate: 0, attempt: 1, seed: 1, folder: nil)
      let outcome = try made().run(start, heartbeat: { _, _ in }, report: { _ in })
      #expect(outcome.reason == "the program \(file) cannot be started: Exec format error")
    }
  }

  @Test(arguments: [
    (
      "command: [], quantities: {a: {}}",
      "program.command names no program; expected a list such as [python3, train.py]"
    ),
    (
      "command: [no-such-program], quantities: {a: {}}",
      "no program no-such-program on this machine's PATH; expected one, or the path of an executable file"
    ),
    (
      "command: [/usr/bin], quantities: {a: {}}",
      "/usr/bin is no executable file on this machine; expected the path of one, or a name on the PATH"
    ),
    (
      "command: [sh], quantities: {step: {}}",
      "a quantity is called step, which stands for something else; expected another name"
    ),
    (
      "command: [sh], quantities: {diverged: {}}",
      "a quantity is called diverged, which stands for something else; expected another name"
    ),
    (
      "command: [sh], quantities: {a: {length: 3, dimension: b}, b: {}}",
      "the dimension of a is called b, which stands for something else; expected another name"
    ),
    (
      "command: [sh], quantities: {a: {length: 60000}, b: {length: 60000}}",
      "the quantities have 120000 numbers together; expected at most 100000"
    ),
  ])
  func `settings that do not go together are told`(_ settings: String, _ words: String) throws {
    do {
      _ = try program(of: "program: {\(settings), checkpoints: 1}")
      Issue.record("\(settings) were taken")
    } catch let error as ProgramError { #expect("\(error)" == words) }
  }
}
