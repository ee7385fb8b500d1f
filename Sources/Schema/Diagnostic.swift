/// A mistake in a settings file: where, what was found, what would be right, and what was probably
/// meant.
package struct Diagnostic: Error, Hashable, Sendable, CustomStringConvertible {
  /// The place of the mistake in the file.
  package let location: Location
  /// What was wrong, with the setting's path (`model.width is -3`).
  package let found: String
  /// What would be right (`a whole number of at least 1`).
  package let expected: String?
  /// The valid name, or the line of a file, that was probably meant; nil where none is near.
  package let suggestion: String?

  package init(
    at location: Location, _ found: String, expected: String? = nil, suggestion: String? = nil
  ) {
    self.location = location
    self.found = found
    self.expected = expected
    self.suggestion = suggestion
  }

  package var description: String {
    let clauses = [
      found, expected.map { "expected \($0)" }, suggestion.map { "did you mean \"\($0)\"?" },
    ]
    return "\(location): " + clauses.compactMap(\.self).joined(separator: "; ")
  }
}

// The wording of every mistake that a schema can find, in one place.
extension Diagnostic {
  /// A key that the section at `path` does not have.
  ///
  /// - Parameters:
  ///   - homes: The paths elsewhere in the schema at which a key of this name is valid.
  ///   - nested: The path, among all of the schema, that a key with points in it writes in one word.
  static func unknownKey(
    _ pair: Tree.Pair, in path: String, valid: [String], homes: [String], nested: String?
  ) -> Diagnostic {
    let place = path.isEmpty ? "" : " in \(path)"
    return Diagnostic(
      at: pair.keyLocation, "unknown key \"\(pair.key.clipped)\"\(place)",
      expected: valid.isEmpty ? "no keys" : oneOf(valid),
      suggestion: nested.map { pair.value.inFlowStyle(under: $0) } ?? homes.first
        ?? nearestName(to: pair.key, among: valid))
  }

  /// A list where one value belongs, which is probably an axis without its keyword.
  static func listForValue(_ path: String, _ tree: Tree, _ expected: String) -> Diagnostic {
    .wrongValue(path, tree, expected: expected, suggestion: tree.inFlowStyle(under: "grid"))
  }

  /// A key that belongs to another variant than the chosen ones (`gain` with `family: tanh`).
  static func foreignKey(
    _ pair: Tree.Pair, in path: String, chooser: String, chosen: [String], owners: [String]
  ) -> Diagnostic {
    Diagnostic(
      at: pair.keyLocation,
      "\(path.appending(component: pair.key)) has no meaning with \(chooser): \(listed(chosen))",
      expected: "\(chooser) to be \(oneOf(owners))")
  }

  /// A path that a person asks about on the command line and that the schema does not have.
  static func noSetting(_ path: String, among paths: [String]) -> Diagnostic {
    Diagnostic(
      at: .start, "no setting \"\(path.clipped)\"", expected: "a path such as model.activation",
      suggestion: paths.first { $0.hasSuffix(".\(path)") } ?? nearestName(to: path, among: paths))
  }

  static func missing(_ path: String, expected: String, at location: Location) -> Diagnostic {
    Diagnostic(at: location, "\(path) is missing", expected: expected)
  }

  static func wrongValue(
    _ path: String, _ tree: Tree, expected: String, suggestion: String? = nil
  ) -> Diagnostic {
    if case .nothing = tree.content {
      return Diagnostic(at: tree.location, "\(path) has no value", expected: expected)
    }
    return Diagnostic(
      at: tree.location, "\(path) is \(tree.summary)", expected: expected, suggestion: suggestion)
  }

  /// A mapping where a value belongs, which is probably an axis with its keyword misspelt.
  static func mistakenAxis(_ path: String, _ tree: Tree, _ expected: String) -> Diagnostic {
    let key = tree.pairs?.first?.key ?? ""
    let axis = "or an axis ({grid: […]}, {linear: [lo, hi, n]}, {log: [lo, hi, n]}, {random: …})"
    return .wrongValue(
      path, tree, expected: "\(expected), \(axis)",
      suggestion: ["uniform", "log_uniform", "samples"].contains(key)
        ? "random" : nearestName(to: key, among: Tree.axisKeywords))
  }

  /// A number written in a way on which YAML readers disagree, or that cannot be taken as a number.
  static func wrongNumber(_ path: String, _ tree: Tree, _ why: String, expected: String)
    -> Diagnostic
  {
    Diagnostic(at: tree.location, "\(path) is \(tree.summary), \(why)", expected: expected)
  }
}

/// Names as alternatives: `a`, `a or b`, `a, b or c`; of more than `limit` names only the first are listed.
package func oneOf(_ names: [String], limit: Int = 24) -> String {
  if names.count > limit { return names.prefix(limit).joined(separator: ", ") + ", …" }
  guard names.count > 1 else { return names.first ?? "" }
  return names.dropLast().joined(separator: ", ") + " or " + names[names.count - 1]
}

/// Names as a list: `a`, `a and b`, `a, b and c`.
package func listed(_ names: [String]) -> String {
  guard names.count > 1 else { return names.first ?? "" }
  return names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1]
}

extension String {
  /// The path of `component` in the section with this path; the root's path is empty.
  package func appending(component: String) -> String {
    isEmpty ? component : "\(self).\(component)"
  }
}
