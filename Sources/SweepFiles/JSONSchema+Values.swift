import Schema

// The parts of a sweep file's JSON Schema that are not mappings of settings: values, axes, groups and conditions.

extension Domain {
  var jsonSchema: JSONValue {
    var forms: [JSONValue] = words.isEmpty ? [] : [.words(words)]
    if acceptsBoolean { forms.append(.object(["type": "boolean"])) }
    if let integers { forms.append(integers.jsonSchema) }
    if let reals { forms.append(reals.jsonSchema) }
    // A text setting accepts any scalar as a text.
    if acceptsText { forms.append(.object(["type": .texts(["string", "number", "boolean"])])) }
    return forms.count == 1 ? forms[0] : .object(["anyOf": .list(forms)])
  }
}

extension ClosedRange<Int> {
  fileprivate var jsonSchema: JSONValue {
    var members: [String: JSONValue] = ["type": "integer"]
    if lowerBound > Int.min { members["minimum"] = .integer(lowerBound) }
    if upperBound < Int.max { members["maximum"] = .integer(upperBound) }
    return .object(members)
  }
}

extension Interval {
  fileprivate var jsonSchema: JSONValue {
    var members: [String: JSONValue] = ["type": "number"]
    if lower.isFinite { members[includesLower ? "minimum" : "exclusiveMinimum"] = .number(lower) }
    if upper.isFinite { members[includesUpper ? "maximum" : "exclusiveMaximum"] = .number(upper) }
    return .object(members)
  }
}

extension SettingValue {
  var json: JSONValue {
    switch self {
    case .boolean(let value): .boolean(value)
    case .integer(let value): .integer(value)
    case .real(let value): .number(value)
    case .text(let value): .text(value)
    case .list(let values): .list(values.map(\.json))
    }
  }
}

extension JSONValue {
  static func texts(_ texts: [String]) -> JSONValue { .list(texts.map { .text($0) }) }

  static func words(_ words: [String]) -> JSONValue { .object(["enum": texts(words)]) }

  /// The schema of a mapping with these keys, all required.
  private static func mapping(_ properties: [String: JSONValue]) -> JSONValue {
    .object([
      "type": "object", "properties": .object(properties),
      "required": texts(properties.keys.sorted()), "additionalProperties": false,
    ])
  }

  /// The schema of `value`, of an axis of such values, or of the range of an axis of a design.
  ///
  /// - Parameter numbers: The values that the setting accepts; nil where it accepts no numbers.
  static func varied(_ value: JSONValue, numbers: Domain? = nil) -> JSONValue {
    let list = JSONValue.object(["type": "array", "items": value, "minItems": 1])
    let samples = Domain.integer(1...AxisParser.largestCount).jsonSchema
    var draws = [mapping(["choice": list])]
    var forms = [value, mapping(["grid": list]), mapping(["choice": list])]
    if let numbers, numbers.integers != nil || numbers.reals != nil {
      let (real, positive) = (Interval.finite.jsonSchema, Interval.positive.jsonSchema)
      let count = Domain.integer(2...AxisParser.largestCount).jsonSchema
      // Points of whole-number settings are rounded, so that the ends may be reals.
      let end = numbers.reals?.jsonSchema ?? real
      forms += [
        mapping(["linear": tuple([end, end, count])]),
        mapping(["log": tuple([positive, positive, count])]),
      ]
      let whole = JSONValue.object(["type": "integer"])
      forms += [
        mapping(["linear": tuple([real, real])]),
        mapping(["log": tuple([positive, positive])]),
        mapping(["integer": tuple([whole, whole])]),
      ]
      draws += [
        mapping(["uniform": tuple([real, real])]),
        mapping(["log_uniform": tuple([positive, positive])]),
        mapping(["integer": tuple([whole, whole])]),
      ]
    }
    forms.append(mapping(["random": .object(["anyOf": .list(draws)]), "samples": samples]))
    return .object(["anyOf": .list(forms)])
  }

  private static func tuple(_ items: [JSONValue]) -> JSONValue {
    .object([
      "type": "array", "items": .list(items), "minItems": .integer(items.count),
      "maxItems": .integer(items.count),
    ])
  }

  /// The schema of `design`.
  static var design: JSONValue {
    let over = JSONValue.object([
      "type": "array", "items": .object(["type": "string"]), "minItems": 1, "uniqueItems": true,
    ])
    let count = Domain.integer(1...AxisParser.largestCount).jsonSchema
    let forms = Design.keywords.map { keyword in
      JSONValue.object([
        "type": "object", "required": texts([keyword, "over"]), "additionalProperties": false,
        "properties": .object([
          keyword: count, "over": over, "scramble": .object(["type": "boolean"]),
        ]),
      ])
    }
    return .object(["anyOf": .list(forms)])
  }

  /// The schema of `zip`.
  static var axisGroups: JSONValue {
    let group = JSONValue.object([
      "type": "array", "items": .object(["type": "string"]), "minItems": 2,
    ])
    return .object(["type": "array", "items": group, "minItems": 1])
  }

  /// The schema of `exclude` and `only`.
  static var conditions: JSONValue {
    let number = JSONValue.object(["type": "number"])
    let values = JSONValue.object([
      "type": texts(["string", "number", "boolean", "array"])
    ])
    let comparisons = Dictionary(
      uniqueKeysWithValues: Condition.comparisons.map {
        ($0, ["equals", "not"].contains($0) ? values : number)
      })
    let comparison = JSONValue.object([
      "type": "object", "properties": .object(comparisons), "additionalProperties": false,
      "minProperties": 1,
    ])
    let condition = JSONValue.object([
      "type": "object", "minProperties": 1,
      "additionalProperties": .object(["anyOf": [values, comparison]]),
    ])
    let expression = JSONValue.object(["type": "string"])
    let either = JSONValue.object(["anyOf": [condition, expression]])
    let several = JSONValue.object(["type": "array", "items": either, "minItems": 1])
    return .object(["anyOf": [condition, expression, several]])
  }
}
