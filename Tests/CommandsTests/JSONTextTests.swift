import Foundation
import Schema
import TestSupport
import Testing

@testable import ForeignModels
@testable import Runs
@testable import dynsweep

@Suite struct JSONTextTests {
  private let value = JSONValue.object([
    "b": .list([.integer(-3), .unsigned(.max), .number(0.1), .number(5), .number(1e-9), .null]),
    "a": .text("\"quoted\" \\ é /\u{1F600}\n\t"), "none": .list([]), "nothing": .object([:]),
    "not finite": .list([.number(.nan), .number(.infinity)]), "yes": .boolean(true),
    "inner": .object(["x": .number(-12345.678), "y": .list([.object(["z": .null])])]),
  ])

  @Test func `JSON is written as Foundation's encoder writes it`() throws {
    #expect(value.text() == (try jsonText(value)))
  }

  @Test func `control characters of any text are escaped`() throws {
    let text = "\u{1B}]0;x\u{07} \u{9B}31m \u{202E}"
    let written = JSONValue.text(text).text()
    #expect(written.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7F })
    let read = try JSONDecoder().decode(String.self, from: Data(written.utf8))
    #expect(read == text)
  }

  @Test func `control characters of a file's texts reach no terminal`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      try writeExample(path)
      let script = """
        import sys, h5py
        with h5py.File(sys.argv[1], 'r+') as f:
            f.attrs['title'] = 'x\\x1b]0;pwned\\x07y\\x9b31m'
            f['train_loss'].attrs['long_name'] = '\\x1b[2J'
        """
      let made = try python(script, [path])
      try #require(made.status == 0, "\(made.errors)")
      for more in [[], ["--json"], ["--trial", "0"]] {
        let outcome = try run(
          productsDirectory.appendingPathComponent("dynsweep").path, ["show", path] + more)
        #expect(outcome.status == 0)
        let controls = outcome.output.unicodeScalars.filter {
          ($0.value < 0x20 && $0 != "\n") || (0x7F..<0xA0).contains($0.value)
        }
        #expect(controls.isEmpty)
      }
    }
  }
}
