import Rules
package import Schema

/// The JSON Schema (draft 7) of sweep files, with which editors complete, explain and check a file while it is written.
///
/// Only `plan` can check what depends on several values at once: zipped axes, filters, repetitions in a grid. Where a
/// variant is an axis, the keys of all variants are allowed.
///
/// - Parameter findings: The names that `findings` may list.
package func sweepJSONSchema(schema: Section, findings: [String]) -> JSONValue {
  var writer = JSONSchemaWriter()
  let own = writer.keys(PlanBuilder.ownSection.entries, canVary: false)
  let root = own.together(with: writer.keys(schema.entries, canVary: true))
  let rule = writer.rule
  var members = root.object([
    "rule": rule,
    "zip": .axisGroups, "design": .design, "exclude": .conditions, "only": .conditions,
  ])
  if !findings.isEmpty, case .object(var properties) = members["properties"] {
    properties["findings"] = .object(["type": "array", "items": .words(findings)])
    members["properties"] = .object(properties)
  }
  members["$schema"] = "http://json-schema.org/draft-07/schema#"
  members["title"] = "A sweep of dynsweep"
  members["definitions"] = .object(writer.definitions)
  return .object(members)
}

/// Turns sections into JSON Schema. A schema that several settings share is defined once.
struct JSONSchemaWriter {
  private(set) var definitions: [String: JSONValue] = [:]
  private var names: [JSONValue: String] = [:]

  /// What the schema of one mapping says about its keys.
  struct Keys {
    /// The schemas of each key, one for each meaning that it has under several variants.
    var properties: [String: [JSONValue]] = [:]
    var required: [String] = []
    /// What follows from the variant that is chosen, as `if` and `then`.
    var conditions: [JSONValue] = []

    func together(with other: Keys) -> Keys {
      var keys = self
      keys.properties.merge(other.properties) { ($0 + $1).uniqued }
      keys.required += other.required
      keys.conditions += other.conditions
      return keys
    }

    fileprivate var propertySchemas: [String: JSONValue] {
      properties.mapValues { $0.count == 1 ? $0[0] : .object(["anyOf": .list($0)]) }
    }

    /// The members of a schema for a mapping with these keys and `more`.
    fileprivate func object(_ more: [String: JSONValue] = [:]) -> [String: JSONValue] {
      var members: [String: JSONValue] = [
        "type": "object", "additionalProperties": false,
        "properties": .object(propertySchemas.merging(more) { $1 }),
      ]
      if !required.isEmpty { members["required"] = .texts(required.sorted()) }
      if !conditions.isEmpty { members["allOf"] = .list(conditions) }
      return members
    }
  }

  mutating func keys(_ entries: [Entry], canVary: Bool) -> Keys {
    entries.reduce(into: Keys()) { keys, entry in
      keys = keys.together(with: self.keys(entry, canVary: canVary))
    }
  }

  /// The schema of what stands under `rule`: one rule, without axes.
  fileprivate var rule: JSONValue {
    mutating get {
      var members = keys(Rule.section.entries, canVary: false).object()
      members["minProperties"] = .integer(1)
      members["maxProperties"] = .integer(1)
      return .object(members)
    }
  }

  private mutating func keys(_ entry: Entry, canVary: Bool) -> Keys {
    var keys = Keys()
    if case .variant(let variants, let standard) = entry.kind {
      keys = choice(entry.key, variants, standard, canVary: canVary)
    }
    keys.properties[entry.key] = [described(entry, value(entry, canVary: canVary))]
    if entry.isRequired { keys.required.append(entry.key) }
    return keys
  }

