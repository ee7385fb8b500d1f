import Schema

// Tables as comma-separated values (RFC 4180, with lines that end as those of a text do).

/// A line of fields, in quotes where a reader would otherwise part them.
func csvFields(_ fields: [String]) -> String {
  fields.map { field in
    let isPlain = !field.unicodeScalars.contains { ["\"", ",", "\n", "\r"].contains($0) }
    return isPlain ? field : "\"" + field.replacing("\"", with: "\"\"") + "\""
  }.joined(separator: ",")
}

extension JSONValue {
  /// The value as a field: numbers with all their digits, nothing for a missing one.
  var csvField: String {
    switch self {
    case .number(let value): value.isNaN ? "" : "\(value)"
    case .integer(let value): "\(value)"
    case .unsigned(let value): "\(value)"
    case .boolean(let value): "\(value)"
    case .text(let value): value
    case .null, .list, .object: ""
    }
  }
}

extension [TrialListing.Column] {
  /// The titles' line.
  package var csvHeader: String { csvFields(map(\.name)) }

  /// The line of a row.
  package func csvLine(row: Int) -> String { csvFields(map { $0.cells[row].csvField }) }
}
