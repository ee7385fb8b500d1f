import Foundation
package import Schema
import YAMLText

extension SweepPlan {
  /// Parses and checks a sweep file.
  ///
  /// - Parameters:
  ///   - text: The file's text in YAML.
  ///   - file: The file's name, for messages and for the sweep's default name.
  ///   - schema: The settings that a trial may have; the keys of the sweep itself (`name`, `seed`, `replicates`,
  ///     `findings`, `about`, `zip`, `exclude`, `only`) are not among them.
  /// - Throws: `SweepError` with every mistake of the first stage that fails: YAML, settings and axes, groups and
  ///   filters, size.
  package init(
    text: String, file: String, schema: Section
  ) throws(SweepError) {
    do throws(Mistakes) {
      let tree = try mistakes { () throws(Diagnostic) in try YAMLReader.tree(of: text) }
      let builder = try PlanBuilder(tree, file: file, schema: schema)
      self.init(builder, text: text, file: file, schema: schema)
    } catch {
      throw SweepError(file: file, problems: error.problems)
    }
  }

  /// Parses and checks a sweep file whose bytes may not be text.
  ///
  /// - Throws: `SweepError` in the cases of `init(text:file:schema:)`, and where the bytes are not UTF-8.
  package init(
    bytes: some Sequence<UInt8>, file: String, schema: Section
  ) throws(SweepError) {
    try self.init(text: Self.text(of: bytes, file: file), file: file, schema: schema)
  }

  /// Reads, parses and checks the sweep file at `path`.
  ///
  /// - Throws: `SweepError` in the cases of `init(bytes:file:schema:)`, and where the file cannot be read.
  package init(
    contentsOf path: String, schema: Section
  ) throws(SweepError) {
    try self.init(text: Self.text(contentsOf: path), file: path, schema: schema)
  }

  /// The text of the file at `path`.
  ///
  /// - Throws: `SweepError` where it cannot be read or its bytes are not UTF-8.
  static func text(contentsOf path: String) throws(SweepError) -> String {
    let data: Data
    do { data = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
      throw SweepError(file: path, problems: [.unreadable(path)])
    }
    return try text(of: data, file: path)
  }

  private static func text(
    of bytes: some Sequence<UInt8>, file: String
  ) throws(SweepError) -> String {
    let bytes = Array(bytes)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let repaired = String(decoding: bytes, as: UTF8.self)
      let problem = Diagnostic.controlCharacter(in: repaired) ?? .notUTF8(repaired)
      throw SweepError(file: file, problems: [problem])
    }
    return text
  }

  /// The error for a mistake that shows only when settings are seen together (`modules` does not divide `width`), at
  /// the place of the setting at `path`, or of the nearest section above it that the file has.
  package func mistake(_ found: String, expected: String?, at path: String) -> SweepError {
    var location = tree.location
    var tree: Tree? = tree
    for key in path.split(separator: ".") {
      let elements = tree?.elements ?? []
      tree =
        tree?[String(key)] ?? Int(key).flatMap { $0 > 0 ? elements.dropFirst($0 - 1).first : nil }
      location = tree?.location ?? location
    }
    return SweepError(file: file, problems: [Diagnostic(at: location, found, expected: expected)])
  }
}

/// The mistakes that one stage of the reading has found.
struct Mistakes: Error {
  let problems: [Diagnostic]

  /// Throws the mistakes if there are any.
  static func check(_ problems: [Diagnostic]) throws(Mistakes) {
    if !problems.isEmpty { throw Mistakes(problems: problems) }
  }
}

/// The result of `body`, whose one problem is thrown as a list.
func mistakes<Result>(_ body: () throws(Diagnostic) -> Result) throws(Mistakes) -> Result {
  do throws(Diagnostic) { return try body() } catch { throw Mistakes(problems: [error]) }
}

extension Diagnostic {
  fileprivate static func unreadable(_ path: String) -> Diagnostic {
    var isDirectory: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    let why =
      !exists
      ? "there is no such file"
      : isDirectory.boolValue ? "this is a folder" : "the file cannot be read"
    return Diagnostic(at: .start, why, expected: "a sweep file")
  }

  /// - Parameter repaired: The text with the replacement character where the bytes were wrong.
  fileprivate static func notUTF8(_ repaired: String) -> Diagnostic {
    let before = repaired.unicodeScalars.prefix { $0 != "\u{FFFD}" }
    let line = before.count { $0 == "\n" } + 1
    let column = before.reversed().prefix { $0 != "\n" }.count + 1
    return Diagnostic(
      at: Location(line: line, column: column), "these bytes are not UTF-8",
      expected: "a text file in YAML")
  }
}
