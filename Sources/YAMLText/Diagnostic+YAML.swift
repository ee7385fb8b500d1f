import Foundation
package import Schema
import Yams

// Messages about a file that is not the YAML of a sweep, before any setting is read.
extension Diagnostic {
  static let emptyFile = Diagnostic(
    at: .start, "the file is empty", expected: "a mapping such as \"task: copy\"")

  static func secondDocument(_ location: Location) -> Diagnostic {
    Diagnostic(at: location, "a second YAML document begins here", expected: "one sweep a file")
  }

  static func notAMapping(_ tree: Tree) -> Diagnostic {
    Diagnostic(
      at: tree.location, "the file holds \(tree.summary)",
      expected: "a mapping such as \"task: copy\"")
  }

  static func largeTree(_ location: Location) -> Diagnostic {
    Diagnostic(
      at: location, "the file has more than \(YAMLReader.largestTree) values",
      expected: "fewer, or aliases that repeat less")
  }

  static func largeMapping(_ count: Int, _ location: Location) -> Diagnostic {
    Diagnostic(
      at: location, "a mapping of \(count) keys begins here",
      expected: "at most \(YAMLReader.largestMapping)")
  }

  static func tag(_ scalar: Node.Scalar, _ location: Location) -> Diagnostic {
    Diagnostic(
      at: location, "\"\(scalar.string.clipped)\" has the tag \(scalar.tag.description.clipped)",
      expected: "a value without a tag")
  }

  static func wrongKey(_ location: Location) -> Diagnostic {
    Diagnostic(at: location, "a key is a list or a mapping", expected: "a setting's name")
  }

  static func wrongMerge(_ tree: Tree) -> Diagnostic {
    Diagnostic(
      at: tree.location, "\"<<\" merges \(tree.summary)",
      expected: "an alias of a mapping, or a list of them")
  }

  /// The message about the first control character, which YAML forbids and no text file has, or about a line break that
  /// YAML knows but few editors show; nil where there is none.
  package static func controlCharacter(in text: String) -> Diagnostic? {
    var (line, column) = (1, 1)
    for scalar in text.unicodeScalars {
      if scalar == "\n" {
        (line, column) = (line + 1, 1)
        continue
      }
      let location = Location(line: line, column: column)
      if scalar == "\u{2028}" || scalar == "\u{2029}" {
        return strangeCharacter(scalar, at: location)
      }
      if (scalar.value < 0x20 && scalar != "\t" && scalar != "\r")
        || (0x7F...0x9F).contains(scalar.value)
      {
        let code = String(scalar.value, radix: 16, uppercase: true)
        return Diagnostic(
          at: location,
          "the control character 0x\(code.count < 2 ? "0" : "")\(code) stands here",
          expected: "a text file in YAML")
      }
      column += 1
    }
    return nil
  }

  /// The message for an error that the YAML library reports about `text`.
  init(_ error: any Error, in text: String) {
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _):
      self = .notYAML(context, problem, Location(line: mark.line, column: mark.column), in: text)
    case .composer(_, _, let mark, _):
      self = .alias(at: Location(line: mark.line, column: mark.column), in: text)
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.map { "\"\($0.clipped)\"" }
      let mark = context.mark
      self = Diagnostic(
        at: Location(line: mark.line, column: mark.column),
        "\(listed(names)) \(keys.count == 1 ? "is" : "are") given twice in one mapping, first here",
        expected: "each key once")
    case .reader(let problem, _, _, _):
      self = Diagnostic(at: .start, "not YAML: \(problem)", expected: "a text file in UTF-8")
    case .memory:
      self = .deepNesting(.start)
    default: self = Diagnostic(at: .start, "not YAML: \(error)", expected: "a text file in YAML")
    }
  }

  private static func notYAML(
    _ context: YamlError.Context?, _ problem: String, _ location: Location, in text: String
  ) -> Diagnostic {
    if text.scalar(at: location) == "\t" {
      return Diagnostic(at: location, "a tab stands here", expected: "spaces for indentation")
    }
    if problem.hasPrefix("Maximum nesting level") { return deepNesting(location) }
    if let strange = strangeCharacter(in: text, upTo: location.line) { return strange }
    let place = context.map { " (\($0.text) of line \($0.mark.line))" } ?? ""
    return Diagnostic(at: location, "not YAML: \(problem)\(place)", expected: "valid YAML")
  }

  private static func deepNesting(_ location: Location) -> Diagnostic {
    Diagnostic(at: location, "the file is nested too deeply", expected: "at most 1000 levels")
  }

  /// The message about an alias whose anchor is not complete before it: it is unknown, or names the very value that the
  /// alias stands in.
  private static func alias(at location: Location, in text: String) -> Diagnostic {
    let name = text.word(at: location).dropFirst()
    let anchored = text.lines.prefix(location.line).contains { $0.contains("&\(name)") }
    guard anchored else {
      return Diagnostic(
        at: location, "the alias *\(name) has no anchor &\(name) before it",
        expected: "an anchor that the file defines")
    }
    return Diagnostic(
      at: location, "the alias *\(name) stands inside the value that &\(name) names (a cycle)",
      expected: "an alias of something complete")
  }
}

extension String {
  var lines: [Substring.UnicodeScalarView] {
    unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
  }

  func scalar(at location: Location) -> Unicode.Scalar? { tail(at: location).first }

  /// The text from `location` up to a blank or a bracket.
  fileprivate func word(at location: Location) -> String {
    String(
      String.UnicodeScalarView(
        tail(at: location).prefix { !" ,]}\r\t:".unicodeScalars.contains($0) }))
  }

  private func tail(at location: Location) -> Substring.UnicodeScalarView {
    let lines = lines
    guard lines.indices.contains(location.line - 1) else { return Substring.UnicodeScalarView() }
    return lines[location.line - 1].dropFirst(location.column - 1)
  }
}

extension Substring.UnicodeScalarView {
  fileprivate func contains(_ word: String) -> Bool { Substring(self).contains(word) }
}
