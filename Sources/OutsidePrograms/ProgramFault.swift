import Schema

/// Why a trial of an outside program is failed, in words for people.
enum ProgramFault: Error, Equatable, CustomStringConvertible {
  /// The program cannot be started, for the reason that the system gives.
  case cannotStart(command: String, reason: String)
  /// It ended by itself with a code other than 0.
  case exited(code: Int32, lastWords: String)
  /// A signal ended it, each time that it was started.
  case killed(signal: Int32, lastWords: String)
  /// It ended well, but has not written one row.
  case noRows(lastWords: String)
  /// It has written nothing for so many seconds.
  case silent(seconds: Double)
  /// One of its lines, counted from 1, is at fault.
  case line(Int, LineFault)

  var description: String {
    switch self {
    case .cannotStart(let command, let reason):
      "the program \(command) cannot be started: \(reason)"
    case .exited(let code, let words):
      "the program ended with exit code \(code)\(Self.quoted(words))"
    case .killed(let signal, let words):
      "the program was killed twice, by signal \(signal) the second time\(Self.quoted(words))"
    case .noRows(let words):
      "the program ended without a line of numbers on standard output\(Self.quoted(words))"
    case .silent(let seconds):
      "the program wrote no line for \(seconds) s, its limit program.silence, and was ended"
    case .line(let number, let fault): "line \(number) of the program's output \(fault)"
    }
  }

  private static func quoted(_ lastWords: String) -> String {
    lastWords.isEmpty ? "" : ": " + lastWords
  }
}

/// What is wrong with a line; each text goes on from `line 3 of the program's output`.
enum LineFault: Error, Equatable, CustomStringConvertible {
  case tooLong(bytes: Int)
  case notText
  case notJSON(line: String, column: Int, expected: String)
  case repeatedKey(String)
  case noStep
  case wrongStep(found: String)
  case wrongDivergence(found: String)
  case stepBack(Int, after: Int)
  case unknownQuantity(String, nearest: String?)
  case notNumber(String, found: String)
  case notList(String, found: String, count: Int)
  case wrongLength(String, found: Int, count: Int)
  case notNumberInList(String, place: Int, found: String)
  case tooManyRows(most: Int)
  case afterDivergence
  case startsElsewhere(step: Int, first: Int)

  var description: String {
    switch self {
    case .tooLong(let bytes): "is longer than \(bytes) bytes"
    case .notText: "is not UTF-8"
    case .notJSON(let line, let column, let expected):
      "is not a JSON object: \(line.clipped); expected \(expected) in column \(column)"
        + " (messages for people belong on standard error)"
    case .repeatedKey(let key): "has \(key.clipped) twice"
    case .noStep: "has no step; expected {\"step\": …, …}"
    case .wrongStep(let found): "has \(found) as step; expected a whole number, at least 0"
    case .wrongDivergence(let found): "has \(found) as diverged; expected true"
    case .stepBack(let step, let last): "has the step \(step) after \(last); expected a later one"
    case .unknownQuantity(let name, let nearest):
      "has \(name.clipped), which program.quantities does not declare"
        + (nearest.map { "; did you mean \($0)?" } ?? "")
    case .notNumber(let name, let found): "has \(found) as \(name); expected a number"
    case .notList(let name, let found, let count):
      "has \(found) as \(name); expected a list of \(Self.numbers(count))"
    case .wrongLength(let name, let found, let count):
      "has a list of \(found) as \(name); expected \(Self.numbers(count))"
    case .notNumberInList(let name, let place, let found):
      "has \(found) in \(name) at place \(place); expected a number"
    case .tooManyRows(let most):
      "is one row too many; expected at most \(most), as program.checkpoints says"
    case .afterDivergence: "comes after the one that says diverged; expected none"
    case .startsElsewhere(let step, let first):
      "begins at step \(step), where an earlier attempt began at \(first); "
        + "a program that goes on from a snapshot writes its earlier lines again"
    }
  }

  private static func numbers(_ count: Int) -> String {
    count == 1 ? "1 number" : "\(count) numbers"
  }
}
