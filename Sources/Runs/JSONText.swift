import Foundation
package import Schema

/// `value` as JSON text: keys in snake case and sorted, numbers with all their digits.
///
/// - Parameter pretty: Whether to write it on several lines.
/// - Throws: `EncodingError` where `value` holds NaN or an infinity, which JSON does not have.
package func jsonText(_ value: some Encodable, pretty: Bool = true) throws -> String {
  try text(of: value, pretty: pretty, keys: .convertToSnakeCase)
}

/// `value` as JSON text with sorted keys, which stay as they are, since not all are this program's. NaN and infinities
/// become null.
///
/// - Throws: `EncodingError`, though every value of this type can be written.
package func jsonText(_ value: JSONValue, pretty: Bool = true) throws -> String {
  try text(of: value, pretty: pretty, keys: .useDefaultKeys)
}

private func text(
  of value: some Encodable, pretty: Bool, keys: JSONEncoder.KeyEncodingStrategy
) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  encoder.keyEncodingStrategy = keys
  if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
  return String(decoding: try encoder.encode(value), as: UTF8.self).printableJSON
}

/// Reads what `jsonText` has written, or an earlier version of this program, which wrote keys in camel case.
///
/// - Throws: `DecodingError` where the text is not JSON of `type`.
package func decoded<Value: Decodable>(
  _ type: Value.Type = Value.self, from json: String
) throws -> Value {
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  return try decoder.decode(type, from: Data(json.utf8))
}
