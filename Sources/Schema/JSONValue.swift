/// A JSON value, for output whose keys depend on the file that is read.
package enum JSONValue: Hashable, Encodable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int)
  case unsigned(UInt64)
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  /// A list of numbers, in which those that JSON cannot write (NaN, infinity) are null.
  package static func numbers(_ values: [Double]) -> JSONValue {
    .list(values.map(JSONValue.number))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .boolean(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .unsigned(let value): try container.encode(value)
    case .number(let value):
      if value.isFinite { try container.encode(value) } else { try container.encodeNil() }
    case .text(let value): try container.encode(value)
    case .list(let values): try container.encode(values)
    case .object(let members): try container.encode(members)
    }
  }
}

// The text is an encoder's, but made without one: an encoder takes kilobytes and tens of microseconds for every number.
extension JSONValue {
  /// The JSON text of the value, with sorted keys; `indentation` spaces stand before each line but the first.
  package func text(indentation: Int = 0) -> String {
    switch self {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .unsigned(let value): "\(value)"
    case .number(let value): Self.text(value)
    case .text(let value): Self.quoted(value)
    case .list(let values):
      Self.lines(values.map { $0.text(indentation: indentation + 2) }, "[", "]", indentation)
    case .object(let members):
      Self.lines(
        members.sorted { $0.key < $1.key }.map {
          "\(Self.quoted($0.key)) : \($0.value.text(indentation: indentation + 2))"
        }, "{", "}", indentation)
    }
  }

  private static func text(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    let digits = "\(value)"
    return digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits
  }

  private static func lines(
    _ parts: [String], _ open: String, _ close: String, _ indentation: Int
  ) -> String {
    let margin = String(repeating: " ", count: indentation)
    guard !parts.isEmpty else { return "\(open)\n\n\(margin)\(close)" }
    return "\(open)\n" + parts.map { "\(margin)  \($0)" }.joined(separator: ",\n")
      + "\n\(margin)\(close)"
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "\r": quoted += "\\r"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return (quoted + "\"").printableJSON
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral
{
  package init(stringLiteral value: String) { self = .text(value) }
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .list(elements) }
}
