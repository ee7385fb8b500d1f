import Foundation
import SweepFiles
import Testing

/// A sweep file with mistakes and what is said of them, `sweep.yaml:` left out of every line.
struct BrokenFile: CustomTestStringConvertible, Sendable {
  let text: String
  let message: String

  init(_ text: String, says message: String) {
    self.text = text
    self.message = message
  }

  var testDescription: String { message }
}

private func expectMessage(_ file: BrokenFile) {
  let error = #expect(throws: SweepError.self) { try plan(file.text) }
  let lines = file.message.split(separator: "\n").map { "sweep.yaml:\($0)" }
  #expect(error?.description == lines.joined(separator: "\n"))
}

@Test(arguments: brokenYAML)
func `a file that is not one YAML mapping is refused with the exact message`(file: BrokenFile) {
  expectMessage(file)
}

@Test(arguments: brokenKeys + brokenSettings + brokenWriting)
func `a wrong key or value is refused with the exact message`(file: BrokenFile) {
  expectMessage(file)
}

@Test(arguments: brokenAbout)
func `what a sweep tells about itself is refused where it cannot be right`(file: BrokenFile) {
  expectMessage(file)
}

@Test(arguments: brokenAxes + brokenRandomAxes)
func `a wrong axis is refused with the exact message`(file: BrokenFile) {
  expectMessage(file)
}

@Test(arguments: brokenSelectors + brokenDesigns)
func `a wrong group, filter, design or size is refused with the exact message`(file: BrokenFile) {
  expectMessage(file)
}

private func message(forBytes bytes: [UInt8]) -> String? {
  let error = #expect(throws: SweepError.self) {
    try SweepPlan(bytes: bytes, file: "sweep.yaml", schema: exampleSchema)
  }
  return error?.description
}

@Test func `binary junk is no text file`() {
  #expect(
    message(forBytes: [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A])
      == "sweep.yaml:2:1: the control character 0x1A stands here; expected a text file in YAML")
  #expect(
    message(forBytes: [0, 1, 2])
      == "sweep.yaml:1:1: the control character 0x00 stands here; expected a text file in YAML")
}

@Test func `text in another encoding is refused at its first wrong byte`() {
  #expect(
    message(forBytes: Array("task: copy\nname: caf".utf8) + [0xE9, 0x0A])
      == "sweep.yaml:2:10: these bytes are not UTF-8; expected a text file in YAML")
}

@Test func `brackets beyond any depth are refused, not followed`() {
  #expect(
    message(forBytes: Array(("task: " + String(repeating: "[", count: 100_000)).utf8))
      == "sweep.yaml:1:8: the file is nested too deeply; expected at most 1000 levels")
}

@Test func `a missing file and a folder are told apart`() throws {
  func message(_ path: String) -> String? {
    #expect(throws: SweepError.self) {
      try SweepPlan(contentsOf: path, schema: exampleSchema)
    }?.description
  }
  let folder = FileManager.default.temporaryDirectory.path
  #expect(
    message("/no/such/sweep.yaml")
      == "/no/such/sweep.yaml:1:1: there is no such file; expected a sweep file")
  #expect(message(folder) == "\(folder):1:1: this is a folder; expected a sweep file")
}

@Test func `a mistake found later is placed at its setting`() throws {
  let plan = try plan("task: copy\nmodel:\n  width: 10\n  modules: 4\n")
  let error = plan.mistake(
    "4 modules do not divide 10 units", expected: "a divisor", at: "model.modules")
  #expect(
    error.description == "sweep.yaml:4:12: 4 modules do not divide 10 units; expected a divisor")
}
