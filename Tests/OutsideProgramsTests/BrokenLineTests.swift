import Records
import TestSupport
import Testing

@testable import OutsidePrograms

/// Lines of a program with the quantities train_loss, a number, and spectrum, a list of three; and what is said of the
/// last of them.
private let brokenLines: [([String], String)] = [
  (
    ["Epoch 1"],
    "is not a JSON object: Epoch 1; expected { in column 1 (messages for people belong on standard error)"
  ),
  (
    ["[1, 2]"],
    "is not a JSON object: [1, 2]; expected { in column 1 (messages for people belong on standard error)"
  ),
  (
    [#"{"step": 1"#],
    #"is not a JSON object: {"step": 1; expected , or } in column 11 (messages for people belong on standard error)"#
  ),
  (
    [#"{"step": 1}}"#],
    #"is not a JSON object: {"step": 1}}; expected the end of the line in column 12 (messages for people belong on standard error)"#
  ),
  (
    ["{step: 1}"],
    "is not a JSON object: {step: 1}; expected a key in quotation marks in column 2 (messages for people belong on standard error)"
  ),
  (
    [#"{"step" 1}"#],
    #"is not a JSON object: {"step" 1}; expected : after the key in column 9 (messages for people belong on standard error)"#
  ),
  (
    [#"{"step": 1, "train_loss": }"#],
    #"is not a JSON object: {"step": 1, "train_loss": }; expected a value in column 27 (messages for people belong on standard error)"#
  ),
  (
    [#"{"step": 1, "train_loss": 0x1F}"#],
    #"is not a JSON object: {"step": 1, "train_loss": 0x1F}; expected a value in column 27 (messages for people belong on standard error)"#
  ),
  (
    [#"{"step": 1, "train_loss": "abc"#],
    #"is not a JSON object: {"step": 1, "train_loss": "abc; expected the text's closing quotation mark in column 31 (messages for people belong on standard error)"#
  ),
  (
    [#"{"st\qep": 1}"#],
    #"is not a JSON object: {"st\qep": 1}; expected a text with the escapes of JSON in column 2 (messages for people belong on standard error)"#
  ),
  (
    [#"{"step": 1, "spectrum": [1 2]}"#],
    #"is not a JSON object: {"step": 1, "spectrum": [1 2]}; expected , or ] in column 28 (messages for people belong on standard error)"#
  ),
  (
    [#"{"step": 1, "spectrum": [[[[[[[[[[["#],
    #"is not a JSON object: {"step": 1, "spectrum": [[[[[[[[[[[; expected fewer lists in each other in column 33 (messages for people belong on standard error)"#
  ),
  ([#"{"train_loss": 0.5}"#], #"has no step; expected {"step": …, …}"#),
  ([#"{"step": -1}"#], "has -1 as step; expected a whole number, at least 0"),
  ([#"{"step": 1.5}"#], "has 1.5 as step; expected a whole number, at least 0"),
  ([#"{"step": "1"}"#], #"has the text "1" as step; expected a whole number, at least 0"#),
  ([#"{"step": null}"#], "has null as step; expected a whole number, at least 0"),
  ([#"{"step": 1e300}"#], "has 1e+300 as step; expected a whole number, at least 0"),
  ([#"{"step": 1, "step": 2}"#], "has step twice"),
  ([#"{"step": 1, "diverged": 1}"#], "has 1 as diverged; expected true"),
  ([#"{"step": 1, "diverged": false}"#], "has false as diverged; expected true"),
  (
    [#"{"step": 1, "train_los": 0.5}"#],
    "has train_los, which program.quantities does not declare; did you mean train_loss?"
  ),
  (
    [#"{"step": 1, "zebra": 0.5}"#], "has zebra, which program.quantities does not declare"
  ),
  (
    [#"{"step": 1, "train_loss": "0.5"}"#], #"has the text "0.5" as train_loss; expected a number"#
  ),
  (
    [#"{"step": 1, "train_loss": [0.5]}"#],
    "has a list of 1 value as train_loss; expected a number"
  ),
  ([#"{"step": 1, "train_loss": {}}"#], "has an object as train_loss; expected a number"),
  ([#"{"step": 1, "train_loss": true}"#], "has true as train_loss; expected a number"),
  ([#"{"step": 1, "spectrum": 0.5}"#], "has 0.5 as spectrum; expected a list of 3 numbers"),
  ([#"{"step": 1, "spectrum": []}"#], "has a list of 0 as spectrum; expected 3 numbers"),
  ([#"{"step": 1, "spectrum": [1, 2]}"#], "has a list of 2 as spectrum; expected 3 numbers"),
  (
    [#"{"step": 1, "spectrum": [1, "2", 3]}"#],
    #"has the text "2" in spectrum at place 2; expected a number"#
  ),
  (
    [#"{"step": 1, "spectrum": [[1], [2], [3]]}"#],
    "has a list of 1 value in spectrum at place 1; expected a number"
  ),
  (
    [#"{"step": 5, "train_loss": 1}"#, #"{"step": 5, "train_loss": 1}"#],
    "has the step 5 after 5; expected a later one"
  ),
  (
    [#"{"step": 5, "train_loss": 1}"#, #"{"step": 3, "train_loss": 1}"#],
    "has the step 3 after 5; expected a later one"
  ),
  ([#"{"step": 5}"#, #"{"step": 3}"#], "has the step 3 after 5; expected a later one"),
  (
    (0..<5).map { #"{"step": \#($0), "train_loss": 1}"# },
    "is one row too many; expected at most 4, as program.checkpoints says"
  ),
  (
    [#"{"step": 5, "diverged": true}"#, #"{"step": 6}"#],
    "comes after the one that says diverged; expected none"
  ),
]

@Suite struct BrokenLineTests {
  private func rows(first: Int? = nil) throws -> ProgramRows {
    ProgramRows(
      try program(
        of: """
          program: {command: [sh], quantities: {train_loss: {}, spectrum: {length: 3}}, checkpoints: 4}
          """), first: first)
  }

  @Test(arguments: brokenLines) func `each mistake of a line is told`(
    _ lines: [String], _ words: String
  ) throws {
    var rows = try rows()
    for line in lines.dropLast() { _ = try rows.take(Array(line.utf8)) }
    do {
      _ = try rows.take(Array((lines.last ?? "").utf8))
      Issue.record("\(lines) were taken")
    } catch let fault { #expect("\(fault)" == words) }
  }

  @Test func `bytes that are no text are told`() throws {
    var rows = try rows()
    #expect(throws: LineFault.notText) { try rows.take([0x7B, 0xFF, 0x7D]) }
  }

  @Test func `rows that begin elsewhere than in an earlier attempt are told`() throws {
    var rows = try rows(first: 0)
    do {
      _ = try rows.take(Array(#"{"step": 5, "train_loss": 1}"#.utf8))
      Issue.record("other rows were taken")
    } catch let fault {
      #expect(
        "\(fault)" == "begins at step 5, where an earlier attempt began at 0; "
          + "a program that goes on from a snapshot writes its earlier lines again")
    }
  }

  @Test func `a line of numbers is a row, others are none`() throws {
    var rows = try rows()
    func take(_ line: String) throws -> ProgramRows.News { try rows.take(Array(line.utf8)) }
    #expect(
      try take(#" {"step":0,"spectrum":[1,-Infinity,2.5e-3],"train_loss":1} "#)
        == .row(CheckpointRecord(checkpoint: 0, step: 0, values: [1, -.infinity, 0.0025, 1])))
    #expect(try take(#"{"step": 10}"#) == .sign)
    guard case .row(let row) = try take(#"{"step": 10, "train_loss": NaN}"#) else {
      Issue.record("no row")
      return
    }
    // What a line leaves out was not taken.
    #expect(row.values.count == 4 && row.values.allSatisfy { $0.isNaN })
    #expect((row.checkpoint, row.step) == (1, 10))
    #expect(try take(#"{"step": 11, "diverged": true}"#) == .divergence)
    #expect(rows.count == 2 && rows.hasDiverged)
  }

  /// The parser must neither trap nor take what the one of Python refuses, wherever a line is cut or altered.
  @Test func `a line cut short anywhere is told`() throws {
    let line = Array(#"{"step": 12, "spectrum": [1.5, -2e3, null], "train_loss": 0.25}"#.utf8)
    for count in line.indices {
      var rows = try rows()
      #expect(throws: LineFault.self) { try rows.take(Array(line[..<count])) }
    }
  }

  @Test func `bytes altered anywhere never trap`() throws {
    var chance = SeededSource(seed: 3)
    let line = Array(#"{"step": 12, "sp\u0065ctrum": [1.5, -2e3, null], "train_loss": 0.25}"#.utf8)
    for _ in 0..<20_000 {
      var altered = line
      for _ in 0..<Int.random(in: 1...3, using: &chance) {
        altered[Int.random(in: altered.indices, using: &chance)] = UInt8.random(
          in: 0...255, using: &chance)
      }
      var rows = try rows()
      _ = try? rows.take(altered)
    }
  }
}
