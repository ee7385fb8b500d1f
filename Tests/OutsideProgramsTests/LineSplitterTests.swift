import TestSupport
import Testing

@testable import OutsidePrograms

@Suite struct LineSplitterTests {
  @Test func `lines are the same however their bytes arrive`() throws {
    let text = "one\n\n  \ntwo\r\nthree and more\nlast"
    var chance = SeededSource(seed: 1)
    for _ in 0..<200 {
      var splitter = LineSplitter()
      var found: [String] = []
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        let count = Int.random(in: 1...rest.count, using: &chance)
        splitter.append(Array(rest.prefix(count)))
        rest = rest.dropFirst(count)
        while let line = try splitter.next() {
          found.append("\(splitter.number) \(String(decoding: line, as: UTF8.self))")
        }
      }
      #expect(found == ["1 one", "4 two\r", "5 three and more"])
      #expect(splitter.last() == Array("last".utf8) && splitter.number == 6)
    }
  }

  @Test func `a line without end is told before it takes all memory`() throws {
    var splitter = LineSplitter()
    splitter.append(Array("first\n".utf8))
    #expect(try splitter.next() == Array("first".utf8))
    let part = [UInt8](repeating: 120, count: 1 << 20)
    for _ in 0..<8 {
      splitter.append(part)
      #expect(try splitter.next() == nil)
    }
    splitter.append(part)
    #expect(throws: LineFault.tooLong(bytes: 8_388_608)) { try splitter.next() }
    #expect(splitter.number == 2)
  }

  @Test func `last words are the last lines, without what a terminal would obey`() {
    var words = LastWords()
    words.take(Array("Traceback:\n\n  File \"a.py\"\n\u{1B}[31mValueError: no\n".utf8))
    #expect(words.text == "Traceback: | File \"a.py\" | ␛[31mValueError: no")
    words.take(Array(String(repeating: "x", count: 1000).utf8))
    #expect(words.text == String(repeating: "x", count: 330))
    words.take(Array("\nend\n".utf8))
    #expect(words.text == "end")
  }
}
