import Wording

/// A place in a text: line and column, both counted from 1, columns in Unicode scalars.
package struct Location: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The line, counted from 1.
  package let line: Int
  /// The column in Unicode scalars, counted from 1.
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// The beginning of a file.
  package static let start = Location(line: 1, column: 1)

  package static func < (one: Location, other: Location) -> Bool {
    (one.line, one.column) < (other.line, other.column)
  }

  package var description: String { "\(line):\(column)" }
}

/// A piece of a settings file as it was written: parsed, not yet checked.
///
/// It consists of scalars, lists and mappings. The setting that reads a scalar decides what it means: `no` may be a
/// word, `1e3` a whole number.
package struct Tree: Hashable, Sendable {
  /// One key of a mapping with its value.
  package struct Pair: Hashable, Sendable {
    /// The key as written.
    package var key: String
    /// The place of the key in the file.
    package var keyLocation: Location
    /// What stands under the key.
    package var value: Tree

    package init(key: String, keyLocation: Location, value: Tree) {
      self.key = key
      self.keyLocation = keyLocation
      self.value = value
    }
  }

  /// What stands at one place of a file.
  package indirect enum Content: Hashable, Sendable {
    /// Nothing: a key without a value.
    case nothing
    /// A scalar as written; quoted ones are never numbers or booleans.
    case scalar(String, isQuoted: Bool)
    /// A computed number of an axis, and the whole number that stands for it where the setting takes whole numbers.
    case point(Double, whole: Double)
    case list([Tree])
    case mapping([Pair])
    /// One setting's alternatives: the values of the axis with this number.
    case axis(Int, values: [Tree])
  }

  /// What stands here.
  package var content: Content
  /// The place in the file at which it begins.
  package var location: Location

  package init(_ content: Content, at location: Location) {
    self.content = content
    self.location = location
  }

  /// The pairs of a mapping; nil for anything else.
  package var pairs: [Pair]? {
    if case .mapping(let pairs) = content { pairs } else { nil }
  }

  /// The elements of a list; nil for anything else.
  package var elements: [Tree]? {
    if case .list(let elements) = content { elements } else { nil }
  }

  /// The value under `key`, of a mapping that has it.
  package subscript(key: String) -> Tree? { pairs?.first { $0.key == key }?.value }

  /// What stands here, in words for a message: `"abc"`, `a list of 3 values`, `nothing`.
  package var summary: String {
    switch content {
    case .nothing: "nothing"
    case .scalar(let text, let isQuoted): isQuoted ? "\"\(text.clipped)\"" : text.clipped
    case .point(let number, _): NumberFormat.exact(number)
    case .list(let elements):
      elements.isEmpty
        ? "an empty list" : "a list of \(elements.count) value\(elements.count == 1 ? "" : "s")"
    case .mapping(let pairs):
      pairs.first.map { "a mapping ({\($0.key.clipped): …})" } ?? "an empty mapping"
    case .axis: "an axis"
    }
  }
}

extension Tree {
  /// The tree as an example in a message, on one line, with long lists and mappings cut short.
  private var inFlowStyle: String {
    switch content {
    case .list(let elements):
      "["
        + (elements.prefix(8).map(\.inFlowStyle) + (elements.count > 8 ? ["…"] : []))
        .joined(separator: ", ") + "]"
    case .scalar, .point: summary
    case .nothing, .mapping, .axis: "…"
    }
  }

  /// The tree as an example under keys joined by points: `model: {width: 16}`, or `{grid: [1, 2]}` under a single key.
  func inFlowStyle(under path: String) -> String {
    let keys = path.split(separator: ".").map(String.init)
    guard keys.count > 1 else { return "{\(path): \(inFlowStyle)}" }
    return keys.dropLast().reversed().reduce("\(keys[keys.count - 1]): \(inFlowStyle)") {
      "\($1): {\($0)}"
    }
  }
}

extension String {
  /// The text for one line of a message: at most 60 characters, and signs in place of invisible ones.
  package var clipped: String {
    let line = unicodeScalars.prefix(60).map { scalar in
      scalar.value < 0x20 ? " " : scalar.isInvisible ? "<\(scalar.code)>" : String(scalar)
    }.joined()
    return unicodeScalars.count > 60 ? line + "…" : line
  }
}
