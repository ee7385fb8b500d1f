import Wording

/// A place in a text: line and column, both counted from 1, columns in Unicode scalars.
package struct Location: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let line: Int
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Where a file begins.
  package static let start = Location(line: 1, column: 1)

  package static func < (one: Location, other: Location) -> Bool {
    (one.line, one.column) < (other.line, other.column)
  }

  package var description: String { "\(line):\(column)" }
}

/// A piece of a settings file as it was written: parsed, not yet checked.
///
/// It knows nothing of the file's syntax beyond scalars, lists and mappings, and what a scalar
/// means is left to the setting that reads it: `no` may be a word, `1e3` a whole number.
package struct Tree: Hashable, Sendable {
  package struct Pair: Hashable, Sendable {
    package var key: String
    package var keyLocation: Location
    package var value: Tree

    package init(key: String, keyLocation: Location, value: Tree) {
      self.key = key
      self.keyLocation = keyLocation
      self.value = value
    }
  }

  package indirect enum Content: Hashable, Sendable {
    /// A key with nothing behind it.
    case nothing
    /// A scalar as written; quoted ones are never numbers or booleans.
    case scalar(String, isQuoted: Bool)
    /// A computed number, and the whole number that it is on a whole-number setting.
    case point(Double, whole: Double)
    case list([Tree])
    case mapping([Pair])
    /// One setting's alternatives: the values of the axis with this number.
    case axis(Int, values: [Tree])
  }

  package var content: Content
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

  /// What stands here, as a message says it: `"abc"`, `a list`, `nothing`.
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
  /// As an example in a message, on one line: long lists and mappings cut short.
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

  /// The same under keys joined by points: `model: {width: 16}`, or in braces `{grid: [1, 2]}` under a single one.
  func inFlowStyle(under path: String) -> String {
    let keys = path.split(separator: ".").map(String.init)
    guard keys.count > 1 else { return "{\(path): \(inFlowStyle)}" }
    return keys.dropLast().reversed().reduce("\(keys[keys.count - 1]): \(inFlowStyle)") {
      "\($1): {\($0)}"
    }
  }
}

extension String {
  /// Short enough, and plain enough, for one line of a message.
  package var clipped: String {
    let line = unicodeScalars.prefix(60).map { scalar in
      scalar.value < 0x20 ? " " : scalar.isInvisible ? "<\(scalar.code)>" : String(scalar)
    }.joined()
    return unicodeScalars.count > 60 ? line + "…" : line
  }
}