  /// The keys of all variants, and which keys the chosen variant forbids or requires.
  private mutating func choice(
    _ key: String, _ variants: [Variant], _ standard: String?, canVary: Bool
  ) -> Keys {
    let own = variants.map { keys($0.entries, canVary: canVary) }
    var all = own.reduce(Keys()) { $0.together(with: $1) }
    (all.required, all.conditions) = ([], [])
    for (variant, keys) in zip(variants, own) {
      let foreign = all.properties.keys.filter { keys.properties[$0] == nil }
      // A schema that all variants share for a key is not repeated.
      let own = keys.propertySchemas.filter { all.properties[$0.key]?.count ?? 0 > 1 }
      let properties = own.merging(foreign.map { ($0, false) }) { $1 }
      guard !properties.isEmpty || !keys.required.isEmpty || !keys.conditions.isEmpty else {
        continue
      }
      var consequence: [String: JSONValue] = ["properties": .object(properties)]
      if !keys.required.isEmpty { consequence["required"] = .texts(keys.required) }
      if !keys.conditions.isEmpty { consequence["allOf"] = .list(keys.conditions) }
      var condition: [String: JSONValue] = [
        "properties": .object([key: .object(["const": .text(variant.name)])])
      ]
      if variant.name != standard { condition["required"] = .texts([key]) }
      all.conditions.append(.object(["if": .object(condition), "then": .object(consequence)]))
    }
    return all
  }

  private mutating func value(_ entry: Entry, canVary: Bool) -> JSONValue {
    switch entry.kind {
    case .value(let domain, _):
      let value = domain.jsonSchema
      return canVary ? defined(.varied(value, numbers: domain), entry.key) : value
    case .list(let domain, _):
      let list = JSONValue.object(["type": "array", "items": domain.jsonSchema])
      return canVary ? defined(.varied(list), entry.key) : list
    case .variant(let variants, _):
      let words = JSONValue.words(variants.map(\.name))
      return canVary ? defined(.varied(words), entry.key) : words
    case .section(let section), .optional(let section):
      return self.section(section, entry.key, canVary: canVary)
    case .change: return .object(["type": "object"])
    case .sections(let section):
      return .object(["type": "array", "items": self.section(section, entry.key, canVary: canVary)])
    case .changes:
      return .object(["type": "array", "minItems": 1, "items": .object(["type": "object"])])
    case .free: return .object(["type": .list(["object", "null"])])
    case .named(let section):
      return .object([
        "type": "object", "minProperties": 1,
        "additionalProperties": self.section(section, "\(entry.key)-entry", canVary: canVary),
      ])
    }
  }

  /// The schema of a section: a mapping, nothing at all, or the word (or axis) as which a section with one variant may
  /// be written.
  private mutating func section(
    _ section: Section, _ key: String, canVary: Bool
  ) -> JSONValue {
    let keys = keys(section.entries, canVary: canVary)
    var members = keys.object()
    if keys.required.isEmpty { members["type"] = ["object", "null"] }
    var forms: [JSONValue] = [.object(members)]
    if let variant = section.onlyVariantKey { forms += keys.properties[variant] ?? [] }
    return defined(forms.count == 1 ? forms[0] : .object(["anyOf": .list(forms)]), key)
  }

  /// A reference to `schema` among the definitions, where it has the key of the setting that used it first.
  private mutating func defined(_ schema: JSONValue, _ key: String) -> JSONValue {
    var name = names[schema] ?? key
    if names[schema] == nil {
      var number = 2
      while definitions[name] != nil { (name, number) = ("\(key)-\(number)", number + 1) }
      (names[schema], definitions[name]) = (name, schema)
    }
    return .object(["$ref": .text("#/definitions/\(name)")])
  }

  private func described(_ entry: Entry, _ schema: JSONValue) -> JSONValue {
    var members: [String: JSONValue] = ["description": .text(entry.summary), "allOf": [schema]]
    switch entry.kind {
    case .value(_, let standard?): members["default"] = standard.json
    case .list(_, let standard): members["default"] = .list(standard.map(\.json))
    case .variant(_, let standard?): members["default"] = .text(standard)
    default: break
    }
    return .object(members)
  }
}

extension Entry {
  /// Whether a mapping must have this key.
  fileprivate var isRequired: Bool {
    switch kind {
    case .value(_, nil), .variant(_, nil), .changes, .named: true
    case .section(let section):
      !section.reading(of: Tree(.mapping([]), at: .start)).problems.isEmpty
    default: false
    }
  }
}
