import Foundation
package import Schema

/// `value` as JSON: keys in snake case and sorted, numbers with all their digits.
package func jsonText(_ value: some Encodable, pretty: Bool = true) throws -> String {
  try text(of: value, pretty: pretty, keys: .convertToSnakeCase)
}

/// The same of a value whose keys stay as they are: not all are this program's own.
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

/// What `jsonText` has written; also as earlier programs wrote it, with keys in camel case.
package func decoded<Value: Decodable>(
  _ type: Value.Type = Value.self, from json: String
) throws -> Value {
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  return try decoder.decode(type, from: Data(json.utf8))
}
